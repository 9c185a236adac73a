"""The words of the check-in (data/mind_checkin.yaml): groups, questions, where each group is led."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

DATA = Path(__file__).resolve().parents[1] / "data" / "mind_checkin.yaml"
Area = Literal["sleep", "mood", "day", "people"]


class Group(BaseModel):
    """One group: its name, words people use for it, its questions by area, the guides it is led to."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    words: tuple[str, ...]
    ask: dict[Area, str]
    guides: tuple[str, ...] = Field(min_length=1)


class Checkin(BaseModel):
    """The whole file; raises ValidationError when a group lacks a question."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str
    which: str
    choices: tuple[str, str, str]
    skip: str
    closing: str
    again: str
    kept: str
    dropped: str
    deleted: str
    nothing: str
    self_test: str
    always: tuple[str, ...]
    areas: dict[Area, str]
    groups: dict[str, Group]

    @model_validator(mode="after")
    def _whole(self) -> Checkin:
        lacking = [name for name, group in self.groups.items() if set(group.ask) != set(self.areas)]
        if lacking:
            raise ValueError(f"물음이 빠진 무리가 있습니다: {lacking}")
        return self

    def group_of(self, text: str) -> str | None:
        """The group these words name, None when they name none or several."""
        found = [key for key, group in self.groups.items() if any(word in text for word in (group.name, *group.words))]
        return found[0] if len(found) == 1 else None


@lru_cache
def checkin() -> Checkin:
    """The reviewed words; raises pydantic.ValidationError when they do not fit their schema."""
    return Checkin.model_validate(yaml.safe_load(DATA.read_text(encoding="utf-8")))
