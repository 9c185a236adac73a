"""Each update once: one run per update id, one update at a time per chat, nothing retried for ever."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import structlog

log = structlog.get_logger(__name__)


@dataclass
class Run:
    """The work on one update over all its deliveries; ``progress`` is the handler's own memory of it."""

    update_id: int
    attempts: int = 0
    done: bool = False
    task: asyncio.Task[bool] | None = None
    progress: dict[str, Any] = field(default_factory=dict)


Handler = Callable[[dict[str, Any], Run], Awaitable[bool]]
"""Works on an update; True when finished, False when it should be delivered again."""


class Updates:
    """Accepts deliveries of updates and calls ``handler`` until it is finished, ``give_up`` after ``attempts``.

    A second delivery of a finished update does nothing; one of a running update joins it. Memory is per process:
    after a restart the turn's own message_id keeps the second handling from happening twice.
    """

    def __init__(self, handler: Handler, give_up: Handler, attempts: int, remembered: int) -> None:
        self._handler, self._give_up = handler, give_up
        self._attempts, self._remembered = attempts, remembered
        self._runs: OrderedDict[int, Run] = OrderedDict()
        self.given_up = 0

    async def accept(self, update_id: int, raw: dict[str, Any], seconds: float) -> bool:
        """Handle one delivery, at most ``seconds``; True when it need not come again. The work itself goes on."""
        run = self._runs.setdefault(update_id, Run(update_id))
        self._runs.move_to_end(update_id)
        self._forget()
        if run.done:
            return True
        if run.task is None:
            run.task = asyncio.create_task(self._attempt(raw, run))
        await asyncio.wait({run.task}, timeout=seconds)
        return run.done

    async def settle(self, seconds: float) -> int:
        """Wait for running work at most ``seconds``; how many still run."""
        running = [run.task for run in self._runs.values() if run.task is not None]
        if not running:
            return 0
        _, left = await asyncio.wait(running, timeout=seconds)
        return len(left)

    async def _attempt(self, raw: dict[str, Any], run: Run) -> bool:
        run.attempts += 1
        try:
            run.done = await self._handler(raw, run)
        except Exception:
            log.exception("telegram.update_failed", update_id=run.update_id, attempt=run.attempts)
        if not run.done and run.attempts >= self._attempts:
            await self._let_go(raw, run)
        run.task = None
        if run.done:
            run.progress = {}
        return run.done

    async def _let_go(self, raw: dict[str, Any], run: Run) -> None:
        self.given_up += 1
        run.done = True
        log.error("telegram.update_given_up", update_id=run.update_id, attempts=run.attempts, keys=sorted(raw)[:5])
        try:
            await self._give_up(raw, run)
        except Exception:
            log.exception("telegram.apology_failed", update_id=run.update_id)

    def _forget(self) -> None:
        while len(self._runs) > self._remembered:
            oldest = next(iter(self._runs.values()))
            if oldest.task is not None:
                return
            del self._runs[oldest.update_id]
