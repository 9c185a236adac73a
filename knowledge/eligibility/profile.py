"""Profile (처지): what a person told us; a missing field means unknown."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Employment = Literal["employed", "unemployed", "student", "self_employed", "soldier", "farmer"]
Housing = Literal["월세", "전세", "자가", "공공임대", "고시원", "쪽방", "부모집", "기타"]
HomeOwner = Literal["무주택", "유주택"]
HouseholdTag = Literal[
    "1인가구", "미혼", "신혼부부", "예비신혼부부", "한부모", "조손", "다자녀", "영유아", "임산부", "고령자", "장애인",
    "기초생활수급", "차상위", "자립준비청년", "현역병", "직업군인", "사회복무요원",
]  # fmt: skip


class Profile(BaseModel):
    """Age in full years (만 나이), region as "서울특별시 관악구", income as percent of the median, money in won.

    ``household``, when given, is the complete list of what holds.
    """

    model_config = ConfigDict(extra="forbid")

    age: int | None = Field(default=None, ge=0, le=120)
    region: str | None = Field(default=None, max_length=100)
    employment: Employment | None = None
    household_size: int | None = Field(default=None, ge=1, le=20)
    income_median_pct: float | None = Field(default=None, ge=0, le=100_000, allow_inf_nan=False)
    assets_won: int | None = Field(default=None, ge=0, le=10**15)
    homeless_owner: HomeOwner | None = None
    household: list[HouseholdTag] | None = Field(default=None, max_length=30)
    housing: Housing | None = None
    monthly_rent_won: int | None = Field(default=None, ge=0, le=10**12)
