"""Collecting from the fake into a throw-away database."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from casework.store import Store, open_store
from knowledge.base import Base
from knowledge.collectors import tables  # noqa: F401
from knowledge.collectors.client import Client
from knowledge.collectors.collect import Collected, collect
from knowledge.collectors.sources import SOURCES, Access, source
from knowledge.collectors.store import Records
from tests.fakes.http_server import serving
from tests.fakes.public_data import KEY, YOUTH_KEY, PublicData

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


def store_at(path: Path) -> Store:
    """A database with knowledge's tables."""
    store = open_store(f"sqlite:///{path / 'collect.db'}")
    Base.metadata.create_all(store.engine)
    return store


def records_of(store: Store, now: datetime = NOW) -> Records:
    """Records over it, at one moment."""
    return Records(store.session, store.reading, lambda: now)


def access(base: str, **more: Any) -> Access:
    """The fake's address and keys."""
    return Access(KEY, YOUTH_KEY, {name: f"{base}/{name}" for name in SOURCES}, **{"size": 250, **more})


def client(timeout: float = 30.0) -> Client:
    """Never waits between requests."""
    return Client(pause_seconds=0, timeout=timeout, sleep=lambda seconds: None)


async def run(
    fake: PublicData, name: str, records: Records, now: datetime = NOW, patience: float = 30.0, **more: Any
) -> Collected:
    """One run of one source against the fake."""
    async with serving(fake) as base:
        asking = client(patience)
        try:
            return await asyncio.to_thread(collect, source(name, access(base, **more)), asking, records, lambda: now)
        finally:
            asking.close()


def versions(store: Store) -> list[tuple[str, str]]:
    """Every kept (key, hash)."""
    from sqlalchemy import select

    from knowledge.collectors.tables import RecordRow

    with store.reading() as session:
        return [(row.key, row.hash) for row in session.scalars(select(RecordRow))]
