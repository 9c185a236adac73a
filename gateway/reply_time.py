"""How soon a person at the desk usually answers, as it was measured: what a citizen is told to expect."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from casework.store import Store
from gateway.tables import LineRow

WINDOW = timedelta(days=28)
ENOUGH = 5
"""Replies below which nothing is promised."""
LONGEST = timedelta(hours=12)
"""A longer silence was no conversation any more."""
STEPS = (1, 3, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 720)


class ReplyTime:
    """The usual time between a citizen's words and a caseworker's reply; synchronous."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store, self._now = store, now

    def minutes(self) -> int | None:
        """Within how many minutes half of the replies of the last four weeks came, rounded up; None for too few."""
        query = (
            select(LineRow.conversation, LineRow.author, LineRow.at)
            .where(LineRow.at >= self._now() - WINDOW)
            .order_by(LineRow.conversation, LineRow.id)
        )
        with self._store.reading() as session:
            rows = [(key, author, at) for key, author, at in session.execute(query)]
        waits = _waits(rows)
        if len(waits) < ENOUGH:
            return None
        half = statistics.median(waits) / 60
        return next((step for step in STEPS if step >= half), STEPS[-1])


def _waits(rows: Sequence[tuple[str, str, datetime]]) -> list[float]:
    """Seconds from the first unanswered words of a citizen to the caseworker's next line."""
    waits, since, before = [], None, ""
    for conversation, author, at in rows:
        if conversation != before or author == "bot":
            since, before = None, conversation
        if author == "citizen":
            since = since or at
        elif author == "caseworker" and since is not None:
            if at - since <= LONGEST:
                waits.append((at - since).total_seconds())
            since = None
    return waits
