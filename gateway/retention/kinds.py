"""The kinds of records that grow old: which are due, and how a batch of them is destroyed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from casework.store import Store
from gateway.retention.proof import Found, prove


@dataclass(frozen=True)
class Due:
    """How many records of a kind are past their days, and the times of the oldest and the newest of them."""

    count: int
    first: datetime | None = None
    last: datetime | None = None


class Kind(Protocol):
    """One kind of record. ``destroy`` commits one batch with its proof and says how many went; 0: nothing is due."""

    name: str
    days: int

    def due(self, at: datetime) -> Due:
        """What is past its days at this time; changes nothing."""

    def destroy(self, at: datetime, most: int) -> int:
        """Destroy at most so many; safe while another process does the same."""


Sweep = Callable[[Session, Sequence[Any]], None]


@dataclass
class Rows:
    """Rows of one table, due by one of its times; ``sweep`` runs before they go, in the same transaction."""

    name: str
    days: int
    store: Store
    key: InstrumentedAttribute[Any]
    time: InstrumentedAttribute[Any]
    only: tuple[ColumnElement[bool], ...] = ()
    sweep: Sweep | None = None

    def due(self, at: datetime) -> Due:
        """Counted by the database."""
        query = select(func.count(), func.min(self.time), func.max(self.time)).where(*self._old(at))
        with self.store.reading() as session:
            return Due(*session.execute(query).one())

    def destroy(self, at: datetime, most: int) -> int:
        """The oldest first; a row that another process is destroying is left to it."""
        query = select(self.key, self.time).where(*self._old(at)).order_by(self.time, self.key).limit(most)
        with self.store.session() as session:
            found = [Found(*row) for row in session.execute(query.with_for_update(skip_locked=True))]
            if not found:
                return 0
            keys = [one.key for one in found]
            if self.sweep:
                self.sweep(session, keys)
            session.execute(delete(self.key.class_).where(self.key.in_(keys)))
            prove(session, at, self.name, found, self.days)
        return len(found)

    def _old(self, at: datetime) -> tuple[ColumnElement[bool], ...]:
        return (self.time < at - timedelta(days=self.days), *self.only)
