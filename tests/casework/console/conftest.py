"""A desk on a real ledger in a fresh SQLite file, and people who are logged in to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from casework.escalation.clock import Clock as CaseClock
from casework.escalation.port import Alert, Contact, Outcome, Route
from casework.escalation.roster import Roster

from .hands import NEW_PASSWORD, Browser, Clock, House, make_house, new_browser

Enter = Callable[..., Awaitable[Browser]]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def house(tmp_path: Path, clock: Clock) -> Iterator[House]:
    made = make_house(tmp_path, clock)
    yield made
    made.store.engine.dispose()


@pytest.fixture
async def browser(house: House) -> AsyncIterator[Browser]:
    async with new_browser(house) as http:
        yield Browser(http)


@pytest.fixture
async def other(house: House) -> AsyncIterator[Browser]:
    async with new_browser(house) as http:
        yield Browser(http)


@pytest.fixture
def enter(house: House, browser: Browser) -> Enter:
    """Make an account of a role, log in and set a password of its own."""

    async def go(
        role: str = "caseworker", login: str = "kim", name: str = "김하나", into: Browser | None = None
    ) -> Browser:
        inside = into or browser
        once = house.staff.add(login, name, role)
        await inside.login(login, once)
        await inside.get("/console/password")
        answer = await inside.post("/console/password", old=once, new=NEW_PASSWORD, again=NEW_PASSWORD)
        assert answer.status_code == 303, answer.text
        await inside.get("/console")
        return inside

    return go


@pytest.fixture
def unanswered(house: House) -> Callable[[], Awaitable[str]]:
    """Open a case and let its whole policy run out with nobody answering."""

    async def go() -> str:
        case = house.hear()
        roster = Roster.single(Contact("only", "하나뿐", (Route("email", "only@example.org"),)))
        clock = CaseClock(house.store, house.cases, roster, Silent(), house.clock)
        for _ in range(20):
            await clock.tick()
            house.clock.move(minutes=31)
        assert house.cases.get(case).unanswered
        return case

    return go


class Silent:
    """Delivers every alert to somebody who never answers."""

    async def send(self, alert: Alert) -> Outcome:
        return Outcome(ok=True)
