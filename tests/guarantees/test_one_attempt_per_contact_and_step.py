"""Guarantee 3: one attempt per contact and step however many instances run; a repeat bears the same key."""

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from casework.escalation.port import Alert, Outcome
from tests.casework import kit

INSTANCES = 4
CASES = 25


@pytest.fixture(params=kit.kinds())
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with kit.database(request.param, tmp_path) as made:
        yield made


class Vendor:
    """Remembers every call of every instance and is slow enough for them to overlap."""

    def __init__(self, fails_first: bool = False) -> None:
        self.calls: list[Alert] = []
        self.fails_first = fails_first
        self._lock = threading.Lock()

    async def send(self, alert: Alert) -> Outcome:
        with self._lock:
            first = alert.id not in {call.id for call in self.calls}
            self.calls.append(alert)
        await asyncio.sleep(0.002)
        return Outcome(ok=not (self.fails_first and first))


def all_at_once(url: str, vendor: Vendor, minutes: float) -> None:
    """Instances with their own connections, each in its own thread, tick at the same moment."""
    worlds = [kit.World(url) for _ in range(INSTANCES)]
    gate, faults = threading.Barrier(INSTANCES), []

    def one(world: kit.World) -> None:
        world.sent = vendor  # type: ignore[assignment]
        world.call(kit.TEAM)
        world.time += kit.timedelta(minutes=minutes)
        gate.wait()
        try:
            asyncio.run(world.clock.tick())
        except Exception as fault:  # noqa: BLE001  a thread's fault must reach the test
            faults.append(fault)
        finally:
            world.store.engine.dispose()

    threads = [threading.Thread(target=one, args=(world,)) for world in worlds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def place(alert: Alert) -> tuple:
    return alert.case_id, alert.cycle, alert.step, alert.contact.id, alert.route.kind


def test_no_step_is_doubled(url: str):
    world, vendor = kit.World(url), Vendor()
    for number in range(CASES):
        world.hear(conversation=f"web:{number}")
    for minutes in (0, 3, 6):
        all_at_once(url, vendor, minutes)
    calls = Counter(place(alert) for alert in vendor.calls)
    assert set(calls.values()) == {1}
    assert len(calls) == CASES * (2 + 1 + 3)


def test_a_repeat_bears_the_same_key(url: str):
    world, vendor = kit.World(url), Vendor(fails_first=True)
    for number in range(CASES):
        world.hear(conversation=f"web:{number}")
    all_at_once(url, vendor, 0)
    all_at_once(url, vendor, 0.5)
    calls = Counter(place(alert) for alert in vendor.calls)
    assert set(calls.values()) == {2}
    assert len({alert.id for alert in vendor.calls}) == len(calls)


def test_two_people_acknowledging_at_once_leave_one_owner(url: str):
    world = kit.World(url)
    opened = world.hear()
    gate, won, told = threading.Barrier(2), [], []

    def acknowledge(who: kit.Actor) -> None:
        mine = kit.World(url)
        gate.wait()
        try:
            won.append(mine.cases.acknowledge(opened.case_id, who, "telegram").owner_id)
        except ValueError as refusal:
            told.append(str(refusal))
        mine.store.engine.dispose()

    threads = [threading.Thread(target=acknowledge, args=(who,)) for who in (kit.MINJI, kit.HANA)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == len(told) == 1
    assert world.cases.get(opened.case_id).owner_id == won[0]
