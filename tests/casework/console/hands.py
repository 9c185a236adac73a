"""Hands for the desk's tests: a clock that is moved, a talk book, a house with cases, a browser without a window."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from pwdlib import PasswordHash

from casework.cases import Cases, Heard, NewReport
from casework.console.ack import ack_router
from casework.console.app import console_router
from casework.console.port import Found, Line, Suggestion, Topic
from casework.escalation.port import Contact
from casework.policy import PolicySource
from casework.privacy.vault import Vault
from casework.staff import Staff, StaffMember
from casework.staff_table import StaffRecord
from casework.store import Store, open_store

KEY = b"a key only for these tests, long enough"
NEW_PASSWORD = "봄날의 맑은 아침 8시"


@cache
def hashed() -> str:
    """NEW_PASSWORD as the ledger keeps it; hashing is slow on purpose, so only once."""
    return PasswordHash.recommended().hash(NEW_PASSWORD)


@dataclass
class Clock:
    """A time that stands still until moved."""

    at: datetime = datetime(2026, 3, 4, 6, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def move(self, **length: float) -> None:
        self.at += timedelta(**length)


@dataclass
class TalkBook:
    """The gateway's half of the talk port, kept in memory."""

    clock: Clock
    said: dict[str, list[Line]] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    pushes: bool = True

    async def lines(self, conversation: str) -> list[Line]:
        return self.said.get(conversation, [])

    async def owner(self, conversation: str) -> str:
        return self.owners.get(conversation, "")

    async def take(self, conversation: str, by: str) -> None:
        self.owners[conversation] = by

    async def say(self, conversation: str, by: str, text: str) -> bool:
        self.said.setdefault(conversation, []).append(Line("caseworker", text, self.clock()))
        return self.pushes

    async def hand_back(self, conversation: str, by: str) -> None:
        self.owners.pop(conversation, None)


@dataclass
class Shelf:
    """The gateway's half of the knowledge port, kept in memory."""

    guides: dict[str, str] = field(default_factory=lambda: {"emergency-welfare": "긴급복지 생계지원"})
    suggestions: list[Suggestion] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)

    async def search(self, query: str) -> list[Found]:
        return [Found(id, title, "어려울 때") for id, title in self.guides.items() if query in title]

    async def title(self, guide: str) -> str:
        return self.guides.get(guide, "")

    async def suggest(self, conversation: str) -> list[Suggestion]:
        return self.suggestions

    async def unanswered(self) -> list[Topic]:
        return self.topics


@dataclass
class House:
    """Everything behind the pages, and hands to put cases in."""

    store: Store
    cases: Cases
    staff: Staff
    talk: TalkBook
    clock: Clock
    app: FastAPI
    health: dict = field(default_factory=dict)
    shelf: Shelf = field(default_factory=Shelf)
    contacts: dict[str, Contact] = field(default_factory=dict)

    def member(self, login: str, name: str, role: str, districts: tuple[str, ...] = ()) -> StaffMember:
        """Somebody who has long set their own password, NEW_PASSWORD."""
        with self.store.session() as session:
            session.add(
                StaffRecord(
                    id=f"S-{login}", login=login, name=name, role=role, districts=list(districts),
                    password_hash=hashed(), must_change=False, active=True, failures=0, created_at=self.clock(),
                )
            )  # fmt: skip
        member = self.staff.get(f"S-{login}")
        assert member is not None
        return member

    def hear(self, quote: str = "더는 못 버티겠어요", level: str = "high", conversation: str = "web:1") -> str:
        heard = Heard(level, "self", ("suicide",), False, 0.9)
        key = f"{conversation}:{quote}"
        return self.cases.hear(
            conversation=conversation, channel="web", heard=heard, quote=quote, event_key=key
        ).case_id

    def report(self, **fields: object) -> str:
        given = {"subject": "other", "what": "며칠째 안 보여요", "reporter": "neighbour", **fields}
        return self.cases.report(NewReport.model_validate(given), event_key=str(fields)).case_id


@dataclass
class Browser:
    """One browser: keeps cookies, follows nothing by itself, fills the form token in from the last page."""

    http: httpx.AsyncClient
    token: str = ""

    async def get(self, path: str, **kwargs: Any) -> httpx.Response:
        return self._seen(await self.http.get(path, **kwargs))

    async def post(self, path: str, **fields: str) -> httpx.Response:
        return self._seen(await self.http.post(path, data={"csrf": self.token, **fields}))

    async def login(self, login: str, password: str, **more: str) -> httpx.Response:
        await self.get("/console/login")
        return await self.post("/console/login", login=login, password=password, **more)

    def _seen(self, response: httpx.Response) -> httpx.Response:
        found = re.search(r'name="csrf" value="([0-9a-f]{64})"', response.text)
        self.token = found[1] if found else self.token
        return response


def make_house(folder: Path, clock: Clock, secure: bool = False) -> House:
    """A desk on a fresh SQLite ledger in that folder."""
    store = open_store(f"sqlite:///{folder / 'desk.db'}")
    store.create_tables()
    cases = Cases(store, PolicySource(reachable=lambda: True), Vault(KEY), clock)
    staff, talk, app = Staff(store, clock), TalkBook(clock), FastAPI()
    house = House(store, cases, staff, talk, clock, app)
    app.include_router(
        console_router(
            store=store, cases=cases, staff=staff, clock_health=lambda: house.health, talk=talk, signer_key=KEY,
            session_minutes=30, now=clock, secure=secure, knowledge=house.shelf,
            contact_of=lambda login: house.contacts.get(login),
        )
    )  # fmt: skip
    app.include_router(ack_router(store=store, cases=cases, signer_key=KEY, now=clock))
    return house


def new_browser(house: House, address: str = "http://desk.test") -> httpx.AsyncClient:
    """A fresh browser on the house, cookies empty."""
    transport = httpx.ASGITransport(app=house.app)
    return httpx.AsyncClient(transport=transport, base_url=address)
