"""Korean words of the editor's pages, from gateway/editor/data/words.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

WORDS_FILE = Path(__file__).parent / "data" / "words.yaml"


class EditorWords(BaseModel):
    """The word lists; an unknown list or a value that is no text is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: dict[str, str]
    state: dict[str, str]
    revision: dict[str, str]
    domain: dict[str, str]
    answer: str
    done: dict[str, str]
    problem: dict[str, str]


@cache
def editor_words() -> EditorWords:
    """The word lists, read once."""
    return EditorWords.model_validate(yaml.safe_load(WORDS_FILE.read_text(encoding="utf-8")))
