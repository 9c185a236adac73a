"""The words of outgoing alerts, from data/words.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

WORDS_FILE = Path(__file__).parent / "data" / "words.yaml"


class Words(BaseModel):
    """The words; a missing, unknown or empty one is refused by name."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_min_length=1)

    levels: dict[str, str]
    sender_name: str
    test_mark: str
    receipt: str = Field(pattern=r"\{receipt\}")
    level: str = Field(pattern=r"\{level\}")
    # Telegram draws longer labels cut off on a phone.
    open_button: str = Field(max_length=20)
    ack_button: str = Field(max_length=20)
    open_line: str = Field(pattern=r"\{url\}")
    ack_line: str = Field(pattern=r"\{url\}")
    footer: str


@cache
def words() -> Words:
    """The words, read once."""
    return Words.model_validate(yaml.safe_load(WORDS_FILE.read_text(encoding="utf-8")))
