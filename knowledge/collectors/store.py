"""Collected records in the database: a page and the cursor after it are kept together or not at all."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select, tuple_
from sqlalchemy.orm import Session

from knowledge.collectors.source import Cursor, Record, canonical
from knowledge.collectors.tables import ProgressRow, RecordRow

Sessions = Callable[[], AbstractContextManager[Session]]
LEASE = timedelta(minutes=2)
"""Longer than one try of a page; renewed before each."""


class Busy(RuntimeError):
    """Another process collects this source; the text says until when it is left alone."""


@dataclass(frozen=True)
class Held:
    """A source that is ours: where its pass stands (None: a new one begins) and since when changes are wanted."""

    cursor: Cursor | None
    since: datetime | None
    wait_until: datetime | None


@dataclass(frozen=True)
class Kept:
    """One version of a record as it is read back."""

    id: int
    key: str
    body: dict[str, Any]
    paper: str | None
    current_from: int


class Records:
    """Records and progress; synchronous. ``writing`` yields sessions of one write transaction each."""

    def __init__(self, writing: Sessions, reading: Sessions, now: Callable[[], datetime]) -> None:
        self._writing, self._reading, self._now = writing, reading, now
        self._owner = f"{socket.gethostname()[:60]}:{os.getpid()}:{id(self)}"

    def hold(self, source: str) -> Held:
        """Take the source for this process; Busy when a living one has it."""
        with self._writing() as session:
            row = session.get(ProgressRow, source, with_for_update=True)
            if row is None:
                row = ProgressRow(source=source, place=0, proposed=0)
                session.add(row)
            if row.owner not in (None, self._owner) and _alive(row, self._now()):
                raise Busy(f"다른 프로세스가 {source}을(를) 모으고 있어요({row.held_until:%H:%M:%S} UTC까지 맡음).")
            row.owner, row.held_until = self._owner, self._now() + LEASE
            return Held(row.cursor, row.since, row.wait_until)

    def renew(self, source: str) -> None:
        """Say that this process still collects; Busy when another one took over."""
        with self._writing() as session:
            self._own(session, source).held_until = self._now() + LEASE

    def keep(self, source: str, records: Sequence[Record], next_: Cursor | None, began: Cursor | None = None) -> int:
        """Keep a page and where to go on, in one transaction; returns how many versions were new.

        ``next_`` None ends the pass. ``began`` is the first cursor of a new pass.
        """
        with self._writing() as session:
            row = self._own(session, source)
            now = self._now()
            if began is not None or row.began_at is None:
                row.began_at = now
            row.place += 1
            new = _add(session, source, records, row.place, now)
            row.cursor, row.trouble, row.wait_until, row.held_until = next_, None, None, now + LEASE
            if next_ is None:
                row.since, row.ended_at, row.began_at = row.began_at, now, None
            return new

    def release(self, source: str, trouble: str | None = None, wait_until: datetime | None = None) -> None:
        """Give the source back, with what went wrong and until when to leave it alone."""
        with self._writing() as session:
            row = session.get(ProgressRow, source, with_for_update=True)
            if row is not None and row.owner == self._owner:
                row.owner = row.held_until = None
                row.trouble, row.wait_until = trouble, wait_until or row.wait_until

    def current(self, source: str) -> list[Kept]:
        """The current version of every record of a source, the oldest sighting first."""
        newest = (
            select(RecordRow.key, func.max(RecordRow.place).label("place"))
            .where(RecordRow.source == source)
            .group_by(RecordRow.key)
            .subquery()
        )
        query = (
            select(RecordRow)
            .join(newest, (RecordRow.key == newest.c.key) & (RecordRow.place == newest.c.place))
            .where(RecordRow.source == source)
            .order_by(RecordRow.place, RecordRow.id)
        )
        with self._reading() as session:
            found = {row.key: row for row in session.scalars(query)}  # two versions on one page: the later one
            return [_kept(row) for row in found.values()]

    def before(self, source: str, key: str, than: int) -> Kept | None:
        """The version of a record that was current before version ``than``, or None."""
        query = (
            select(RecordRow)
            .where(RecordRow.source == source, RecordRow.key == key, RecordRow.id != than)
            .order_by(RecordRow.place.desc(), RecordRow.id.desc())
            .limit(1)
        )
        with self._reading() as session:
            row = session.scalar(query)
            return _kept(row) if row else None

    def seen_after(self, source: str, place: int) -> list[Kept]:
        """The current versions that became current after that place."""
        return [kept for kept in self.current(source) if kept.current_from > place]

    def proposed(self, source: str) -> int:
        """The place up to which changes were proposed."""
        with self._reading() as session:
            row = session.get(ProgressRow, source)
            return row.proposed if row else 0

    def set_proposed(self, source: str, place: int) -> None:
        """Changes up to this place were proposed."""
        with self._writing() as session:
            if (row := session.get(ProgressRow, source, with_for_update=True)) is not None:
                row.proposed = place

    def mark(self, source: str) -> tuple[int, int, int]:
        """Changes whenever ``current`` gives something else."""
        query = select(func.count(), func.max(RecordRow.place), func.count(RecordRow.paper))
        with self._reading() as session:
            found = session.execute(query.where(RecordRow.source == source)).one()
            return found[0] or 0, found[1] or 0, found[2] or 0

    def set_paper(self, number: int, text: str) -> None:
        """Keep the text of a version's attachments."""
        with self._writing() as session:
            if (row := session.get(RecordRow, number)) is not None:
                row.paper = text

    def progress(self) -> list[ProgressRow]:
        """How far every source is that was ever collected."""
        with self._reading() as session:
            return list(session.scalars(select(ProgressRow).order_by(ProgressRow.source)))

    def _own(self, session: Session, source: str) -> ProgressRow:
        row = session.get(ProgressRow, source, with_for_update=True)
        if row is None or row.owner != self._owner:
            raise Busy(f"{source}을(를) 다른 프로세스가 넘겨받았어요.")
        return row


def _add(session: Session, source: str, records: Sequence[Record], place: int, now: datetime) -> int:
    unique = {(record.key, record.hash): record for record in records}
    known = select(RecordRow).where(
        RecordRow.source == source, tuple_(RecordRow.key, RecordRow.hash).in_(list(unique) or [("", "")])
    )
    seen = {(row.key, row.hash): row for row in session.scalars(known)}
    keys = {record.key for record in unique.values()}
    newest = select(RecordRow.key, func.max(RecordRow.place)).where(RecordRow.source == source, RecordRow.key.in_(keys))
    places = {key: found for key, found in session.execute(newest.group_by(RecordRow.key))}
    for row in seen.values():
        if row.place < places[row.key]:  # an earlier version is back
            row.current_from = place
        row.last_seen, row.place = now, place
    fresh = [
        {
            "source": source, "key": record.key, "hash": record.hash, "place": place, "current_from": place,
            "first_seen": now, "last_seen": now,
            "body": canonical(record.body).encode("utf-8", "replace").decode(),
        }
        for pair, record in unique.items() if pair not in seen
    ]  # fmt: skip
    if fresh:
        session.execute(insert(RecordRow), fresh)
    return len(unique) - len(seen)


def _alive(row: ProgressRow, now: datetime) -> bool:
    """Whether who holds the source may still be at work: its lease runs, and it is not a dead process of this host."""
    if row.held_until is None or row.held_until <= now:
        return False
    host, _, rest = (row.owner or "").partition(":")
    number = rest.partition(":")[0]
    if host != socket.gethostname()[:60] or not number.isdigit() or int(number) == os.getpid():
        return True
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _kept(row: RecordRow) -> Kept:
    return Kept(row.id, row.key, json.loads(row.body), row.paper, row.current_from)
