"""The limits and texts of the Kakao channel, read from the YAML files beside this one."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, PositiveInt, StringConstraints

_HERE = Path(__file__).parent
_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
_Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=14)]


class Limits(BaseModel):
    """What one answer may hold (code points, counts, bytes) and how long things last (seconds)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    simple_text: int = Field(ge=100, le=1000)
    outputs: int = Field(ge=3, le=3)
    quick_replies: int = Field(ge=1, le=10)
    label: int = Field(ge=8, le=14)
    card_buttons: int = Field(ge=1, le=3)
    text_card: int = Field(le=400)
    carousel_items: int = Field(ge=2, le=10)
    carousel_text: int = Field(le=128)
    list_items: int = Field(ge=1, le=5)
    list_header: int = Field(le=15)
    list_title: int = Field(le=36)
    list_description: int = Field(le=40)
    message_text: PositiveInt
    web_link: PositiveInt
    body_bytes: PositiveInt
    message_id: PositiveInt
    callback_seconds: float = Field(gt=0, lt=60)
    callback_post_seconds: float = Field(gt=0, lt=60)
    keep_seconds: float = Field(gt=0)
    keep_people: PositiveInt
    stop_seconds: float = Field(ge=0)


class Texts(BaseModel):
    """Everything the channel itself says; labels fit a button."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    still_looking: _Text
    waiting: _Text
    human: _Text
    media: _Text
    empty: _Text
    too_long: _Text
    nothing_kept: _Text
    failed: _Text
    phone_card: Annotated[_Text, StringConstraints(max_length=128)]
    link_card: Annotated[_Text, StringConstraints(max_length=128)]
    both_card: Annotated[_Text, StringConstraints(max_length=128)]
    list_header: Annotated[_Text, StringConstraints(max_length=15)]
    open_page: _Label
    see_result: _Label
    read_on: _Label


@cache
def limits() -> Limits:
    """Read limits.yaml; raises pydantic.ValidationError naming the field and what it allows."""
    return Limits.model_validate(yaml.safe_load((_HERE / "limits.yaml").read_text(encoding="utf-8")))


@cache
def texts() -> Texts:
    """Read texts.yaml; raises pydantic.ValidationError naming the text that is missing or too long."""
    return Texts.model_validate(yaml.safe_load((_HERE / "texts.yaml").read_text(encoding="utf-8")))
