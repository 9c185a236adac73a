"""The case clock: takes due steps, sends alerts, and says how it is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog

from casework.cases import Cases
from casework.escalation.delivery import AT_ONCE, Delivery
from casework.escalation.health import ledger_health, roster_warning
from casework.escalation.port import AlertSender
from casework.escalation.pulse import Pulse
from casework.escalation.roster import Roster
from casework.escalation.steps import AT_ONCE as STEPS_AT_ONCE
from casework.escalation.steps import Steps
from casework.store import Store

log = structlog.get_logger(__name__)

LAST_SENDS_SECONDS = 10.0
# A step later than this means that nobody is winding the clock.
LATE_SECONDS = 60.0


class Clock:
    """One instance of the clock; run as many as wanted on one database, each step is taken and each alert tried once.

    A killed instance loses nothing: steps and alerts are rows, and an alert it was sending is tried again with the
    same id once its lease has run out.
    """

    def __init__(
        self, store: Store, cases: Cases, roster: Roster, sender: AlertSender, now: Callable[[], datetime]
    ) -> None:
        self.store, self.roster, self.now = store, roster, now
        self._steps = Steps(store, cases, roster, now)
        self._delivery = Delivery(store, cases, roster, sender, now)
        self._sending: set[asyncio.Task[None]] = set()
        self._freed = asyncio.Event()
        self._last_tick: datetime | None = None
        self._trouble = ""
        self._pulse = Pulse(store, now)

    async def tick(self) -> None:
        """Do everything that is due now and wait until it is done, sends included."""
        self.roster.renew()
        await asyncio.to_thread(self._steps.run)
        # A step that failed on every route makes the next one due at once.
        while await self._delivery.drain():
            await asyncio.to_thread(self._steps.run)
        self._last_tick = self.now()

    async def run(self, interval: float, stop: asyncio.Event) -> None:
        """Tick every ``interval`` seconds until ``stop`` is set; slow sends do not hold up later steps.

        Trouble (a database that is away) is logged, shown in health() and tried again at the next tick.
        """
        while not stop.is_set():
            moved = 0
            try:
                await asyncio.to_thread(self._pulse.beat)
                self.roster.renew()
                moved = await asyncio.to_thread(self._steps.run, STEPS_AT_ONCE)
                await self._start_sends()
                self._last_tick, self._trouble = self.now(), ""
            except Exception as error:  # noqa: BLE001  whatever happens, the next tick must come
                self._trouble = type(error).__name__
                log.error("clock_trouble", error=type(error).__name__, detail=str(error)[:500])
            if moved < STEPS_AT_ONCE:
                await self._pause(stop, interval)
        if self._sending:
            await asyncio.wait(self._sending, timeout=LAST_SENDS_SECONDS)
        for task in self._sending:
            task.cancel()
        try:
            await asyncio.to_thread(self._pulse.stop)
        except Exception as error:  # noqa: BLE001  the auditor will then take this stop for a death, which is loud
            log.error("stop_not_recorded", error=type(error).__name__)

    def health(self) -> dict[str, Any]:
        """How the clock stands; reads the database, so call it from a thread.

        ``ok`` is False when a case is unanswered, nobody is on call, or the clock is late or in trouble.
        ``roster_gaps`` counts times in the next 30 days in which a step has nobody, ``roster_warning`` says it.
        """
        at = self.now()
        ledger = ledger_health(self.store, at)
        nobody = not self.roster.reachable() or ledger["stranded"] > 0
        since = (at - self._last_tick).total_seconds() if self._last_tick else None
        late = max(ledger["overdue_seconds"], since or 0.0) > LATE_SECONDS
        return {
            **ledger,
            "ok": not (ledger["unanswered"] or nobody or late or self._trouble),
            "no_one_on_call": nobody,
            "last_tick": self._last_tick.isoformat() if self._last_tick else None,
            "last_tick_seconds": since,
            "trouble": self._trouble,
            "roster_gaps": len(self.roster.warnings()),
            "roster_warning": roster_warning(self.roster),
        }

    async def _pause(self, stop: asyncio.Event, interval: float) -> None:
        # A finished send makes room for the next, which must not wait for the next tick.
        waits = {asyncio.create_task(stop.wait()), asyncio.create_task(self._freed.wait())}
        _, rest = await asyncio.wait(waits, timeout=interval, return_when=asyncio.FIRST_COMPLETED)
        for task in rest:
            task.cancel()
        self._freed.clear()

    async def _start_sends(self) -> None:
        free = AT_ONCE - len(self._sending)
        if free <= 0:
            return
        for claimed in await asyncio.to_thread(self._delivery.claim, free):
            task = asyncio.create_task(self._delivery.attempt(claimed))
            self._sending.add(task)
            task.add_done_callback(self._sent)

    def _sent(self, task: asyncio.Task[None]) -> None:
        self._sending.discard(task)
        self._freed.set()
        if not task.cancelled() and (error := task.exception()):
            # The lease runs out and the alert is tried again with the same id.
            log.error("attempt_not_recorded", error=repr(error))
