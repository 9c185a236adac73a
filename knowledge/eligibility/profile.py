"""Profile (처지): what a person told us; a missing field means unknown."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Employment = Literal["employed", "unemployed", "student", "self_employed", "soldier", "farmer"]
Housing = Literal["월세", "전세", "자가", "공공임대", "고시원", "쪽방", "부모집", "기타"]


class Profile(BaseModel):
    """Age in full years (만 나이), region as "서울특별시 관악구", income as percent of the median, money in won.

    ``household``, when given, is the complete list of what holds.
    """

    model_config = ConfigDict(extra="forbid")

    age: int | None = Field(None, ge=0, le=120)
    region: str | None = None
    employment: Employment | None = None
    household_size: int | None = Field(None, ge=1, le=20)
    income_median_pct: float | None = Field(None, ge=0)
    assets_won: int | None = Field(None, ge=0)
    homeless_owner: Literal["무주택", "유주택"] | None = None
    household: list[str] | None = None
    housing: Housing | None = None
    monthly_rent_won: int | None = Field(None, ge=0)
