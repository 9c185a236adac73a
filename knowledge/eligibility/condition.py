"""Condition: one rule about a person as data (data/rules/), a leaf or a group over others."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from knowledge.eligibility.profile import Employment, HomeOwner, HouseholdTag, Housing

KINDS = (
    "all", "any", "not", "age", "region", "income", "recognised", "year_won", "month_won", "urban", "assets", "home",
    "tag", "size", "work", "housing", "rent", "child", "ask",
)  # fmt: skip
GROUPS = ("all", "any", "not")


class Condition(BaseModel):
    """Exactly one of the kinds, with ``says``: words of the guide it rests on, where its own do not show it.

    age: [least, most, most with the extension for military service]; null is no limit. income: percent of the median.
    recognised: the same, of income with property converted (소득인정액). year_won, month_won: income in won of the
    person, or the couple (``whose: couple``); ``under`` makes a limit exclusive. urban: percent of the urban workers'
    average for households of 1, 2 and 3 or more (``whose: own`` counts one income only). assets, rent: won, at most;
    ``net`` counts debts off, which nobody told.
    child: a child of the household no older than this many months. ask: what a profile cannot tell, in the guide's own
    words; always unknown.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    all_of: tuple[Condition, ...] | None = Field(default=None, alias="all", min_length=1)
    any_of: tuple[Condition, ...] | None = Field(default=None, alias="any", min_length=2)
    not_: Condition | None = Field(default=None, alias="not")
    age: tuple[int | None, ...] | None = Field(default=None, min_length=2, max_length=3)
    region: tuple[str, ...] | None = None
    income: float | None = None
    recognised: float | None = None
    year_won: int | None = None
    month_won: int | None = None
    whose: str | None = Field(default=None, pattern="^(own|couple)$")
    urban: tuple[float, float, float] | None = None
    assets: int | None = None
    home: HomeOwner | None = None
    tag: HouseholdTag | None = None
    size: tuple[int | None, int | None] | None = None
    work: tuple[Employment, ...] | None = None
    housing: tuple[Housing, ...] | None = None
    rent: int | None = None
    child: int | None = None
    ask: str | None = Field(default=None, min_length=2)
    under: bool = False
    net: bool = False
    says: str | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Condition:
        given = [kind for kind in KINDS if self.value(kind) is not None]
        if len(given) != 1:
            raise ValueError(f"조건 하나에는 종류가 하나만 있어야 합니다: {given}; 쓸 수 있는 종류: {', '.join(KINDS)}")
        return self

    def value(self, kind: str) -> Any:
        """What stands under ``kind``, or None."""
        return getattr(self, {"all": "all_of", "any": "any_of", "not": "not_"}.get(kind, kind))

    @cached_property
    def kind(self) -> str:
        """Which of the kinds this is."""
        return next(kind for kind in KINDS if self.value(kind) is not None)

    @cached_property
    def parts(self) -> tuple[Condition, ...]:
        """The conditions of a group; none for a leaf."""
        return self.all_of or self.any_of or ((self.not_,) if self.not_ else ())


class GuideRules(BaseModel):
    """The rules of one guide: every condition in ``all`` must hold; ``beside`` are sentences that exclude nobody."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    all: tuple[Condition, ...] = ()
    beside: tuple[str, ...] = ()
