"""The figures below which a change may not land, as data (tests/eval/thresholds.yaml)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from knowledge.evaluation.sets import half_of


class ThresholdError(ValueError):
    """A file of thresholds that cannot be used; the text says where it is wrong."""


class Threshold(BaseModel):
    """What a figure must reach (``least``) or may not pass (``most``); one of both."""

    model_config = ConfigDict(extra="forbid")

    least: float | None = None
    most: float | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.least is None) == (self.most is None):
            raise ValueError("least와 most 가운데 하나만 적어요")
        return self

    @property
    def wanted(self) -> str:
        """The bound in words."""
        return f"{self.least:g} 이상" if self.least is not None else f"{self.most:g} 이하"

    def met(self, got: float) -> bool:
        """Whether a figure keeps to the bound."""
        return got >= self.least if self.least is not None else got <= (self.most or 0.0)


class Thresholds(BaseModel):
    """Per way of searching (``words`` alone, with ``vectors``) the bound of each figure, ``part/set/figure``."""

    model_config = ConfigDict(extra="forbid")

    words: dict[str, Threshold]
    vectors: dict[str, Threshold]


@dataclass(frozen=True)
class Miss:
    """A bound that was not kept; ``got`` is None for a figure that was asked for and not measured."""

    figure: str
    got: float | None
    wanted: str


def read(path: Path) -> Thresholds:
    """The thresholds; raises ThresholdError naming what does not fit the schema."""
    try:
        return Thresholds.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise ThresholdError(f"{path.name}을 읽을 수 없어요: {error}") from error


def missed(
    bounds: Mapping[str, Threshold], figures: Mapping[str, float], parts: Collection[str], halves: Collection[str]
) -> list[Miss]:
    """Every bound on the chosen parts and halves that is not kept; a figure that is not there keeps none."""
    found = []
    for name, bound in bounds.items():
        part, set_name, _ = name.split("/", 2)
        if part not in parts or half_of(set_name) not in halves:
            continue
        got = figures.get(name)
        if got is None or not bound.met(got):
            found.append(Miss(name, got, bound.wanted))
    return found
