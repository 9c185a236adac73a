"""Serving the Telegram channel over real HTTP against the fake Bot API, and making its updates."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI

from connectors.telegram.data import limits
from connectors.telegram.route import create
from tests.connectors.desk import Desk
from tests.fakes.http_server import serving
from tests.fakes.telegram_api import SECRET, TOKEN, FakeTelegram

CHAT = 5_550_001
FAST: dict[str, Any] = {
    "send_pause_seconds": 0.01,
    "first_pause_seconds": 0.02,
    "longest_pause_seconds": 0.05,
    "poll_seconds": 1,
    "stop_seconds": 2,
}


def settings(api: FakeTelegram, **more: Any) -> dict[str, Any]:
    """The settings of a bot that talks to the fake."""
    return {"telegram_token": TOKEN, "telegram_secret": SECRET, "telegram_api_base": api.url} | more


@dataclass
class Served:
    """The webhook address and the channel behind it."""

    url: str
    channel: Any


@asynccontextmanager
async def telegram(desk: Desk, started: bool = True, **bounds: Any) -> AsyncIterator[Served]:
    """Serve the channel of ``desk`` with changed limits."""
    channel: Any = create(desk.gateway, limits().model_copy(update=FAST | bounds))
    app = FastAPI()
    app.include_router(channel.router)
    if started:
        await channel.start()
    async with serving(app) as base:
        yield Served(f"{base}/channels/telegram", channel)
        await channel.stop()


def person(number: int = CHAT) -> dict[str, Any]:
    """A User."""
    return {"id": number, "is_bot": False, "first_name": "민지", "language_code": "ko"}


def private(number: int = CHAT) -> dict[str, Any]:
    """A private Chat."""
    return {"id": number, "type": "private", "first_name": "민지"}


def group(number: int = -100_200) -> dict[str, Any]:
    """A group Chat."""
    return {"id": number, "type": "supergroup", "title": "당직"}


def said(
    update_id: int, text: str | None = None, chat: int = CHAT, kind: str = "message", **more: Any
) -> dict[str, Any]:
    """An Update with a message; ``more`` are further fields of it."""
    message: dict[str, Any] = {
        "message_id": update_id,
        "date": 1_790_000_000,
        "from": person(chat),
        "chat": private(chat),
    }
    if text is not None:
        message["text"] = text
    return {"update_id": update_id, kind: message | more}


def pressed(update_id: int, data: str, keyboard: Any = None, chat: dict[str, Any] | None = None) -> dict[str, Any]:
    """An Update with a pressed button."""
    message: dict[str, Any] = {
        "message_id": 1,
        "date": 1_790_000_000,
        "chat": chat or private(),
        "text": "골라 주세요.",
    }
    if keyboard is not None:
        message["reply_markup"] = keyboard
    press = {"id": f"q{update_id}", "from": person(), "chat_instance": "1", "message": message, "data": data}
    return {"update_id": update_id, "callback_query": press}
