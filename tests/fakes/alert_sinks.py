"""Real servers on a free port that take alerts as strictly as the real receivers: a signed webhook and a Bot API."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route


@asynccontextmanager
async def served(app: Starlette) -> AsyncIterator[str]:
    """Serve the app on 127.0.0.1 while the block runs; gives its address without a trailing slash."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="critical", lifespan="off"))
    running = asyncio.create_task(server.serve())
    async with asyncio.timeout(10):
        while not server.started:  # noqa: ASYNC110 - uvicorn offers no event for it
            await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        await running


class WebhookSink:
    """A receiver of Standard Webhooks with its own check of the signature.

    ``modes`` are the next answers instead of taking the message: a status as text, "redirect", "hang" (until
    ``release`` is set) or "endless" (200 with a body that never ends). ``taken`` holds each message once.
    """

    def __init__(self, key: bytes, *, retry_after: str = "7") -> None:
        self.key, self.retry_after = key, retry_after
        self.modes: list[str] = []
        self.attempts: list[tuple[dict[str, str], bytes]] = []
        self.taken: dict[str, dict[str, Any]] = {}
        self.bodies: dict[str, bytes] = {}
        self.elsewhere = 0
        self.release = asyncio.Event()
        self.app = Starlette(
            routes=[
                Route("/hook", self._hook, methods=["POST"]),
                Route("/elsewhere", self._wrong, methods=["GET", "POST"]),
            ]
        )

    async def _wrong(self, request: Request) -> Response:
        self.elsewhere += 1
        return PlainTextResponse("ok")

    async def _hook(self, request: Request) -> Response:
        body = await request.body()
        self.attempts.append((dict(request.headers), body))
        if problem := self._problem(request, body):
            return PlainTextResponse(problem, 400)
        mode = self.modes.pop(0) if self.modes else "200"
        if mode == "redirect":
            return Response(status_code=307, headers={"location": "/elsewhere"})
        if mode == "hang":
            await self.release.wait()
            return PlainTextResponse("late", 504)
        if mode not in ("200", "endless"):
            limited = mode in ("429", "503")
            return PlainTextResponse("no", int(mode), headers={"retry-after": self.retry_after} if limited else {})
        number = request.headers["webhook-id"]
        if self.bodies.setdefault(number, body) != body:
            return PlainTextResponse("the same webhook-id with another body", 409)
        self.taken[number] = json.loads(body)
        return StreamingResponse(self._drip()) if mode == "endless" else PlainTextResponse("ok")

    async def _drip(self) -> AsyncIterator[bytes]:
        while not self.release.is_set():
            yield b"x"
            await asyncio.sleep(0.02)

    def _problem(self, request: Request, body: bytes) -> str:
        heads = request.headers
        if heads.get("content-type") != "application/json":
            return "content-type"
        number, stamp = heads.get("webhook-id", ""), heads.get("webhook-timestamp", "")
        if not number or "." in number or not stamp.isdigit():
            return "webhook-id or webhook-timestamp"
        if abs(time.time() - int(stamp)) > 300:
            return "timestamp too far from now"
        made = hmac.new(self.key, number.encode() + b"." + stamp.encode() + b"." + body, hashlib.sha256).digest()
        want = "v1," + base64.b64encode(made).decode()
        if not any(hmac.compare_digest(want, given) for given in heads.get("webhook-signature", "").split(" ")):
            return "signature"
        return _shape(body)


def _shape(body: bytes) -> str:
    found = json.loads(body)
    if set(found) != {"type", "timestamp", "data"} or not isinstance(found["data"], dict):
        return "shape"
    if not re.fullmatch(r"[a-z]+(\.[a-z]+)+", found["type"]):
        return "type"
    return "" if datetime.fromisoformat(found["timestamp"]).utcoffset() is not None else "timestamp in the body"


class TelegramSink:
    """The sendMessage of a Bot API: knows one token, refuses what the real one refuses, keeps what it took.

    ``modes`` are the next answers instead of taking it: a status as text, "hang" or "garbage" (200 without JSON).
    ``moved`` maps a group's number to its new one, ``blocked`` are chats that refuse the bot, ``local_links`` lets
    buttons lead to this machine, which the real Bot API never does.
    """

    def __init__(self, token: str, *, local_links: bool = False) -> None:
        self.token, self.local_links = token, local_links
        self.modes: list[str] = []
        self.calls: list[dict[str, Any]] = []
        self.sent: list[dict[str, Any]] = []
        self.moved: dict[str, int] = {}
        self.blocked: set[str] = set()
        self.chats: set[str] = set()
        self.release = asyncio.Event()
        self.app = Starlette(routes=[Route("/bot{token}/{method}", self._call, methods=["POST"])])

    async def _call(self, request: Request) -> Response:
        if request.path_params["token"] != self.token:
            return _fail(401, "Unauthorized")
        if request.path_params["method"] != "sendMessage":
            return _fail(404, "Not Found")
        message = json.loads(await request.body())
        self.calls.append(message)
        mode = self.modes.pop(0) if self.modes else "200"
        if mode == "hang":
            await self.release.wait()
            return _fail(504, "Gateway Timeout")
        if mode == "garbage":
            return PlainTextResponse("<html>proxy</html>")
        if mode == "429":
            return _fail(429, "Too Many Requests: retry after 9", retry_after=9)
        if mode != "200":
            return _fail(int(mode), "Internal Server Error")
        return self._take(message)

    def _take(self, message: dict[str, Any]) -> Response:
        if problem := self._problem(message):
            return _fail(400, f"Bad Request: {problem}")
        chat = str(message["chat_id"])
        if chat in self.moved:
            return _fail(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=self.moved[chat],
            )
        if chat in self.blocked:
            return _fail(403, "Forbidden: bot was blocked by the user")
        if chat not in self.chats:
            return _fail(400, "Bad Request: chat not found")
        self.sent.append(message)
        return JSONResponse({"ok": True, "result": {"message_id": 40 + len(self.sent), "text": message["text"]}})

    def _problem(self, message: dict[str, Any]) -> str:
        if unknown := set(message) - {"chat_id", "text", "reply_markup", "link_preview_options"}:
            return f"unknown fields {unknown}"
        units = len(message["text"].encode("utf-16-le")) // 2
        if not message["text"].strip():
            return "message text is empty"
        if units > 4096:
            return "message is too long"
        rows = message.get("reply_markup", {"inline_keyboard": []})["inline_keyboard"]
        return next(filter(None, (self._button(button) for row in rows for button in row)), "")

    def _button(self, button: dict[str, str]) -> str:
        if not button.get("text") or len(set(button) & {"callback_data", "url"}) != 1 or len(button) != 2:
            return "text buttons are unallowed in the inline keyboard"
        if not 1 <= len(button.get("callback_data", "x").encode()) <= 64:
            return "BUTTON_DATA_INVALID"
        url = button.get("url", "https://example.com")
        host = urlsplit(url).hostname or ""
        local = host == "localhost" or host.startswith("127.")
        if not url.startswith(("http://", "https://")) or (local and not self.local_links) or "." not in host:
            return f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL"
        return ""


def _fail(status: int, description: str, **parameters: int) -> Response:
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    return JSONResponse(body | ({"parameters": parameters} if parameters else {}), status)
