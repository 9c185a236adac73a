"""Reads what holds a file: a form with a photograph, or the photograph alone."""

from __future__ import annotations

from typing import NamedTuple

from fastapi import Request
from python_multipart.exceptions import FormParserError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from connectors.web.body import clean, read_form
from connectors.web.problem import Problem

MAX_PHOTO = 8 * 1024 * 1024
MAX_FORM = MAX_PHOTO + 64 * 1024
PHOTO_TYPES = ("image/jpeg", "image/png", "image/webp")


class Filled(NamedTuple):
    """The text fields of a form (the first value of each name) and its photograph, b"" without one."""

    fields: dict[str, str]
    photo: bytes


async def read_filled(request: Request) -> Filled:
    """A form with or without a photograph.

    Raises Problem: 411 a file without a length, 413 too large, 400 damaged, 415 no form.
    """
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        return Filled(await read_form(request), b"")
    _within(request, MAX_FORM)
    try:
        async with request.form(max_files=1, max_fields=50, max_part_size=64 * 1024) as form:
            fields: dict[str, str] = {}
            photo = b""
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    photo = await value.read()
                else:
                    fields.setdefault(name, clean(value))
    except (FormParserError, HTTPException, UnicodeDecodeError, ValueError):
        raise Problem(400, "malformed_form", "보낸 양식을 읽을 수 없어요. 다시 시도해 주세요.") from None
    return Filled(fields, photo)


async def read_photo(request: Request) -> bytes:
    """The photograph that is the whole body; Problem 415 for another type, 411 and 413 as ``read_filled``."""
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given not in PHOTO_TYPES:
        told = f"Content-Type은 {', '.join(PHOTO_TYPES)} 가운데 하나여야 해요(받은 값: {given[:60] or '없음'})."
        raise Problem(415, "wrong_content_type", told)
    _within(request, MAX_PHOTO)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_PHOTO:
            raise _too_large(MAX_PHOTO)
    return bytes(body)


def _within(request: Request, most: int) -> None:
    declared = request.headers.get("content-length", "")
    if not declared.isdigit():
        raise Problem(411, "length_required", "파일을 보낼 때는 Content-Length가 있어야 해요.")
    if int(declared[:12]) > most:
        raise _too_large(most)


def _too_large(most: int) -> Problem:
    return Problem(413, "too_large", f"사진이 너무 커요. {most // 1024 // 1024} MB 안으로 줄여 주세요.")
