"""The whole app over one house, started as it is served, and editors who are logged in to it."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from casework.console.desk import COOKIE
from casework.console.sessions import Sessions
from casework.staff_table import StaffRecord
from gateway.app import create_app
from gateway.build import Building, now
from tests.casework.console.hands import Browser, hashed

Enter = Callable[..., Awaitable[Browser]]


@dataclass
class Served:
    """The app, the house behind it and a citizen's client."""

    app: FastAPI
    building: Building
    http: httpx.AsyncClient

    async def ask(self, text: str, sender: str = "citizen-0123456789") -> dict[str, Any]:
        """One turn of the web chat; it must be answered."""
        answer = await self.http.post("/api/chat", json={"sender": sender, "text": text})
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def lines(self, sender: str = "citizen-0123456789") -> list[dict[str, Any]]:
        """What the web page's poll brings."""
        answer = await self.http.get("/api/chat/updates", headers={"X-Ieum-Sender": sender})
        return answer.json()["lines"]

    def client(self) -> httpx.AsyncClient:
        """A fresh browser's client."""
        return httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://ieum.test")


@asynccontextmanager
async def serve(building: Building) -> AsyncIterator[Served]:
    """The app between its start and its stop."""
    app = create_app(building)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://ieum.test") as http:
            yield Served(app, building, http)


@pytest.fixture
async def served(building: Building) -> AsyncIterator[Served]:
    async with serve(building) as one:
        yield one


def member(building: Building, login: str, role: str) -> str:
    """An account that has its own password; returns its id."""
    with building.store.session() as session:
        session.add(
            StaffRecord(
                id=f"S-{login}", login=login, name=f"{login} 님", role=role, districts=[], password_hash=hashed(),
                must_change=False, active=True, failures=0, created_at=now(),
            )
        )  # fmt: skip
    return f"S-{login}"


async def enter_as(served: Served, login: str, role: str) -> Browser:
    """A browser of somebody who is logged in."""
    token = Sessions(served.building.store, 30, now).open(member(served.building, login, role))
    browser = Browser(served.client())
    browser.http.cookies.set(COOKIE, token, path="/console")
    return browser


@pytest.fixture
async def enter(served: Served) -> AsyncIterator[Enter]:
    """Browsers of people who are logged in, by login and role."""
    opened: list[Browser] = []

    async def go(login: str = "dahye", role: str = "editor") -> Browser:
        browser = await enter_as(served, login, role)
        await browser.get("/console/inbox")
        opened.append(browser)
        return browser

    yield go
    for browser in opened:
        await browser.http.aclose()


async def until(true: Callable[[], Awaitable[bool]], seconds: float = 10) -> None:
    """Wait until something holds; the watch looks every second."""
    async with asyncio.timeout(seconds):
        while not await true():  # noqa: ASYNC110 - the app is all there is
            await asyncio.sleep(0.05)


def moved(answer: Any) -> str:
    """Where a form leads."""
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def only_group(browser: Any) -> str:
    """The path of the one group in the inbox."""
    page = (await browser.get("/console/inbox")).text
    assert page.count('<a href="/console/inbox/') == 1, page
    return "/console/inbox/" + page.split('<a href="/console/inbox/')[1].split('"')[0]


def form_of(page: str) -> dict[str, str]:
    """The hidden fields and the text of the write form, as a browser would send them."""
    form = page.split('action="/console/guides/write"')[1].split("</form>")[0]
    fields = {name: html.unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form)}
    fields.pop("act", None)
    text = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", form, re.S)
    assert text is not None
    return fields | {"text": html.unescape(text[1])}
