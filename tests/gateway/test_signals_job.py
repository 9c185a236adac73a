"""The job of a running gateway: it sweeps when woken, and a failure does not end it."""

from __future__ import annotations

import asyncio

from casework.signals.service import Swept
from gateway.signals import SignalJob


class Counting:
    """A service whose first sweep fails."""

    def __init__(self) -> None:
        self.sweeps = 0
        self.swept = asyncio.Event()
        self.loop = asyncio.get_running_loop()

    def sweep(self) -> Swept:
        self.sweeps += 1
        self.loop.call_soon_threadsafe(self.swept.set)
        if self.sweeps == 1:
            raise OSError("the database is away")
        return Swept(0, 0, 0, 0)


async def test_it_goes_on_after_a_failure_and_when_woken():
    signals, stop = Counting(), asyncio.Event()
    job = SignalJob(signals, 3600)  # type: ignore[arg-type]
    task = asyncio.create_task(job.run(stop))
    for wanted in (1, 2, 3):
        async with asyncio.timeout(10):
            await signals.swept.wait()
        assert signals.sweeps == wanted
        signals.swept.clear()
        job.wake()
    stop.set()
    async with asyncio.timeout(10):
        await task
