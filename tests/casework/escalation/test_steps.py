"""Who is told when: delays, repeats, acknowledgement, release, and an end that is loud."""

import pytest

from casework.escalation.roster import Roster
from tests.casework.kit import BOSS, FIRST, HANA, MINJI, World, names

FIRST_ROUTES = ["first/telegram", "first/webhook"]
EVERYONE = [*FIRST_ROUTES, "second/email"]


async def test_the_first_step_goes_out_at_once_by_every_route(world: World):
    opened = world.hear()
    assert names(await world.after()) == FIRST_ROUTES
    assert world.state(opened.case_id) == "notified"
    assert not await world.after(minutes=2.9)


async def test_unacknowledged_it_climbs_step_by_step(world: World):
    world.hear()
    await world.after()
    assert names(await world.after(minutes=3)) == ["second/email"]
    assert names(await world.after(minutes=3)) == EVERYONE


async def test_acknowledging_stops_the_steps(world: World):
    opened = world.hear()
    await world.after()
    world.cases.acknowledge(opened.case_id, MINJI, "telegram")
    assert not await world.after(minutes=9.9)


async def test_acknowledging_before_the_first_tick_sends_nothing(world: World):
    opened = world.hear()
    world.cases.acknowledge(opened.case_id, MINJI, "console")
    assert not await world.after()


async def test_acknowledged_without_contact_in_time_goes_on_to_the_next_step(world: World):
    opened = world.hear()
    await world.after()
    world.cases.acknowledge(opened.case_id, MINJI, "telegram")
    assert names(await world.after(minutes=15)) == ["second/email"]
    case = world.cases.get(opened.case_id)
    assert (case.state, case.owner_id, case.contact_due_at) == ("notified", None, None)
    assert any("민지" in entry.text and "풀었어요" in entry.text for entry in case.entries)
    world.cases.acknowledge(opened.case_id, HANA, "console")


async def test_contact_in_time_keeps_the_owner(world: World):
    opened = world.hear()
    await world.after()
    world.cases.acknowledge(opened.case_id, MINJI, "telegram")
    world.cases.contact(opened.case_id, MINJI, "통화함")
    assert not await world.after(minutes=600)
    assert world.state(opened.case_id) == "contacted"


async def test_repeats_then_unanswered_and_loud_for_ever(world: World):
    opened = world.hear()
    rounds = [await world.after()]
    for _ in range(8):
        rounds.append(await world.after(minutes=3))
    assert [names(sent) for sent in rounds] == [FIRST_ROUTES, ["second/email"], EVERYONE] * 3
    assert not world.cases.get(opened.case_id).unanswered
    assert names(await world.after(minutes=3)) == EVERYONE
    assert world.cases.get(opened.case_id).unanswered
    health = world.clock.health()
    assert (health["unanswered"], health["unanswered_receipts"], health["ok"]) == (1, [opened.receipt], False)
    for _ in range(3):
        assert names(await world.after(minutes=5)) == EVERYONE
    world.cases.acknowledge(opened.case_id, BOSS, "console")
    assert not world.cases.get(opened.case_id).unanswered
    assert world.clock.health()["ok"]


async def test_every_alert_of_a_case_has_its_own_id(world: World):
    world.hear()
    sent = await world.after()
    for _ in range(12):
        sent += await world.after(minutes=5)
    assert len({alert.id for alert in sent}) == len(sent)
    keys = {(a.case_id, a.cycle, a.step, a.contact.id, a.route) for a in sent}
    assert len(keys) == len(sent)


async def test_a_clock_that_was_away_does_not_fire_what_it_missed_at_once(world: World):
    world.hear()
    await world.after()
    assert names(await world.after(minutes=600)) == ["second/email"]
    assert not await world.after(minutes=1)


async def test_nobody_on_call_is_loud_until_somebody_is(world: World):
    world.call(Roster.nobody())
    opened = world.hear()
    assert not opened.alerted
    assert not await world.after()
    case = world.cases.get(opened.case_id)
    assert (case.no_one_on_call, case.unanswered, case.state) == (True, True, "received")
    health = world.clock.health()
    assert (health["no_one_on_call"], health["unanswered"], health["ok"]) == (True, 1, False)
    await world.after(minutes=30)
    assert len(world.cases.get(opened.case_id).entries) == 2, "said once on the timeline, not every minute"
    world.call(Roster.single(FIRST))
    assert names(await world.after(minutes=1)) == FIRST_ROUTES
    case = world.cases.get(opened.case_id)
    assert (case.no_one_on_call, case.unanswered, case.state) == (False, False, "notified")


async def test_the_policy_is_the_one_of_the_opening(world: World):
    opened = world.hear()
    changed = world.policy.policy.levels["emergency"].model_copy(update={"contact_minutes": 1.0})
    levels = {**world.policy.policy.levels, "emergency": changed}
    world.policy.policy = world.policy.policy.model_copy(update={"levels": levels})
    view = world.cases.acknowledge(opened.case_id, MINJI, "console")
    assert view.contact_due_at is not None
    assert (view.contact_due_at - world.time).total_seconds() == 15 * 60


@pytest.mark.parametrize("snapshot", [{}, {"steps": "none"}, {"steps": []}])
async def test_a_snapshot_of_another_version_does_not_stop_the_clock(world: World, snapshot: dict):
    broken, whole = world.hear(), world.hear(conversation="web:2")
    with world.store.session() as session:
        from casework.tables import CaseRecord

        session.get_one(CaseRecord, broken.case_id).policy = snapshot
    assert {alert.case_id for alert in await world.after()} == {broken.case_id, whole.case_id}


async def test_emergencies_go_first(world: World):
    world.hear("normal", conversation="a")
    world.hear("high", conversation="b")
    world.hear("emergency", conversation="c")
    assert [alert.level for alert in await world.after()] == ["emergency"] * 2 + ["high"] * 2 + ["normal"] * 2


async def test_an_alert_names_no_person_and_quotes_nobody(world: World):
    opened = world.report(
        what="신림동 김할머니가 쓰러졌어요", name="박이웃", contact="010-9999-8888", place="서울 관악구 신림동 1-2",
        consent=True, danger_now=True,
    )  # fmt: skip
    sent = await world.after()
    for alert in sent:
        words = alert.title + alert.text
        assert opened.receipt in words and "긴급" in words
        assert not [word for word in ("할머니", "박이웃", "9999", "신림동", opened.code) if word and word in words]


async def test_drills_are_marked_and_do_not_make_the_house_unwell(world: World):
    from casework.cases import Heard

    heard = Heard("emergency", "self", (), True, 1.0)
    opened = world.cases.hear(
        conversation="drill:1", channel="drill", heard=heard, quote="훈련", event_key="d", test=True
    )
    sent = await world.after()
    assert all(alert.test and alert.title.startswith("[훈련]") and alert.text.startswith("[훈련]") for alert in sent)
    for _ in range(12):
        await world.after(minutes=5)
    assert world.cases.get(opened.case_id).unanswered
    assert world.clock.health()["unanswered"] == 0
