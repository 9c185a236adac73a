"""Guarantee 1: a report that was given a receipt is never lost, whatever is killed at whatever instant."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from casework import audit
from casework.escalation.roster import Roster
from tests.casework import kit

ROUNDS = 16
ROOT = Path(__file__).parents[2]


@pytest.fixture(params=kit.kinds())
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with kit.database(request.param, tmp_path) as made:
        yield made


def killed(act: str, url: str) -> list[list[str]]:
    """What the killed processes said, complete lines only."""
    command = [sys.executable, "-m", "tests.guarantees.doomed", act, url, str(ROUNDS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    lines = [line.split() for line in done.stdout.splitlines()]
    assert [line for line in lines if line[0] == "died"] == [["died", "9"]] * ROUNDS
    return [line for line in lines if line[0] != "died"]


def test_every_receipt_that_was_given_is_there_and_due(url: str):
    said = killed("hear", url)
    world = kit.World(url)
    heard = [line for line in said if line[0] == "heard"]
    filed = [line for line in said if line[0] == "filed"]
    assert len(heard) >= ROUNDS and len(filed) >= ROUNDS / 2
    queue = {row.id: row for row in world.cases.queue()}
    assert all(queue[line[2]].receipt == line[3] for line in heard + filed)
    assert all(row.next_due_at is not None for row in queue.values()), "a case without its first step is half a case"
    assert all(world.cases.status(line[3], line[4]).state == "received" for line in filed)
    assert audit.verify(world.store) is None


def test_an_event_sent_again_after_a_kill_gets_the_same_receipt(url: str):
    said = killed("hear", url)
    world = kit.World(url)
    before = len(world.cases.queue())
    for line in said[:20]:
        key = line[1]
        if line[0] == "heard":
            again = world.hear(conversation=f"web:{key.replace('-', ':')}", event_key=key)
        else:
            again = world.report(key, name="이웃", contact="010-0000-0000", consent=True)
        assert [again.case_id, again.receipt] == line[2:4]
        assert again.code == (line[4] if line[0] == "filed" else None)
    assert len(world.cases.queue()) == before


async def test_a_clock_killed_while_sending_is_followed_by_another_with_the_same_ids(url: str):
    world = kit.World(url, Roster.single(kit.FIRST))
    cases = {world.hear(conversation=f"web:{number}").case_id for number in range(150)}
    said = killed("wind", url)
    sent_before = {line[1]: line[2:] for line in said}
    assert sent_before, "the killed clocks did send"
    finished = [await world.after(minutes=2)]
    ids = {**sent_before}
    for alert in finished[0]:
        place = [alert.case_id, str(alert.cycle), str(alert.step), alert.route.kind]
        assert ids.setdefault(alert.id, place) == place, "a repeat bears the id of the first attempt"
    places = [tuple(place) for place in ids.values()]
    assert len(set(places)) == len(places), "no step of a case was written twice"
    assert {place[0] for place in places} == cases
    assert {world.state(case_id) for case_id in cases} == {"notified"}
