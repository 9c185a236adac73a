"""Korean words for the ledger's values, from casework/data/words.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

WORDS_FILE = Path(__file__).parent / "data" / "words.yaml"


class Words(BaseModel):
    """The word lists; an unknown list or a value that is no text is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    level: dict[str, str]
    subject: dict[str, str]
    reporter: dict[str, str]
    state: dict[str, str]
    move: dict[str, str]
    role: dict[str, str]
    withheld: dict[str, str]
    who: dict[str, str]
    how: dict[str, str]
    status: dict[str, str]
    field: dict[str, str]


@cache
def words() -> Words:
    """The word lists, read once."""
    return Words.model_validate(yaml.safe_load(WORDS_FILE.read_text(encoding="utf-8")))
