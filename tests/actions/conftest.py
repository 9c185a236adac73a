from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from actions.server import action_router
from gateway.build import Building
from tests.actions.kit import TOKEN, Actions


@pytest.fixture
async def actions(building: Building) -> AsyncIterator[Actions]:
    """The action server over a fresh house."""
    app = FastAPI()
    app.include_router(action_router(building.tools, TOKEN))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://actions.test") as client:
        yield Actions(client)
