"""Firm (기업): what a provider told us; a missing field means unknown."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from knowledge.bids.values import texts

Size = Literal["소기업", "중기업", "중견", "대기업"]
_OTHER_NAMES = {"소상공인": "소기업", "중견기업": "중견"}
Phrase = Annotated[str, StringConstraints(min_length=1, max_length=500)]


def _list(value: Any) -> Any:
    if value is None or isinstance(value, str | list | tuple | dict):
        return value if value is None else texts(value)
    raise ValueError("글의 목록이어야 해요")


def _line(value: Any) -> Any:
    return " ".join(texts(value)) if isinstance(value, str) else value


Line = Annotated[str, BeforeValidator(_line), StringConstraints(max_length=200)]
Phrases = Annotated[list[Phrase], BeforeValidator(_list), Field(max_length=100)]


class Firm(BaseModel):
    """Region as "경기도 성남시", money in won; ``licences`` holds 업종 registrations and certificates.

    ``licences`` None is unknown, an empty list says that there are none.
    """

    model_config = ConfigDict(extra="forbid")

    name: Line = ""
    region: Line | None = None
    size: Annotated[Size | None, BeforeValidator(lambda size: _OTHER_NAMES.get(size, size) or None)] = None
    business_types: Phrases = []
    licences: Phrases | None = None
    keywords: Phrases = []
    experience: Phrases = []
    budget_min_won: int | None = Field(None, ge=0)
    budget_max_won: int | None = Field(None, ge=0)

    @model_validator(mode="before")
    @classmethod
    def _unknown_lists(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        listed = ("business_types", "keywords", "experience", "name")
        return {key: inner for key, inner in value.items() if inner is not None or key not in listed}

    @model_validator(mode="after")
    def _in_order(self) -> Firm:
        low, high = self.budget_min_won, self.budget_max_won
        if low and high and low > high:
            raise ValueError(f"budget_min_won {low}이(가) budget_max_won {high}보다 커요")
        return self

    def told(self) -> dict[str, list[str]]:
        """What the firm says of itself, by field: what notices are ranked by."""
        name = [self.name] if self.name.strip() else []
        return {
            "keywords": self.keywords, "business_types": self.business_types, "experience": self.experience,
            "licences": self.licences or [], "name": name,
        }  # fmt: skip
