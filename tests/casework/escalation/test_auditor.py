"""What the auditor finds: everything the clock should have done and did not, and nothing else."""

from datetime import timedelta

import pytest
import yaml

from casework.cases import Heard
from casework.escalation.auditor import TEXTS_FILE, AuditorTexts, beating, look
from casework.escalation.port import Outcome
from casework.escalation.pulse import Pulse
from casework.store import open_store
from casework.tables import CaseRecord
from tests.casework.kit import MINJI, World


def kinds(world: World) -> list[str]:
    return [finding.kind for finding in look(world.store, world.time, world.time - timedelta(hours=1))]


async def test_a_ledger_in_order_is_quiet(world: World):
    opened = world.hear()
    await world.after()
    world.cases.acknowledge(opened.case_id, MINJI, "console")
    world.hear(conversation="web:2")
    await world.after()
    assert kinds(world) == []


async def test_a_step_that_nobody_takes_is_found(world: World):
    opened = world.hear()
    world.time += timedelta(minutes=1)
    assert kinds(world) == []
    world.time += timedelta(minutes=1)
    (finding,) = look(world.store, world.time, world.time)
    assert (finding.kind, finding.count, finding.receipts) == ("overdue", 1, (opened.receipt,))
    assert opened.receipt in finding.text()


async def test_a_case_without_owner_and_step_is_found(world: World):
    waiting, owned = world.hear(), world.hear(conversation="web:2")
    await world.after()
    world.cases.acknowledge(owned.case_id, MINJI, "console")
    with world.store.session() as session:
        session.get_one(CaseRecord, waiting.case_id).next_due_at = None
        session.get_one(CaseRecord, owned.case_id).owner_id = None
    (finding,) = look(world.store, world.time, world.time)
    assert (finding.kind, finding.count) == ("ownerless", 2)


async def test_an_owner_nobody_releases_is_found(world: World):
    opened = world.hear()
    await world.after()
    world.cases.acknowledge(opened.case_id, MINJI, "console")
    world.time += timedelta(minutes=18)
    assert kinds(world) == ["contact_overdue"]


async def test_an_alert_that_nobody_sends_is_found(world: World):
    world.hear("normal")
    world.sent.answers["webhook"] = [Outcome(ok=False)]
    await world.after()
    assert kinds(world) == [], "it waits for its next try"
    world.time += timedelta(minutes=3)
    assert kinds(world) == ["stuck"]


async def test_a_clock_that_died_is_found_and_one_that_was_stopped_is_not(world: World):
    pulse = Pulse(world.store, world.now)
    pulse.beat()
    world.time += timedelta(seconds=20)
    assert kinds(world) == [] and beating(world.store, world.time)
    world.time += timedelta(seconds=11)
    assert kinds(world) == ["clock_stopped"] and not beating(world.store, world.time)
    assert [f.kind for f in look(world.store, world.time, world.time)] == [], "a clock has time to start"
    other = Pulse(world.store, world.now)
    other.beat()
    assert kinds(world) == [], "another clock winds the same cases"
    other.stop()
    world.time += timedelta(minutes=5)
    assert kinds(world) == []


async def test_drills_and_invented_cases_alarm_nobody(world: World):
    heard = Heard("emergency", "self", (), True, 1.0)
    world.cases.hear(conversation="d", channel="drill", heard=heard, quote="훈련", event_key="d", test=True)
    world.time += timedelta(hours=1)
    assert kinds(world) == []


def test_a_database_that_is_away_is_found(tmp_path):
    from tests.casework.kit import START

    empty = open_store(f"sqlite:///{tmp_path / 'empty.db'}")
    assert [finding.kind for finding in look(empty, START, START)] == ["database"]
    assert not beating(empty, START)


def test_the_words_are_checked():
    given = yaml.safe_load(TEXTS_FILE.read_text(encoding="utf-8"))
    with pytest.raises(ValueError, match="fire"):
        AuditorTexts.model_validate({**given, "findings": {**given["findings"], "fire": "불"}})
