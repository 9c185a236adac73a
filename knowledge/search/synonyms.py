"""From citizens' words to the guides' words (data/synonyms.yaml): what a search adds to a question, weighted less."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

from knowledge.catalog import squeeze
from knowledge.index.tokens import normalise

DATA = Path(__file__).resolve().parents[1] / "data" / "synonyms.yaml"
SHORT = 2
"""Spellings of up to so many syllables count only at the start of a word: 국임 is not in 전국임대."""


class Entry(BaseModel):
    """Spellings that citizens use, and the words of the guides they mean."""

    model_config = ConfigDict(extra="forbid")

    say: list[str] = Field(min_length=1)
    means: list[str] = Field(min_length=1)


class _Synonyms(BaseModel):
    model_config = ConfigDict(extra="forbid")

    words: list[Entry]


@lru_cache
def entries() -> tuple[Entry, ...]:
    """The reviewed data; raises pydantic.ValidationError when it does not fit its schema."""
    return tuple(_Synonyms.model_validate(yaml.safe_load(DATA.read_text(encoding="utf-8"))).words)


@lru_cache
def _spellings() -> tuple[tuple[str, re.Pattern[str] | None, tuple[str, ...]], ...]:
    return tuple(
        (squeeze(spelling), _at_start(normalise(spelling)), tuple(entry.means))
        for entry in entries()
        for spelling in entry.say
    )


def _at_start(spelling: str) -> re.Pattern[str] | None:
    if spelling.isascii():
        return re.compile(rf"(?<![a-z0-9]){re.escape(spelling)}(?![a-z0-9])")
    return re.compile(rf"(?<![가-힣a-z0-9]){re.escape(spelling)}") if len(spelling) <= SHORT else None


def meant(question: str) -> list[str]:
    """The guides' words that the question's own words mean and that it does not say itself, each once."""
    asked, spaced = squeeze(question), normalise(question)
    found = {
        word: None
        for spelling, at_start, means in _spellings()
        if spelling in asked and (at_start is None or at_start.search(spaced))
        for word in means
        if squeeze(word) not in asked
    }
    return list(found)
