"""The run over every kind: by hand, and once a day in a running gateway."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from casework.store import Store
from gateway.retention.cases import ClosedCases
from gateway.retention.kinds import Due, Kind
from gateway.retention.logs import LogFiles

log = structlog.get_logger()

BATCH, CASES_AT_ONCE = 500, 20
HOUR, SEOUL = 4, ZoneInfo("Asia/Seoul")
"""The daily run begins at four in the morning in Seoul."""

Progress = Callable[[str, int, int], None]
"""Told after every batch: the kind, how many went, how many were due."""


class Purge:
    """Destroys what is past its days. Every batch is one transaction with its proof: a run may be cut off anywhere,
    and by doing it again, or twice at the same time, nothing is destroyed or proved twice."""

    def __init__(self, store: Store, kinds: Sequence[Kind], now: Callable[[], datetime]) -> None:
        self._store, self.kinds, self._now = store, kinds, now
        self._stopped = False

    def due(self) -> dict[str, Due]:
        """What a run would destroy now."""
        at = self._now()
        return {kind.name: kind.due(at) for kind in self.kinds}

    def run(self, progress: Progress = lambda name, done, total: None) -> dict[str, int]:
        """Destroy everything that is due now; how many of each kind went."""
        at, gone = self._now(), {}
        for kind in self.kinds:
            if isinstance(kind, LogFiles):
                kind.set_aside(at)
            total, done = kind.due(at).count, 0
            progress(kind.name, 0, total)
            most = CASES_AT_ONCE if isinstance(kind, ClosedCases) else BATCH
            while not self._stopped and (went := kind.destroy(at, most)):
                done += went
                progress(kind.name, done, max(total, done))
            gone[kind.name] = done
        if any(gone.values()):
            self._store.settle()
        return gone

    def stop(self) -> None:
        """End after the batch under way, and begin none until ``resume``; what is left stays due."""
        self._stopped = True

    def resume(self) -> None:
        """Runs begin again."""
        self._stopped = False


class Daily:
    """Runs the purge when the gateway starts and every day after, trouble or not."""

    def __init__(self, purge: Purge, now: Callable[[], datetime]) -> None:
        self._purge, self._now = purge, now

    async def run(self, stop: asyncio.Event) -> None:
        """Until ``stop`` is set; trouble is logged and tried again the next day."""
        self._purge.resume()
        while not stop.is_set():
            try:
                gone = await asyncio.to_thread(self._purge.run)
                log.info("purge.done", **{name: count for name, count in gone.items() if count})
            except Exception:
                log.exception("purge.failed")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), (next_run(self._now()) - self._now()).total_seconds())


def next_run(at: datetime) -> datetime:
    """The next four o'clock in Seoul after this time."""
    local = at.astimezone(SEOUL)
    due = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return due if due > local else due + timedelta(days=1)
