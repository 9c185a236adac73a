"""The web channel on a small real house, asked over ASGI."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.connectors.web.small_desk import SmallDesk

SENDER = "s3nder-_0123456789abcdef"


@pytest.fixture
def desk() -> SmallDesk:
    return SmallDesk()


@pytest.fixture
def sender() -> str:
    return SENDER


@pytest.fixture
async def client(desk: SmallDesk) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(desk.app())
    async with httpx.AsyncClient(transport=transport, base_url="http://ieum.test") as client:
        yield client
