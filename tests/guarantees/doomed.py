"""Processes that are to be killed. Run: python -m tests.guarantees.doomed ACT URL ROUNDS; speaks in lines on stdout.

For every round the nursery forks a child that works until it dies of SIGKILL at a random instant.
"""

from __future__ import annotations

import asyncio
import os
import random
import select
import signal
import sys
import time
from collections.abc import Callable

from casework.escalation.port import Alert, Outcome
from casework.escalation.roster import Roster
from tests.casework.kit import FIRST, World

IDLE_SECONDS = 3.0


def say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def hear(url: str, round_: int) -> None:
    """Hear and report without end; every receipt is said the moment it is given."""
    world = World(url)
    for number in range(10_000):
        key = f"{round_}-{number}"
        opened = world.hear(conversation=f"web:{round_}:{number}", event_key=key)
        say(f"heard {key} {opened.case_id} {opened.receipt}")
        filed = world.report(key, name="이웃", contact="010-0000-0000", consent=True)
        say(f"filed {key} {filed.case_id} {filed.receipt} {filed.code}")


def wind(url: str, round_: int) -> None:
    """Wind the clock; every alert is said the moment the vendor has it."""

    class Vendor:
        async def send(self, alert: Alert) -> Outcome:
            say(f"sent {alert.id} {alert.case_id} {alert.cycle} {alert.step} {alert.route.kind}")
            await asyncio.sleep(random.uniform(0, 0.02))
            return Outcome(ok=True)

    world = World(url, Roster.single(FIRST))
    world.sent = Vendor()  # type: ignore[assignment]
    world.call(world.roster)
    while True:
        asyncio.run(world.clock.tick())


ACTS: dict[str, Callable[[str, int], None]] = {"hear": hear, "wind": wind}


def nursery(act: str, url: str, rounds: int) -> None:
    """Fork, listen until the child has said some lines (or is idle), wait a random moment, kill."""
    random.seed(7)
    for round_ in range(rounds):
        ear, mouth = os.pipe()
        child = os.fork()
        if child == 0:
            os.dup2(mouth, 1)
            ACTS[act](url, round_)
        os.close(mouth)
        heard = _listen(ear, lines=random.choice([0, 1, 2, 5, 9]))
        time.sleep(random.uniform(0, 0.05))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        while more := os.read(ear, 65536):
            heard += more
        os.close(ear)
        os.write(1, heard)
        say(f"died {os.WTERMSIG(status)}")


def _listen(ear: int, lines: int) -> bytes:
    heard, deadline = b"", time.monotonic() + IDLE_SECONDS
    while heard.count(b"\n") < lines and (left := deadline - time.monotonic()) > 0:
        if select.select([ear], [], [], left)[0]:
            heard += os.read(ear, 65536)
    return heard


if __name__ == "__main__":
    nursery(sys.argv[1], sys.argv[2], int(sys.argv[3]))
