"""The clock's beat: a row that says this clock is alive, for an auditor in another process."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import delete

from casework.escalation.tables import BeatRecord
from casework.store import Store

EVERY = timedelta(seconds=5)
FORGET_AFTER = timedelta(days=1)


class Pulse:
    """One clock's beat; synchronous, cheap to call often."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self.store, self.now = store, now
        self.id = f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"
        self._started = now()
        self._last: datetime | None = None

    def beat(self) -> None:
        """Say "alive", at most every five seconds; old beats of clocks long gone are forgotten at the first."""
        at = self.now()
        if self._last is not None and timedelta() <= at - self._last < EVERY:
            return
        with self.store.session() as session:
            if self._last is None:
                session.execute(delete(BeatRecord).where(BeatRecord.beat_at < at - FORGET_AFTER))
            session.merge(BeatRecord(id=self.id, started_at=self._started, beat_at=at, stopped_at=None))
        self._last = at

    def stop(self) -> None:
        """Say "stopped in order", so that nobody takes it for a death."""
        if self._last is not None:
            with self.store.session() as session:
                if (record := session.get(BeatRecord, self.id)) is not None:
                    record.stopped_at = self.now()
