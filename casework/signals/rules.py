"""Kinds of signals, their points and what follows from a score, as data with a schema."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from casework.policy import Level
from casework.screening.lexicon import Kind as CaseKind

FILE = Path(__file__).parent / "data" / "signals.yaml"
FIVE_YEARS = 1825
"""사회보장급여법 제34조: nothing is kept longer."""
Points = Annotated[float, Field(ge=0, le=100)]
Days = Annotated[int, Field(ge=1, le=FIVE_YEARS)]
Text = Annotated[str, Field(min_length=1, max_length=120)]


class RulesError(ValueError):
    """A rules file that cannot be used; the Korean text names the file and what is wrong."""


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Group(_Data):
    """A field of life; signals of several fields weigh more together."""

    label: Text


class Kind(_Data):
    """One kind of signal; ``origin``: named in the Act (law), or said to be in use (field)."""

    label: Text
    group: str
    weight: Annotated[float, Field(gt=0, le=100)]
    half_life_days: Days
    ends_days: Days
    per_month: Points = 0
    month_from: Annotated[int, Field(ge=0, le=120)] = 0
    month_most: Points = 0
    case_kind: CaseKind
    origin: Literal["law", "field"]
    sensitive: bool = False
    reason: Text


class ReportRule(_Data):
    """What the newest report about the household adds."""

    weight: Points
    half_life_days: Days
    ends_days: Days


class ScoreRule(_Data):
    """How points are put together."""

    most: Annotated[int, Field(ge=1, le=1000)]
    repeat_share: Annotated[float, Field(ge=0, lt=1)]
    live_points: Points
    stacked: Annotated[tuple[Points, ...], Field(min_length=2, max_length=20)]
    report: ReportRule

    @model_validator(mode="after")
    def _rising(self) -> ScoreRule:
        if self.stacked[0] != 0 or list(self.stacked) != sorted(self.stacked):
            raise ValueError("stacked는 0에서 시작해 작아지지 않아야 해요: 신호가 늘 때 점수가 줄면 안 돼요")
        return self


class LevelRule(_Data):
    """From which score, kinds and groups on a household is proposed at this level."""

    level: Level
    score: Points
    kinds: Annotated[int, Field(ge=2, le=50)]
    groups: Annotated[int, Field(ge=1, le=20)]


class ProposeRule(_Data):
    """When a quiet household surfaces by itself; the first level that fits counts."""

    levels: Annotated[tuple[LevelRule, ...], Field(min_length=1)]
    again_after_days: Days


class Retention(_Data):
    """Days a signal is kept from the day it happened."""

    keep_days: Days


class Basis(_Data):
    """A ground in law on which signals are taken; ``sensitive``: also those about health and the like."""

    label: Text
    sensitive: bool


class Rules(_Data):
    """The whole file; kinds name only groups that exist and end before they are destroyed."""

    version: Literal[1]
    groups: dict[str, Group]
    kinds: dict[str, Kind]
    score: ScoreRule
    propose: ProposeRule
    retention: Retention
    bases: dict[str, Basis]
    columns: dict[str, tuple[str, ...]]

    @model_validator(mode="after")
    def _whole(self) -> Rules:
        for name, kind in self.kinds.items():
            if kind.group not in self.groups:
                raise ValueError(f"kinds.{name}.group: 모르는 분야예요: {kind.group!r} ({', '.join(self.groups)})")
            if kind.ends_days > self.retention.keep_days:
                raise ValueError(f"kinds.{name}.ends_days가 retention.keep_days보다 길어요: {kind.ends_days}")
        labels = [kind.label for kind in self.kinds.values()]
        if len(set(labels)) != len(labels):
            raise ValueError("kinds: label이 겹쳐요")
        return self

    def kind_named(self, text: str) -> str | None:
        """The id of a kind given by its id or its Korean label; None when there is none."""
        name = text.strip()
        if name in self.kinds:
            return name
        bare = name.replace(" ", "")
        return next((id for id, kind in self.kinds.items() if kind.label.replace(" ", "") == bare), None)


def load(file: Path = FILE) -> Rules:
    """The rules of a file, the shipped one unless told; raises RulesError naming the bad value."""
    try:
        return Rules.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise RulesError(f"위기정보 규칙 파일 {file.name}을(를) 읽을 수 없어요: {type(error).__name__}") from error
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc'])) or '전체'}: {e['msg']}" for e in error.errors()[:5])
        raise RulesError(f"위기정보 규칙 파일 {file.name}에 고칠 곳이 있어요. {wrong}") from error


@cache
def rules() -> Rules:
    """The shipped rules, read once."""
    return load()
