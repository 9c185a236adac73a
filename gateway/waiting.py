"""Replies that wait for a person's return, because nobody may write first on their channel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import delete, select

from casework.store import Store
from connectors.message import Part, Reply
from gateway.tables import WaitingRow
from gateway.wire import reply_from_json, reply_to_json

MOST = 3
"""Shown at once; what is older than that waits for the message after."""


class Waiting:
    """Kept in the database, so that they outlive a restart and any gateway can show them. Synchronous."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store, self._now = store, now

    def keep(self, conversation: str, reply: Reply) -> None:
        """Committed on return."""
        row = WaitingRow(conversation=conversation, reply=reply_to_json(reply), at=self._now())
        with self._store.session() as session:
            session.add(row)

    def of(self, conversation: str) -> tuple[list[int], tuple[Part, ...]]:
        """The numbers and bubbles of what waits, the oldest first."""
        query = select(WaitingRow).where(WaitingRow.conversation == conversation).order_by(WaitingRow.id).limit(MOST)
        with self._store.reading() as session:
            rows = session.scalars(query).all()
            parts = tuple(part for row in rows for part in reply_from_json(row.reply).parts)
            return [row.id for row in rows], parts

    def shown(self, numbers: Sequence[int]) -> None:
        """These are part of a reply that was kept; they wait no more."""
        with self._store.session() as session:
            session.execute(delete(WaitingRow).where(WaitingRow.id.in_(numbers)))
