"""Reads a request body within a limit and turns it into a checked shape or a Problem; never into an exception."""

from __future__ import annotations

import json
import re
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from fastapi import Request
from pydantic import BaseModel, ValidationError

from connectors.web.problem import Problem, invalid

MAX_BODY = 64 * 1024
"""Longest request body in bytes."""

Shape = TypeVar("Shape", bound=BaseModel)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


async def read_json(request: Request, shape: type[Shape]) -> Shape:
    """The JSON object of the body as ``shape``.

    Raises Problem: 415 not JSON by its header, 413 above MAX_BODY, 400 not UTF-8 or not JSON, 422 a field is wrong.
    """
    _require_type(request, "application/json")
    text = await _text(request)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise Problem(400, "malformed_json", "JSON으로 읽을 수 없어요. 형식을 확인해 주세요.") from None
    if not isinstance(value, dict):
        raise Problem(422, "invalid_field", "본문은 JSON 객체({...})여야 해요.")
    try:
        return shape.model_validate(value)
    except ValidationError as error:
        raise invalid(error) from None


async def read_form(request: Request) -> dict[str, str]:
    """The fields of an urlencoded form (the first value of each name); raises Problem like ``read_json``."""
    _require_type(request, "application/x-www-form-urlencoded")
    try:
        pairs = parse_qsl(await _text(request), keep_blank_values=True, max_num_fields=50, errors="strict")
    except ValueError:
        raise Problem(400, "malformed_form", "보낸 양식을 읽을 수 없어요. 다시 시도해 주세요.") from None
    fields: dict[str, str] = {}
    for name, value in pairs:
        fields.setdefault(name, value)
    return fields


def clean(value: Any) -> Any:
    """A string without control characters (they break stores and logs), line ends as \\n, blanks trimmed."""
    if not isinstance(value, str):
        return value
    if _SURROGATE.search(value):
        raise Problem(400, "malformed_text", "글자가 깨져 있어요. 다시 입력해 주세요.")
    return _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _require_type(request: Request, wanted: str) -> None:
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given != wanted:
        raise Problem(415, "wrong_content_type", f"Content-Type이 {wanted}여야 해요(받은 값: {given[:60] or '없음'}).")


async def _text(request: Request) -> str:
    too_long = Problem(413, "too_large", f"내용이 너무 커요. {MAX_BODY // 1024} KB 안으로 줄여 주세요.")
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared[:12]) > MAX_BODY:
        raise too_long
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise too_long
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise Problem(400, "invalid_utf8", "글자가 UTF-8이 아니에요. 인코딩을 확인해 주세요.") from None
