"""Reading one webhook request: who sent it, how large it is, whether it is JSON at all."""

from __future__ import annotations

import asyncio
import hmac
import json
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse
from pydantic import SecretStr
from starlette.requests import ClientDisconnect

READ_SECONDS = 4.0
"""How long the body of one request may take to arrive."""


class Refused(Exception):
    """A request that changes nothing: ``status``, a stable ``code`` and what to do about it in Korean."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail

    def response(self) -> JSONResponse:
        """The JSON answer ``{"error": code, "detail": detail}`` with its status."""
        return JSONResponse({"error": self.code, "detail": self.detail}, status_code=self.status)


def secret_of(value: SecretStr | str | None) -> str:
    """The plain value of a secret setting, "" when it is not set or blank."""
    plain = value.get_secret_value() if isinstance(value, SecretStr) else value or ""
    return plain.strip()


def same_secret(given: str | None, expected: str) -> bool:
    """Compare in constant time; a missing or non-ASCII header is simply not the same."""
    return hmac.compare_digest((given or "").encode(), expected.encode())


def is_json(request: Request) -> bool:
    """Whether the request calls its body application/json, with any parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"


async def read_json(request: Request, limit: int) -> dict[str, Any]:
    """Read at most ``limit`` bytes of body as one JSON object.

    Raises Refused: 413 too large, 408 too slow, 400 not UTF-8, not JSON or not an object.
    """
    body = await _read(request, limit)
    try:
        value = json.loads(body.decode("utf-8"), parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise Refused(400, "invalid_utf8", f"본문이 UTF-8이 아닙니다({error.start}번째 바이트).") from error
    except (ValueError, RecursionError) as error:
        raise Refused(400, "invalid_json", f"본문이 올바른 JSON이 아닙니다: {str(error)[:120]}") from error
    if not isinstance(value, dict):
        raise Refused(400, "invalid_json", f"본문은 JSON 객체여야 합니다. 받은 것: {type(value).__name__}")
    return value


async def _read(request: Request, limit: int) -> bytes:
    too_large = Refused(413, "too_large", f"본문이 너무 큽니다. {limit}바이트까지 받습니다.")
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared[:12]) > limit:
        raise too_large
    body = bytearray()
    try:
        async with asyncio.timeout(READ_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > limit:
                    raise too_large
    except TimeoutError as error:
        raise Refused(408, "too_slow", f"본문이 {READ_SECONDS:g}초 안에 다 오지 않았습니다.") from error
    except ClientDisconnect as error:
        raise Refused(400, "incomplete", "본문이 다 오기 전에 연결이 끊겼습니다.") from error
    return bytes(body)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name}은 JSON 값이 아닙니다")
