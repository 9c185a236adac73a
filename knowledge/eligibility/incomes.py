"""Income in won from the percent of the median, by year and household size (data/incomes.yaml)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from knowledge.search.regions import sido_of

DATA = Path(__file__).resolve().parents[1] / "data" / "incomes.yaml"


class _Median(BaseModel):
    model_config = ConfigDict(extra="forbid")

    guide: str
    sizes: list[int]
    more: int | None = None


class _Urban(BaseModel):
    model_config = ConfigDict(extra="forbid")

    guide: str
    percents: list[int]
    limits: list[int]


class _Earned(BaseModel):
    model_config = ConfigDict(extra="forbid")

    guide: str
    share: int
    young_to: int
    young_won: int


class _Incomes(BaseModel):
    model_config = ConfigDict(extra="forbid")

    median: dict[int, _Median]
    urban: _Urban
    earned: _Earned
    basic_property: dict[str, int | str]


@lru_cache
def data() -> _Incomes:
    """The reviewed data; raises pydantic.ValidationError when it does not fit its schema."""
    return _Incomes.model_validate(yaml.safe_load(DATA.read_text(encoding="utf-8")))


def median(year: int, size: int) -> int | None:
    """The monthly median income of a household in won, None for sizes the table lacks; the nearest known year stands
    for one that is not known."""
    known = data().median
    table = known[min(known, key=lambda one: abs(one - year))]
    over = size - len(table.sizes)
    if over <= 0:
        return table.sizes[size - 1]
    return None if table.more is None else table.sizes[-1] + table.more * over


def monthly(percent: float, size: int, year: int) -> float | None:
    """What ``percent`` of the median is in won a month."""
    whole = median(year, size)
    return None if whole is None else percent / 100 * whole


def urban(percent: float, size: int) -> float | None:
    """``percent`` of the urban workers' average in won a month; None for households larger than the guide prints."""
    table = data().urban
    return None if size > len(table.limits) else percent * table.limits[size - 1] / table.percents[size - 1]


def counted(won: float | None, age: int | None) -> float:
    """The least share of ``won`` earned a month that counts as income (소득평가액), by the earner's age if known."""
    rule = data().earned
    share = 1 - rule.share / 100
    if age is not None and age > rule.young_to:
        return share
    return share * max(0.0, won - rule.young_won) / won if won else 0.0


def basic_property(region: str | None) -> int:
    """Property in won below which nothing is converted into income; the least of all when the region is unknown."""
    table = data().basic_property
    return int(table.get(sido_of(region) or "other", table["other"]) if region else table["other"])
