"""A house on either database, with a hand on the time, and cases that have ended."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from sqlalchemy import update

from casework.actor import Actor
from casework.cases import Heard
from casework.tables import CaseRecord
from gateway.build import Building
from gateway.retention import policy
from gateway.retention.run import Purge
from gateway.retention.shelves import kinds_of
from tests.casework import kit

MINJI = Actor("S-minji", "민지", "caseworker")


@pytest.fixture(params=kit.kinds())
def house_on(request: pytest.FixtureRequest, make_building: Callable[..., Building]) -> Iterator[Building]:
    """A built house on SQLite, and on PostgreSQL when it answers."""
    if request.param == "sqlite":
        yield make_building()
        return
    name = f"ieum_keep_{uuid.uuid4().hex[:10]}"
    with psycopg.connect(f"{kit.ADMIN}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        made = make_building(database_url=f"{kit.ADMIN}/{name}")
        yield made
        made.store.engine.dispose()
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def purge_at(building: Building, days: float) -> Purge:
    """The purge as it would be run so many days from now."""
    at = datetime.now(UTC) + timedelta(days=days)
    return Purge(building.store, kinds_of(building.store, building.settings.home, policy.load()), lambda: at)


def closed_case(building: Building, number: int = 1, kinds: tuple[str, ...] = ("debt",), **more: Any) -> str:
    """A case that was heard, acknowledged and closed just now."""
    cases = building.house.cases
    heard = Heard("normal", "self", kinds, False, 0.5)
    opened = cases.hear(
        conversation=f"talk-{number}",
        channel="web",
        heard=heard,
        quote="요금을 못 냈어요",
        event_key=f"e{number}",
        **more,
    )
    cases.acknowledge(opened.case_id, MINJI, "담당자 화면")
    cases.close(opened.case_id, MINJI, "false_alarm", "")
    return opened.case_id


def ended(building: Building, case_id: str, days_ago: int) -> None:
    """Say that a case was closed so many days ago."""
    at = datetime.now(UTC) - timedelta(days=days_ago)
    with building.store.session() as session:
        session.execute(update(CaseRecord).where(CaseRecord.id == case_id).values(closed_at=at))
