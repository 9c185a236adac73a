"""Files as responses: never cached, under a name that says what they are."""

from __future__ import annotations

from typing import Literal
from urllib.parse import quote

from fastapi import Response

Kind = Literal["pdf", "ics", "hwpx"]
TYPES: dict[Kind, str] = {
    "pdf": "application/pdf",
    "ics": "text/calendar; charset=utf-8",
    "hwpx": "application/hwp+zip",
}


def file_response(content: bytes, name: str, kind: Kind) -> Response:
    """The file to be saved as ``name``.``kind``; an ASCII name beside the Korean one for old clients."""
    told = f"attachment; filename=\"ieum.{kind}\"; filename*=UTF-8''{quote(f'{name}.{kind}')}"
    headers = {"Content-Disposition": told, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return Response(content, media_type=TYPES[kind], headers=headers)
