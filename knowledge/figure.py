"""Figure (값): one amount of a guide as data, so that answers, comparisons and rankings never parse prose."""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

Unit = Literal[
    "원", "%", "개월", "년", "일", "시간", "분", "회", "세", "명", "가구", "호", "㎡", "점", "km", "건", "배", "영업일"
]
Per = Literal["월", "년", "일", "회", "시간", "1인", "가구", "건", "학기", "분기", "주", "생애"]
UNITS, PERS = get_args(Unit), get_args(Per)


class Figure(BaseModel):
    """One figure: exactly ``amount``, or a range of ``min`` and/or ``max`` (a bare ``max`` reads "up to").

    ``label`` says in the guide's own words what it is (월 지원액, 소득 기준); ``unit`` is won, never 만 원;
    ``per`` is what it is counted for; ``from``/``to`` are the days between which it holds.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    label: str = Field(min_length=2, max_length=60)
    amount: float | None = None
    min: float | None = None
    max: float | None = None
    unit: Unit
    per: Per | None = None
    from_: date | None = Field(None, alias="from")
    to: date | None = None

    @model_validator(mode="after")
    def _one_shape(self) -> Figure:
        ranged = self.min is not None or self.max is not None
        if (self.amount is not None) == ranged:
            raise ValueError("amount 하나이거나, min과 max 가운데 하나 이상이어야 합니다(둘 다는 안 됩니다)")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"min {self.min:g}이 max {self.max:g}보다 큽니다")
        if self.from_ and self.to and self.from_ > self.to:
            raise ValueError(f"from {self.from_}이 to {self.to}보다 늦습니다")
        return self

    @property
    def values(self) -> tuple[float, ...]:
        """The numbers it states."""
        return tuple(value for value in (self.amount, self.min, self.max) if value is not None)
