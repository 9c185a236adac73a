"""The ledger's database: SQLite by default, PostgreSQL when outgrown; one way to open it, one way to write."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session

import casework.escalation.tables
import casework.household_tables
import casework.signals.tables
import casework.staff_table
import casework.tables  # noqa: F401  every table must be known before metadata is used
from casework.audit import seal
from casework.base import Base, UtcTime

__all__ = ["Base", "Store", "UtcTime", "open_store"]

BUSY_MILLISECONDS = 15_000


class Store:
    """Sessions on one database.

    ``session()`` is for writing: it commits when the block ends well, and on return the change survives the death of
    any process; it rolls back when the block raises. ``reading()`` never writes and does not wait for writers.
    Both are synchronous; call them from ``asyncio.to_thread``.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writing = engine.execution_options(ieum_begin="BEGIN IMMEDIATE")
        # SQLite has one writer and makes the others sleep and guess; in line here, each goes the moment it can.
        self._turn = threading.Lock() if engine.dialect.name == "sqlite" else nullcontext()

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One write transaction, never one inside another; audit rows recorded are chained just before it commits."""
        with self._turn, Session(self._writing, expire_on_commit=False) as session, session.begin():
            yield session
            session.flush()
            seal(session)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent look; anything written inside is dropped."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    def settle(self) -> None:
        """Bring SQLite's log into its file and empty it, so that deleted content lies in neither; else does nothing.

        Readers at work keep the log alive: then the next call does it.
        """
        if self.engine.dialect.name == "sqlite":
            with self._turn, self.engine.connect() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def create_tables(self) -> None:
        """Make every table at once, without migrations; for tests and throw-away databases."""
        Base.metadata.create_all(self.engine)


def open_store(url: str) -> Store:
    """Open the database at an SQLAlchemy address.

    SQLite runs in WAL mode with foreign keys and full sync; PostgreSQL through psycopg 3 with a checked pool.
    Raises ValueError for any other kind of database. Nothing is created but SQLite's folder and empty file.
    """
    # hide_parameters: what people wrote must not reach a log by way of a database error.
    address = url.replace("postgres://", "postgresql://", 1)
    if address.startswith("postgresql://"):
        address = address.replace("postgresql://", "postgresql+psycopg://", 1)
    if address.startswith("postgresql+psycopg://"):
        return Store(create_engine(address, hide_parameters=True, pool_pre_ping=True, pool_size=10, max_overflow=20))
    if address.startswith("sqlite:///"):
        engine = create_engine(address, hide_parameters=True, connect_args={"timeout": BUSY_MILLISECONDS / 1000})
        if engine.url.database:
            Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)
        _prepare_sqlite(engine)
        return Store(engine)
    kind = url.split(":", 1)[0]
    raise ValueError(f"쓸 수 없는 데이터베이스 종류예요: {kind!r} (sqlite:///… 또는 postgresql://…)")


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        # The driver's own implicit BEGIN would start transactions too late to serialise writers.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA secure_delete=ON")  # what is deleted must not lie in the file until it is written over
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("ieum_begin", "BEGIN"))
