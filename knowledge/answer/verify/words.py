"""The words in which figures are written, read from data/figures.yaml."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

DATA = Path(__file__).resolve().parents[2] / "data" / "figures.yaml"


class Words(BaseModel):
    """Units, numerals, bounds and what an amount is per; every word is a regular expression over folded text."""

    model_config = ConfigDict(extra="forbid")

    units: dict[str, dict[str, int]]
    tens: dict[str, int]
    ones: dict[str, int]
    counted: dict[str, str]
    one_is_told: list[str]
    words: dict[str, tuple[str, int, bool]]
    after_one_syllable: str
    per: dict[str, str]
    between_per_and_amount: str
    bounds_before: dict[str, str]
    bounds_after: dict[str, str]
    particles: str
    phone_before: str

    def unit_at(self, text: str, at: int) -> tuple[str, int, int] | None:
        """The unit written at ``at`` (a blank may precede it): kind, how much one is, and where it ends."""
        best: tuple[str, int, int] | None = None
        for kind, factor, pattern in _units():
            found = pattern.match(text, at)
            if found and (best is None or found.end() > best[2]):
                best = (kind, factor, found.end())
        return best


@lru_cache
def words() -> Words:
    """The reviewed data; raises pydantic.ValidationError when it does not fit its schema."""
    return Words.model_validate(yaml.safe_load(DATA.read_text(encoding="utf-8")))


@lru_cache
def _units() -> tuple[tuple[str, int, re.Pattern[str]], ...]:
    return tuple(
        (kind, factor, re.compile(rf"\s?(?:{pattern})", re.I))
        for kind, patterns in words().units.items()
        for pattern, factor in patterns.items()
    )
