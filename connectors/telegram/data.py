"""The limits and texts of the Telegram channel, read from the YAML files beside this one."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, PositiveFloat, PositiveInt, StringConstraints

_HERE = Path(__file__).parent
_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Limits(_Data):
    """Bot API limits (UTF-16 units, bytes, counts) and our own patience (seconds)."""

    text: int = Field(ge=100, le=4096)
    callback_data: int = Field(ge=20, le=64)
    button_label: PositiveInt
    buttons: int = Field(ge=1, le=100)
    short_label: PositiveInt
    url: PositiveInt
    body_bytes: PositiveInt
    answer_seconds: PositiveFloat
    attempts: PositiveInt
    remembered_updates: PositiveInt
    button_seconds: PositiveFloat
    remembered_buttons: PositiveInt
    typing_after_seconds: float = Field(ge=0)
    typing_every_seconds: float = Field(gt=0, lt=5)
    send_tries: PositiveInt
    send_pause_seconds: float = Field(ge=0)
    first_pause_seconds: PositiveFloat
    longest_pause_seconds: PositiveFloat
    poll_seconds: int = Field(ge=0, le=50)
    stop_seconds: float = Field(ge=0)


class Hints(_Data):
    """Answers to what cannot be a turn."""

    media: _Text
    contact: _Text
    sticker: _Text
    too_long: _Text
    old_button: _Text


class Command(_Data):
    """What a bot command says as if typed, and its line in the menu."""

    says: _Text
    menu: Annotated[_Text, StringConstraints(max_length=256)]


class Texts(_Data):
    """Everything the channel itself says."""

    hints: Hints
    failed: _Text
    commands: dict[Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,32}$")], Command]
    choose: _Text
    open: _Text
    location: Annotated[str, StringConstraints(pattern=r"\{latitude\}.*\{longitude\}")]


@cache
def limits() -> Limits:
    """Read limits.yaml; raises pydantic.ValidationError naming the field and what it allows."""
    return Limits.model_validate(yaml.safe_load((_HERE / "limits.yaml").read_text(encoding="utf-8")))


@cache
def texts() -> Texts:
    """Read texts.yaml; raises pydantic.ValidationError naming the text that is missing or too long."""
    return Texts.model_validate(yaml.safe_load((_HERE / "texts.yaml").read_text(encoding="utf-8")))
