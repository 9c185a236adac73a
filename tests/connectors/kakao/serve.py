"""Serving the Kakao channel over real HTTP for a test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI

from connectors.channel import Channel
from connectors.kakao.data import limits
from connectors.kakao.route import create
from tests.connectors.desk import Desk
from tests.fakes.http_server import serving
from tests.fakes.kakao_platform import SECRET

SETTINGS: dict[str, Any] = {"kakao_secret": SECRET, "kakao_callback_insecure": True}


@dataclass
class Served:
    """The skill address and the channel behind it."""

    url: str
    channel: Any


@asynccontextmanager
async def kakao(desk: Desk, **bounds: Any) -> AsyncIterator[Served]:
    """Serve the channel of ``desk`` with changed limits."""
    channel: Channel = create(desk.gateway, limits().model_copy(update=bounds))
    app = FastAPI()
    app.include_router(channel.router)
    await channel.start()
    async with serving(app) as base:
        yield Served(f"{base}/channels/kakao", channel)
        await channel.stop()
