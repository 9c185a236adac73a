from collections.abc import AsyncIterator

import httpx
import pytest

from gateway.build import Building
from tests.gateway.test_faces import asking


@pytest.fixture
async def client(building: Building) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the whole app over a fresh house."""
    async with asking(building) as client:
        yield client
