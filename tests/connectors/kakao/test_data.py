"""The limits and texts of both chat channels are sound, and a wrong file says what is wrong."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from connectors.kakao import data as kakao
from connectors.telegram import data as telegram


@pytest.mark.parametrize("model", [kakao.limits(), kakao.texts(), telegram.limits(), telegram.texts()])
def test_files_are_complete_and_strict(model: BaseModel) -> None:
    good = model.model_dump()
    assert type(model).model_validate(good) == model
    with pytest.raises(ValidationError, match="unknown_field"):
        type(model).model_validate(good | {"unknown_field": 1})
    first = next(iter(good))
    with pytest.raises(ValidationError, match=first):
        type(model).model_validate({name: value for name, value in good.items() if name != first})


@pytest.mark.parametrize(
    ("model", "name", "value"),
    [
        (kakao.limits(), "outputs", 4),
        (kakao.limits(), "quick_replies", 11),
        (kakao.limits(), "callback_seconds", 60),
        (kakao.texts(), "see_result", "열네 글자를 훌쩍 넘는 단추 이름"),
        (telegram.limits(), "text", 4097),
        (telegram.limits(), "callback_data", 65),
        (telegram.texts(), "location", "위치"),
    ],
)
def test_values_beyond_the_platform_are_named(model: BaseModel, name: str, value: Any) -> None:
    with pytest.raises(ValidationError, match=name):
        type(model).model_validate(model.model_dump() | {name: value})
