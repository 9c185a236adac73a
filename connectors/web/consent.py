"""The three separate consent boxes of the report form, read once from data/consent.yaml and checked against the law."""

from __future__ import annotations

from functools import cache
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

from connectors.web.content import DATA, Sentence

_COLLECT = ("목적", "항목", "기간", "거부할 권리")
REQUIRED = {
    "consent": _COLLECT,
    "consent_sensitive": _COLLECT,
    "consent_share": ("받는 곳", *_COLLECT),
}
"""What each box must tell: four things to collect, five to pass on (개인정보 보호법 제15조, 제17조, 제23조)."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Item(_Strict):
    """One thing the law wants told."""

    name: str
    text: Sentence


class Box(_Strict):
    """One consent, asked apart from the others."""

    field: Literal["consent", "consent_sensitive", "consent_share"]
    label: Sentence
    items: tuple[Item, ...]

    @model_validator(mode="after")
    def _tells_all(self) -> Box:
        told = tuple(item.name for item in self.items)
        if told != REQUIRED[self.field]:
            needed = ", ".join(REQUIRED[self.field])
            raise ValueError(f"{self.field}에 있어야 하는 항목: {needed}. 적힌 항목: {', '.join(told)}")
        return self


class Consent(_Strict):
    """The words before the boxes, and the boxes."""

    intro: Sentence
    boxes: tuple[Box, ...]

    @model_validator(mode="after")
    def _three_apart(self) -> Consent:
        fields = [box.field for box in self.boxes]
        if fields != list(REQUIRED):
            raise ValueError(f"동의 칸은 {', '.join(REQUIRED)} 차례로 하나씩이어야 합니다: {', '.join(fields)}")
        return self


@cache
def consent_words() -> Consent:
    """The boxes; raises pydantic.ValidationError naming what is missing."""
    return Consent.model_validate(yaml.safe_load((DATA / "consent.yaml").read_text(encoding="utf-8")))
