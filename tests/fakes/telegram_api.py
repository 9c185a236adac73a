"""A strict Bot API server on loopback: it refuses what Telegram would, and delivers updates like Telegram does."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from tests.fakes.http_server import serving
from tests.fakes.telegram_rules import METHODS, Bad, check

TOKEN = "7000001:fake-token-of-the-fake-bot_0123456"
SECRET = "fake_webhook_secret-1"


@dataclass(frozen=True)
class Call:
    """One accepted call: the method and its typed fields."""

    method: str
    fields: dict[str, Any]


@dataclass
class Flood:
    """A mode in which ``times`` calls of ``method`` fail after ``after`` more have passed."""

    method: str
    times: int
    status: int
    description: str
    parameters: dict[str, Any] = field(default_factory=dict)
    after: int = 0

    def strikes(self, method: str) -> bool:
        """Count one call of ``method``; whether it is one of those that fail."""
        if method != self.method or self.times <= 0:
            return False
        if self.after > 0:
            self.after -= 1
            return False
        self.times -= 1
        return True


class FakeTelegram:
    """``async with FakeTelegram() as api``: ``api.url`` is the setting, ``calls`` and ``refused`` what happened.

    ``block(chat)`` answers 403 for a chat, ``fail(...)`` makes calls fail (429 with retry_after, 502, ...),
    ``migrate(old, new)`` says a group has moved, ``deliver`` posts an update to a webhook until it gets a 2xx,
    ``queue`` keeps one for getUpdates until its offset is confirmed.
    """

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.url = ""
        self.calls: list[Call] = []
        self.refused: list[str] = []
        self.webhook: dict[str, Any] = {}
        self._blocked: set[int] = set()
        self._moved: dict[int, int] = {}
        self._failing: list[Flood] = []
        self._presses: set[str] = set()
        self._queue: dict[int, dict[str, Any]] = {}
        self._arrived = asyncio.Event()
        self._stack = AsyncExitStack()
        self.counts: Counter[str] = Counter()

    async def __aenter__(self) -> FakeTelegram:
        app = Starlette(routes=[Route("/{bot:path}", self._call, methods=["GET", "POST"])])
        self.url = await self._stack.enter_async_context(serving(app))
        return self

    async def __aexit__(self, *_: object) -> None:
        self._arrived.set()
        await self._stack.aclose()

    def block(self, chat: int) -> None:
        """The person behind this chat blocked the bot."""
        self._blocked.add(chat)

    def migrate(self, old: int, new: int) -> None:
        """This group became a supergroup with another number."""
        self._moved[old] = new

    def fail(self, method: str, times: int = 1, status: int = 502, retry_after: int = 0, after: int = 0) -> None:
        """Let calls of a method fail once ``after`` more have passed; with ``retry_after`` as 429."""
        words = "Bad Gateway" if status == 502 else "Failed"
        parameters = {}
        if retry_after:
            status, words = 429, f"Too Many Requests: retry after {retry_after}"
            parameters = {"retry_after": retry_after}
        self._failing.append(Flood(method, times, status, words, parameters, after))

    def sent(self, chat: int) -> list[dict[str, Any]]:
        """The messages that reached a chat, in order."""
        return [one.fields for one in self.calls if one.method == "sendMessage" and int(one.fields["chat_id"]) == chat]

    def texts(self, chat: int) -> list[str]:
        """The texts of those messages."""
        return [one["text"] for one in self.sent(chat)]

    async def deliver(
        self, update: dict[str, Any], to: str, secret: str = SECRET, times: int = 5, pause: float = 0.01
    ) -> list[int]:
        """Post an update to a webhook as Telegram would, again on every non-2xx; the statuses in order."""
        self._know(update)
        statuses: list[int] = []
        async with httpx.AsyncClient(timeout=60, verify=False) as client:
            while len(statuses) < times and not (statuses and 200 <= statuses[-1] < 300):
                header = {"X-Telegram-Bot-Api-Secret-Token": secret}
                statuses.append((await client.post(to, json=update, headers=header)).status_code)
                await asyncio.sleep(pause)
        return statuses

    def queue(self, *updates: dict[str, Any]) -> None:
        """Keep updates for getUpdates."""
        for update in updates:
            self._know(update)
            self._queue[update["update_id"]] = update
        self._arrived.set()

    @property
    def unconfirmed(self) -> list[int]:
        """Update ids that the bot has not confirmed by a higher offset."""
        return sorted(self._queue)

    def _know(self, update: dict[str, Any]) -> None:
        press = update.get("callback_query")
        if isinstance(press, dict) and isinstance(press.get("id"), str):
            self._presses.add(press["id"])

    async def _call(self, request: Request) -> JSONResponse:
        found = re.fullmatch(r"/bot([^/]+)/(\w+)", request.url.path)
        if not found or not re.fullmatch(r"\d+:[\w-]{20,}", found[1]):
            return _failure(404, "Not Found")
        if found[1] != self.token:
            return _failure(401, "Unauthorized")
        method = found[2]
        if method not in METHODS:
            return _failure(404, "Not Found")
        self.counts[method] += 1
        for mode in self._failing:
            if mode.strikes(method):
                return _failure(mode.status, mode.description, mode.parameters)
        try:
            fields = check(method, await _fields(request))
            result = await self._result(method, fields)
        except Bad as error:
            self.refused.append(f"{method}: {error}")
            return _failure(400, f"Bad Request: {error}")
        if isinstance(result, JSONResponse):
            return result
        self.calls.append(Call(method, fields))
        return JSONResponse({"ok": True, "result": result})

    async def _result(self, method: str, fields: dict[str, Any]) -> Any:
        if method in ("sendMessage", "sendChatAction"):
            return self._write(method, fields)
        if method == "getUpdates":
            return await self._updates(fields)
        if method == "getMe":
            return {"id": 7000001, "is_bot": True, "first_name": "이음", "username": "fake_bot"}
        if method == "getWebhookInfo":
            return {"url": self.webhook.get("url", ""), "has_custom_certificate": False, "pending_update_count": 0}
        if method == "answerCallbackQuery" and fields["callback_query_id"] not in self._presses:
            raise Bad("query is too old and response timeout expired or query ID is invalid")
        if method in ("setWebhook", "deleteWebhook"):
            self.webhook = fields if method == "setWebhook" else {}
        return True

    def _write(self, method: str, fields: dict[str, Any]) -> Any:
        chat = int(fields["chat_id"])
        if chat in self._blocked:
            return _failure(403, "Forbidden: bot was blocked by the user")
        if chat in self._moved:
            moved = {"migrate_to_chat_id": self._moved[chat]}
            return _failure(400, "Bad Request: group chat was upgraded to a supergroup chat", moved)
        if method == "sendChatAction":
            return True
        message = {"message_id": len(self.calls) + 1, "date": 1_790_000_000, "text": fields["text"]}
        message["chat"] = {"id": chat, "type": "private" if chat > 0 else "group"}
        return message | ({"reply_markup": fields["reply_markup"]} if "reply_markup" in fields else {})

    async def _updates(self, fields: dict[str, Any]) -> Any:
        if self.webhook:
            return _failure(409, "Conflict: can't use getUpdates method while webhook is active")
        offset = fields.get("offset", 0)
        self._queue = {number: one for number, one in self._queue.items() if number >= offset}
        if not self._queue:
            self._arrived.clear()
            waiting = asyncio.create_task(self._arrived.wait())
            await asyncio.wait({waiting}, timeout=fields.get("timeout", 0))
            waiting.cancel()
        return [self._queue[number] for number in sorted(self._queue)][: fields.get("limit", 100)]


async def _fields(request: Request) -> dict[str, Any]:
    kind = request.headers.get("content-type", "").partition(";")[0]
    if kind == "application/json":
        return dict(await request.json())
    if kind == "application/x-www-form-urlencoded":
        return dict(await request.form())
    if kind or await request.body():
        raise Bad(f"unexpected content type {kind or 'none'}")
    return {}


def _failure(status: int, description: str, parameters: dict[str, Any] | None = None) -> JSONResponse:
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    return JSONResponse(body | ({"parameters": parameters} if parameters else {}), status_code=status)
