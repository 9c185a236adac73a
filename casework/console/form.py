"""Reading a form that anybody may have sent."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.requests import Request

from casework.console.problem import Problem

MAX_BODY = 64 * 1024
MAX_FIELDS = 40


async def read_form(request: Request, limit: int = MAX_BODY) -> dict[str, str]:
    """The fields of an url-encoded form, the last one winning.

    Raises Problem: 415 for another content type, 413 over ``limit`` bytes, 400 for broken UTF-8 or more than 40 fields.
    """
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise Problem(415, f"받을 수 없는 형식이에요: {kind[:60] or '없음'}. 화면의 양식으로 보내 주세요.")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise Problem(413, f"보낸 내용이 너무 커요. {limit // 1024} KB까지 보낼 수 있어요.")
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except UnicodeDecodeError as error:
        raise Problem(400, "글자가 깨진 채로 도착했어요. UTF-8로 다시 보내 주세요.") from error
    except ValueError as error:
        raise Problem(400, f"칸이 너무 많아요. {MAX_FIELDS}개까지 보낼 수 있어요.") from error
    # PostgreSQL refuses NUL, and nobody types it.
    return {name: value.replace("\x00", "").replace("\r\n", "\n") for name, value in pairs}
