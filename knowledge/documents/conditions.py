"""When a line is needed only by some (data/paper_conditions.yaml), and what a profile settles of it."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, field_validator

from knowledge.eligibility.profile import Profile

DATA = Path(__file__).resolve().parents[1] / "data" / "paper_conditions.yaml"
Holds = Literal["met", "failed", "unknown"]


class Settle(BaseModel):
    """The profile field that decides: values that hold, values that exclude."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    field: Literal["household", "housing", "employment"]
    holds: tuple[str, ...] = ()
    fails: tuple[str, ...] = ()
    complete: bool = False

    def by(self, profile: Profile) -> Holds:
        """Whether it holds for this profile; unknown when it was not told."""
        value = getattr(profile, self.field)
        if value is None:
            return "unknown"
        told = set(value) if isinstance(value, list) else {value}
        if told & set(self.holds):
            return "met"
        return "failed" if self.complete or told & set(self.fails) else "unknown"


class Condition(BaseModel):
    """One condition: the pattern that shows it in a line, and how it is said."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    match: str
    says: str
    settle: Settle | None = None

    @field_validator("match")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        re.compile(pattern)
        return pattern


class Extra(BaseModel):
    """A paper that the rules behind a guide ask of some, though no line of it says so."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    paper: str
    asks: str
    household: str
    domain: str
    line: str
    says: str
    settle: Settle
    source: str


class Rules(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    conditions: tuple[Condition, ...]
    alternatives: str
    extras: tuple[Extra, ...]


@lru_cache
def rules() -> Rules:
    """The reviewed data; raises pydantic.ValidationError when it does not fit its schema."""
    return Rules.model_validate(yaml.safe_load(DATA.read_text(encoding="utf-8")))


def condition_of(line: str) -> Condition | None:
    """The condition a line states, or None when everybody needs it."""
    return next((one for one in rules().conditions if re.search(one.match, line)), None)
