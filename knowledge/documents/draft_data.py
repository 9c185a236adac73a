"""What drafts are made of (data/drafts): fields, consent texts and the programmes with their forms."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from knowledge.eligibility.profile import Profile

DATA = Path(__file__).resolve().parents[1] / "data" / "drafts"
Kind = Literal["text", "date", "phone", "number", "won", "choice", "business_number", "by_hand"]


class FieldData(BaseModel):
    """One field; ``least`` and ``most`` bound numbers, ``longest`` is in letters, ``choices`` are value to wording."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: str = Field(min_length=2)
    kind: Kind
    ask: str = ""
    profile: str | None = None
    longest: int = Field(100, ge=1, le=1_000)
    least: int = 0
    most: int = 10**12
    choices: dict[str, str] = {}
    optional: bool = False

    @model_validator(mode="after")
    def _whole(self) -> FieldData:
        if (self.kind == "by_hand") == bool(self.ask):
            raise ValueError(f"{self.label}: 손으로 쓰는 칸만 묻는 말이 없어야 합니다")
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError(f"{self.label}: 고르는 칸에만 고를 것이 있어야 합니다")
        if self.profile and self.profile not in Profile.model_fields:
            raise ValueError(f"{self.label}: 처지에 없는 칸 {self.profile}")
        return self


class PartData(BaseModel):
    """A heading and its fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    heading: str
    fields: tuple[str, ...]


class ConsentData(BaseModel):
    """A consent: its title and its text."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    text: str = Field(min_length=30)


class Common(BaseModel):
    """fields.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fields: dict[str, FieldData]
    sets: dict[str, PartData]
    consents: dict[str, ConsentData]


class Programme(BaseModel):
    """One programme's form: parts are names of sets, or parts of its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    guide: str
    form: str
    parts: tuple[str | PartData, ...]
    consents: tuple[str, ...]

    @property
    def sections(self) -> tuple[PartData, ...]:
        """The parts with their sets filled in."""
        return tuple(common().sets[part] if isinstance(part, str) else part for part in self.parts)

    @property
    def fields(self) -> tuple[str, ...]:
        """All fields in their order."""
        return tuple(name for section in self.sections for name in section.fields)


@lru_cache
def common() -> Common:
    """Fields, sets and consents; raises pydantic.ValidationError when they do not fit their schema."""
    return Common.model_validate(_read(DATA / "fields.yaml"))


@lru_cache
def programmes() -> dict[str, Programme]:
    """Guide id to programme; raises ValueError for a name that is not there, or a guide with two forms."""
    found: dict[str, Programme] = {}
    for path in sorted(DATA.glob("*.yaml")):
        for told in _read(path).get("programmes", []):
            programme = Programme.model_validate(told)
            strange = {p for p in programme.parts if isinstance(p, str)} - set(common().sets)
            strange |= set() if strange else set(programme.fields) - set(common().fields)
            strange |= set(programme.consents) - set(common().consents)
            if strange or programme.guide in found:
                raise ValueError(f"{path.name} {programme.guide}: 없는 이름이거나 두 번 나왔습니다 {sorted(strange)}")
            found[programme.guide] = programme
    return found


def _read(path: Path) -> dict:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
