"""Trying, trying again, giving up, and going on to the next step when nobody can be reached."""

import asyncio

import pytest
from sqlalchemy import select

from casework.escalation.port import Alert, Outcome
from casework.escalation.tables import AlertRecord, AttemptRecord
from casework.privacy.vault import Vault
from tests.casework.kit import MINJI, World, names

LATER = Outcome(ok=False, detail="503")
NEVER = Outcome(ok=False, permanent=True, detail="410")


def _attempts(world: World, route: str) -> list[tuple[int, bool | None, str]]:
    with world.store.reading() as session:
        query = (
            select(AttemptRecord.number, AttemptRecord.ok, AttemptRecord.detail)
            .join(AlertRecord, AlertRecord.id == AttemptRecord.alert_id)
            .where(AlertRecord.route_kind == route)
            .order_by(AttemptRecord.id)
        )
        return [tuple(row) for row in session.execute(query)]


async def test_a_failed_send_is_tried_again_with_the_same_id(world: World):
    world.sent.answers["webhook"] = [LATER, LATER, Outcome(ok=True)]
    world.hear()
    first = [alert for alert in await world.after() if alert.route.kind == "webhook"]
    assert not await world.after(seconds=4)
    second = await world.after(seconds=1)
    assert not await world.after(seconds=29)
    third = await world.after(seconds=1)
    assert [names(sent) for sent in (first, second, third)] == [["first/webhook"]] * 3
    assert len({alert.id for alert in first + second + third}) == 1
    assert first[0] == second[0] == third[0]
    assert [(number, ok) for number, ok, _ in _attempts(world, "webhook")] == [(1, False), (2, False), (3, True)]


async def test_the_vendors_wait_is_honoured_but_not_for_ever(world: World):
    world.sent.answers["webhook"] = [
        Outcome(ok=False, retry_after=60),
        Outcome(ok=False, retry_after=1e9),
        Outcome(True),
    ]
    world.hear("normal")
    await world.after()
    assert not await world.after(seconds=59)
    assert names(await world.after(seconds=1)) == ["first/webhook"]
    assert names(await world.after(minutes=60)) == ["first/webhook"]


async def test_a_permanent_failure_everywhere_takes_the_next_step_at_once(world: World):
    world.sent.answers.update(telegram=[NEVER], webhook=[NEVER])
    opened = world.hear()
    assert names(await world.after()) == ["first/telegram", "first/webhook", "second/email"]
    assert world.state(opened.case_id) == "notified"
    assert not await world.after(seconds=10), "a permanent failure is not tried again"


async def test_one_route_that_works_is_enough(world: World):
    world.sent.answers["telegram"] = [NEVER]
    opened = world.hear()
    assert names(await world.after()) == ["first/telegram", "first/webhook"]
    assert world.state(opened.case_id) == "notified"


async def test_nobody_reachable_at_all_is_loud_and_does_not_spin(world: World):
    world.sent.answers["*"] = [NEVER]
    opened = world.hear()
    sent = await world.after()
    assert names(sent) == ["first/telegram", "first/telegram", "first/webhook", "first/webhook"] + ["second/email"] * 2
    case = world.cases.get(opened.case_id)
    assert (case.state, case.unanswered) == ("received", True)
    assert not world.clock.health()["ok"]
    assert world.clock.health()["failed_alerts"] == 6
    assert not await world.after(minutes=2.9)
    assert await world.after(minutes=0.1), "the next round still comes in its time"


async def test_tries_run_out(world: World):
    world.sent.answers["webhook"] = [LATER]
    opened = world.hear("normal")
    await world.after()
    for _ in range(20):
        await world.after(minutes=10)
    tries = _attempts(world, "webhook")
    assert len(tries) == len(world.policy.policy.retry_seconds) + 1
    states = {alert.route: alert.state for alert in world.cases.get(opened.case_id).alerts}
    assert states == {"telegram": "delivered", "webhook": "failed"}


async def test_acknowledging_stops_waiting_retries(world: World):
    world.sent.answers["webhook"] = [LATER]
    opened = world.hear()
    await world.after()
    world.cases.acknowledge(opened.case_id, MINJI, "telegram")
    assert not await world.after(minutes=9.9)
    states = {alert.route: alert.state for alert in world.cases.get(opened.case_id).alerts}
    assert states == {"telegram": "delivered", "webhook": "stopped"}


async def test_acknowledged_while_a_send_is_under_way(world: World):
    opened = world.hear()
    send = world.sent.send

    async def acknowledge_then_fail(alert: Alert) -> Outcome:
        await asyncio.to_thread(world.cases.acknowledge, opened.case_id, MINJI, "telegram")
        return await send(alert)

    world.sent.answers["webhook"] = [NEVER]
    world.sent.send = acknowledge_then_fail  # type: ignore[method-assign]
    await world.after()
    case = world.cases.get(opened.case_id)
    assert (case.state, case.owner_id) == ("acknowledged", MINJI.id)
    assert {alert.route: alert.state for alert in case.alerts} == {"telegram": "delivered", "webhook": "stopped"}


async def test_a_sender_that_raises_counts_as_a_failed_attempt(world: World):
    async def fall(alert: Alert) -> Outcome:
        raise ConnectionResetError(alert.id)

    send, world.sent.send = world.sent.send, fall  # type: ignore[method-assign]
    opened = world.hear()
    await world.after()
    assert world.state(opened.case_id) == "received"
    world.sent.send = send  # type: ignore[method-assign]
    assert names(await world.after(seconds=5)) == ["first/telegram", "first/webhook"]
    assert "ConnectionResetError" in _attempts(world, "webhook")[0][2]


async def test_a_target_that_cannot_be_opened_fails_loudly_alone(world: World):
    opened = world.hear()
    world.clock._steps.run()
    with world.store.session() as session:
        alert = session.scalars(select(AlertRecord).where(AlertRecord.route_kind == "telegram")).one()
        alert.target_sealed = Vault(b"the key of another house").seal("1001")
    assert names(await world.after()) == ["first/webhook"]
    states = {alert.route: (alert.state, alert.attempts) for alert in world.cases.get(opened.case_id).alerts}
    assert states == {"telegram": ("failed", 1), "webhook": ("delivered", 1)}


async def test_targets_lie_sealed_in_the_database(world: World):
    world.hear()
    await world.after()
    with world.store.reading() as session:
        rows = session.scalars(select(AlertRecord)).all()
        assert not [row for row in rows if "first.example" in str(vars(row))]


async def test_an_alert_leads_back_to_its_case(world: World):
    opened = world.hear()
    sent = await world.after()
    assert {world.cases.case_of_alert(alert.id) for alert in sent} == {opened.case_id}
    for bad in ("", "al0", "x" * 900, "\x00"):
        with pytest.raises(LookupError):
            world.cases.case_of_alert(bad)
