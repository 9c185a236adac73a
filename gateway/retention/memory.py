"""The dialogue core's own memory of conversations: its tracker database in the home folder."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from casework.store import Store
from gateway.retention.kinds import Due
from gateway.retention.proof import Found, prove

BUSY_SECONDS = 10.0


class DialogueMemory:
    """What Rasa remembers; a conversation is due when nothing was said in it for the days of the policy.

    The file is Rasa's: without it (or before its first turn) there is nothing to destroy. Rasa reads it anew for every
    turn, so what is gone here is gone there.
    """

    name = "dialogue_memory"

    def __init__(self, file: Path, store: Store, days: int) -> None:
        self._file, self._store, self.days = file, store, days

    def forget(self, conversation: str) -> None:
        """Delete everything remembered of one conversation."""
        with self._open() as database:
            if database:
                database.execute("DELETE FROM events WHERE sender_id = ?", (conversation,))

    def due(self, at: datetime) -> Due:
        """Conversations, by the time of their last event."""
        with self._open() as database:
            times = [found.at for found in self._old(database, at, -1)]
        return Due(len(times), min(times, default=None), max(times, default=None))

    def destroy(self, at: datetime, most: int) -> int:
        """The proof is committed right after the file's own deletion: two databases have no common transaction."""
        with self._store.session() as session, self._open() as database:
            found = self._old(database, at, most)
            if not found or database is None:
                return 0
            database.executemany("DELETE FROM events WHERE sender_id = ?", [(one.key,) for one in found])
            prove(session, at, self.name, found, self.days)
        return len(found)

    def _old(self, database: sqlite3.Connection | None, at: datetime, most: int) -> list[Found]:
        if database is None:
            return []
        query = "SELECT sender_id, max(timestamp) FROM events GROUP BY sender_id HAVING max(timestamp) < ? LIMIT ?"
        rows = database.execute(query, ((at - timedelta(days=self.days)).timestamp(), most)).fetchall()
        return [Found(key, datetime.fromtimestamp(last, UTC)) for key, last in rows]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection | None]:
        if not self._file.exists():
            yield None
            return
        with closing(sqlite3.connect(self._file, timeout=BUSY_SECONDS)) as database, database:
            database.execute("PRAGMA secure_delete=ON")
            made = database.execute("SELECT 1 FROM sqlite_master WHERE name = 'events'").fetchone()
            yield database if made else None
