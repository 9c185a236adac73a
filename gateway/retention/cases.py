"""Closed cases, each kept by what was heard in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.destroy import destroy_cases
from casework.store import Store
from casework.tables import CaseRecord
from gateway.retention.kinds import Due
from gateway.retention.policy import CaseDays
from gateway.retention.proof import Found, prove


class ClosedCases:
    """Cases with their timelines, reports, photographs and alerts; an open case is never due."""

    name = "cases"

    def __init__(self, store: Store, days: CaseDays) -> None:
        self._store, self._policy, self.days = store, days, days.longest

    def due(self, at: datetime) -> Due:
        """What is past its days."""
        with self._store.reading() as session:
            times = [found.at for found in self._old(session, at)]
        return Due(len(times), min(times, default=None), max(times, default=None))

    def destroy(self, at: datetime, most: int) -> int:
        """Batches are small: a case drags many rows along."""
        with self._store.session() as session:
            found = {}
            for one in self._old(session, at):
                found[one.key] = one
                if len(found) >= most:
                    break
            # Another process may be at it, or a caseworker may write a note: who holds the row goes on with it.
            query = select(CaseRecord.id).where(CaseRecord.id.in_(found), CaseRecord.state == "closed")
            mine = session.scalars(query.with_for_update(skip_locked=True)).all()
            if not mine:
                return 0
            destroy_cases(session, mine)
            prove(session, at, self.name, [found[key] for key in mine], None)
        return len(mine)

    def _old(self, session: Session, at: datetime) -> Iterator[Found]:
        soonest = at - timedelta(days=self._policy.shortest)
        query = select(CaseRecord.id, CaseRecord.closed_at, CaseRecord.kinds, CaseRecord.test)
        query = query.where(CaseRecord.state == "closed", CaseRecord.closed_at < soonest).order_by(CaseRecord.closed_at)
        for id, closed, kinds, test in session.execute(query):
            if closed and closed < at - timedelta(days=self._policy.of(kinds, test)):
                yield Found(id, closed)
