"""Clocks and reporters that are killed. Run: python -m tests.guarantees.killed_clocks URL HOOK KILLS SEED.

Two clocks at a time (``CLOCKS`` of them) wind the ledger with the real ways out while a third process hears reports;
one of them, chosen by the seed, dies of SIGKILL at a random instant and is followed by another. Every receipt given is
said on stdout. Forked from one parent, so that a death and a birth cost milliseconds.
"""

from __future__ import annotations

import asyncio
import os
import random
import select
import signal
import sys
import time
from contextlib import suppress

from casework.cases import Cases, Heard
from casework.policy import PolicySource
from casework.privacy.vault import Vault
from casework.store import open_store
from tests.guarantees.clock_process import VAULT, run, utc_now

CLOCKS = 2
LONGEST_LIFE = 0.12
IDLE_SECONDS = 3.0
PAUSE = 0.01


def say(line: str) -> None:
    """One whole line, at once."""
    os.write(1, f"{line}\n".encode())


def hear(url: str, life: int) -> None:
    """Hear emergencies without end; every receipt is said the moment it is given."""
    cases = Cases(open_store(url), PolicySource(reachable=lambda: True), Vault(VAULT), utc_now)
    for number in range(10_000):
        key = f"{life}-{number}"
        heard = Heard("high", "self", ("suicide",), False, 0.9)
        opened = cases.hear(conversation=key, channel="web", heard=heard, quote="위험", event_key=key)
        say(f"heard {key} {opened.case_id} {opened.receipt}")
        time.sleep(PAUSE)


class Living:
    """One process and what it says; ``said`` grows while it is listened to."""

    def __init__(self, act: str, url: str, hook: str, life: int) -> None:
        self.act, self.said = act, b""
        self._ear, mouth = os.pipe()
        self._child = _born(act, url, hook, life, mouth)
        os.close(mouth)

    def listen(self, lines: int) -> None:
        """Until it has said so many lines, or is idle for long."""
        deadline = time.monotonic() + IDLE_SECONDS
        while self.said.count(b"\n") < lines and (left := deadline - time.monotonic()) > 0:
            if select.select([self._ear], [], [], left)[0]:
                self.said += os.read(self._ear, 65536)

    def kill(self) -> None:
        """SIGKILL, see that it died of it, and pass on what it said, half a last line left out."""
        os.kill(self._child, signal.SIGKILL)
        _, status = os.waitpid(self._child, 0)
        while more := os.read(self._ear, 65536):
            self.said += more
        os.close(self._ear)
        os.write(1, self.said[: self.said.rfind(b"\n") + 1])
        say(f"died {os.WTERMSIG(status) if os.WIFSIGNALED(status) else 'by itself'}")


def _born(act: str, url: str, hook: str, life: int, mouth: int) -> int:
    child = os.fork()
    if child == 0:
        os.dup2(mouth, 1)
        with suppress(BaseException):
            hear(url, life) if act == "hear" else asyncio.run(run(url, hook))
        os._exit(1)
    return child


def main(url: str, hook: str, kills: int, seed: int) -> None:
    """Kill until the number is reached, then end whoever is left in the same way."""
    chance = random.Random(seed)
    acts = ["wind"] * CLOCKS + ["hear"]
    living = {place: Living(act, url, hook, place) for place, act in enumerate(acts)}
    for life in range(len(acts), kills):
        place = chance.randrange(len(acts))
        if acts[place] == "hear":
            living[place].listen(chance.choice((0, 1, 2, 4)))
        time.sleep(chance.uniform(0, LONGEST_LIFE))
        living[place].kill()
        living[place] = Living(acts[place], url, hook, life)
    for process in living.values():
        process.kill()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
