"""Korean words of the desk, from casework/console/data/words.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

WORDS_FILE = Path(__file__).parent / "data" / "words.yaml"


class DeskWords(BaseModel):
    """The word lists; an unknown list or a value that is no text is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: dict[str, str]
    channel: dict[str, str]
    entry: dict[str, str]
    alert: dict[str, str]
    route: dict[str, str]
    author: dict[str, str]
    talk: dict[str, str]
    done: dict[str, str]
    purpose: dict[str, str]
    household: dict[str, str]
    signals: dict[str, str]


@cache
def desk_words() -> DeskWords:
    """The word lists, read once."""
    return DeskWords.model_validate(yaml.safe_load(WORDS_FILE.read_text(encoding="utf-8")))
