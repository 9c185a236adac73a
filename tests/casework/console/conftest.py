"""A desk on a real ledger in a fresh SQLite file, and people who are logged in to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from casework.console.desk import COOKIE
from casework.console.sessions import Sessions
from casework.escalation.clock import Clock as CaseClock
from casework.escalation.port import Alert, Contact, Outcome, Route
from casework.escalation.roster import Roster

from .hands import Browser, Clock, House, make_house, new_browser

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
    """Make an account of a role and a browser that is logged in to it; the login page itself is tested apart."""

    async def go(
        role: str = "caseworker", login: str = "kim", name: str = "김하나", into: Browser | None = None,
        districts: tuple[str, ...] = (),
    ) -> Browser:  # fmt: skip
        inside = into or browser
        member = house.member(login, name, role, districts)
        inside.http.cookies.set(COOKIE, Sessions(house.store, 30, house.clock).open(member.id), path="/console")
        assert (await inside.get("/console")).status_code == (403 if role == "editor" else 200)
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
