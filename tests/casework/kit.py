"""A ledger to test on: both databases, a clock that is moved by hand, a sender that remembers."""

from __future__ import annotations

import atexit
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import psycopg
from sqlalchemy import text

import casework.console.tables  # noqa: F401  its tables hang on the same base
from casework.cases import Actor, Cases, Heard, NewReport, Opened
from casework.escalation.clock import Clock
from casework.escalation.port import Alert, Contact, Outcome, Route
from casework.escalation.roster import Roster
from casework.policy import PolicySource, Throttle
from casework.privacy.vault import Vault
from casework.store import Base, Store, open_store

ADMIN = os.environ.get("IEUM_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432")
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

MINJI = Actor("S-minji", "민지", "caseworker")
HANA = Actor("S-hana", "하나", "caseworker")
BOSS = Actor("S-boss", "책임", "supervisor")
FIRST_ACTOR = Actor("contact:first", "첫째", "caseworker")
EDITOR = Actor("S-editor", "편집", "editor")

FIRST = Contact("first", "첫째", (Route("telegram", "1001"), Route("webhook", "https://first.example/hook")))
SECOND = Contact("second", "둘째", (Route("email", "second@example.org"),))
TEAM = Roster((FIRST, SECOND), (("first",), ("second",)))


@cache
def _postgres_up() -> bool:
    try:
        psycopg.connect(f"{ADMIN}/postgres", connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def kinds() -> tuple[str, ...]:
    """The databases that are here: SQLite always, PostgreSQL when it answers."""
    return ("sqlite", "postgres") if _postgres_up() else ("sqlite",)


@cache
def _postgres_database() -> str:
    name = f"ieum_test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(f"{ADMIN}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    atexit.register(_drop, name)
    return f"{ADMIN}/{name}"


def _drop(name: str) -> None:
    with psycopg.connect(f"{ADMIN}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty ledger of that kind; nothing of it is left for the next test."""
    url = f"sqlite:///{folder / 'ledger.db'}" if kind == "sqlite" else _postgres_database()
    store = open_store(url)
    store.create_tables()
    if kind == "postgres":
        names = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
        with store.session() as session:
            session.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    store.engine.dispose()
    yield url


class Sent:
    """A sender that remembers what it was asked to send and answers as told; delivered unless told otherwise."""

    def __init__(self) -> None:
        self.alerts: list[Alert] = []
        self.answers: dict[str, list[Outcome]] = {}

    async def send(self, alert: Alert) -> Outcome:
        self.alerts.append(alert)
        planned = self.answers.get(alert.route.kind) or self.answers.get("*") or []
        if not planned:
            return Outcome(ok=True, vendor_id=f"v{len(self.alerts)}")
        return planned[0] if len(planned) == 1 else planned.pop(0)

    def take(self) -> list[Alert]:
        taken, self.alerts = self.alerts, []
        return taken


class World:
    """One ledger, one team, one hand on the time."""

    def __init__(self, url: str, roster: Roster = TEAM) -> None:
        self.url, self.time, self.sent, self.roster = url, START, Sent(), roster
        self.store: Store = open_store(url)
        self.policy = PolicySource(reachable=lambda: self.roster.reachable())
        self.throttle()
        self.cases = Cases(self.store, self.policy, Vault(b"test key of the ledger"), self.now)
        self.clock = Clock(self.store, self.cases, roster, self.sent, self.now)
        self._events = 0

    def now(self) -> datetime:
        return self.time

    def throttle(self, **by_kind: Throttle) -> None:
        """Put these throttles in force and no others; a world starts without any."""
        self.policy.policy = self.policy.policy.model_copy(update={"throttles": by_kind})

    def call(self, roster: Roster) -> None:
        """Put another roster in force."""
        self.roster = roster
        self.clock = Clock(self.store, self.cases, roster, self.sent, self.now)

    async def after(self, *, minutes: float = 0, seconds: float = 0) -> list[Alert]:
        """Move the time, tick, and give what was sent."""
        self.time += timedelta(minutes=minutes, seconds=seconds)
        await self.clock.tick()
        return self.sent.take()

    def hear(self, level: str = "emergency", subject: str = "self", conversation: str = "web:1", **more: str) -> Opened:
        self._events += 1
        heard = Heard(level, subject, ("suicide",), level == "emergency", 0.9)
        key = more.pop("event_key", f"event-{self._events}")
        quote = more.pop("quote", "더는 못 버티겠어요")
        return self.cases.hear(conversation=conversation, channel="web", heard=heard, quote=quote, event_key=key)

    def report(self, event_key: str = "form-1", **fields: object) -> Opened:
        values = {"subject": "other", "what": "옆집이 며칠째 조용해요", "reporter": "neighbour", **fields}
        return self.cases.report(NewReport.model_validate(values), event_key=event_key)

    def state(self, case_id: str) -> str:
        return self.cases.get(case_id).state


def names(alerts: list[Alert]) -> list[str]:
    """Who was told by which route, sorted: "first/telegram"."""
    return sorted(f"{alert.contact.id}/{alert.route.kind}" for alert in alerts)


@contextmanager
def world(kind: str, folder: Path, roster: Roster = TEAM) -> Iterator[World]:
    """A World on an empty ledger."""
    with database(kind, folder) as url:
        made = World(url, roster)
        yield made
        made.store.engine.dispose()
