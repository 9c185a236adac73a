"""GoAlert's scenarios by their titles, on our clock: time is moved, exactly these messages, no others.

docs/escalation-scenarios.md says which of its titles apply to us, and where each is tested.
"""

from sqlalchemy import select

from casework.escalation.port import Contact, NotifyRule, Outcome, Route
from casework.escalation.roster import Roster
from casework.escalation.tables import AlertRecord
from casework.policy import Throttle
from tests.casework.kit import BOSS, FIRST, HANA, MINJI, SECOND, TEAM, World, names

ONE = Contact("one", "하나", (Route("sms", "01000000001"),))
TWO = Contact("two", "둘", (Route("sms", "01000000002"),))
THREE = Contact("three", "셋", (Route("sms", "01000000003"),))


async def test_simple_notification(world: World):
    world.call(Roster.single(ONE))
    world.hear()
    assert names(await world.after()) == ["one/sms"]
    assert not await world.after(seconds=179)


async def test_escalation(world: World):
    world.call(Roster((ONE, TWO), (("one",), ("two",))))
    world.hear("high")
    assert names(await world.after()) == ["one/sms"]
    assert not await world.after(minutes=14)
    assert names(await world.after(minutes=1)) == ["two/sms"]


async def test_escalation_notification_goes_on_with_the_rules_of_the_first_step(world: World):
    slow = Contact(ONE.id, ONE.name, ONE.routes, (NotifyRule(5, ("sms",)),))
    world.call(Roster((slow, TWO), (("one",), ("two",))))
    world.hear()
    assert not await world.after()
    assert names(await world.after(minutes=3)) == ["two/sms"]
    assert names(await world.after(minutes=2)) == ["one/sms"]


async def test_escalation_gap_is_the_next_step(world: World):
    world.call(Roster((Contact("mute", "조용", ()), TWO), (("mute",), ("two",))))
    world.hear()
    assert names(await world.after()) == ["two/sms"]


async def test_multi_step_notification(world: World):
    routes = (Route("telegram", "1"), Route("sms", "01000000001"))
    patient = Contact("one", "하나", routes, (NotifyRule(0, ("telegram",)), NotifyRule(30, ("sms",))))
    world.call(Roster.single(patient))
    world.hear("normal")
    assert names(await world.after()) == ["one/telegram"]
    assert not await world.after(minutes=29)
    assert names(await world.after(minutes=1)) == ["one/sms"]


async def test_multi_user(world: World):
    world.call(Roster((ONE, TWO), (("one", "two"),)))
    world.hear()
    assert names(await world.after()) == ["one/sms", "two/sms"]


async def test_multi_ack(world: World):
    cases = [world.hear(conversation=f"web:{number}").case_id for number in range(3)]
    await world.after()
    for case in cases:
        world.cases.acknowledge(case, MINJI, "telegram")
    assert not await world.after(minutes=9)
    assert {world.state(case) for case in cases} == {"acknowledged"}


async def test_many_alerts(world: World):
    world.call(Roster.single(ONE))
    world.throttle(sms=Throttle(messages=5, seconds=60, hold_seconds=20))
    for number in range(30):
        world.hear("normal", conversation=f"web:{number}")
    sent = await world.after() + await world.after(seconds=20)
    assert [len(alert.cases) for alert in sent] == [0] * 5 + [25]


async def test_dedup_notifications(world: World):
    world.call(Roster((ONE, TWO), (("one", "one"), ("one",))))
    world.hear(event_key="same")
    world.hear(event_key="same")
    world.hear()
    assert names(await world.after()) == ["one/sms"], "one case, one person, one message"


async def test_notification_channel_dedup(world: World):
    twice = Contact("one", "하나", (Route("sms", "01000000001"), Route("sms", "01000000001")))
    world.call(Roster.single(twice))
    world.hear()
    assert names(await world.after()) == ["one/sms"]


async def test_in_progress_a_send_under_way_does_not_stop_the_next_step(world: World):
    world.sent.answers["telegram"] = [Outcome(ok=False)]
    world.sent.answers["webhook"] = [Outcome(ok=False)]
    world.hear()
    assert names(await world.after()) == ["first/telegram", "first/webhook"]
    assert names(await world.after(minutes=3)) == ["first/telegram", "first/webhook", "second/email"]


async def test_policy_reassignment_leaves_the_open_case_its_policy(world: World):
    world.hear()
    await world.after()
    rule = world.policy.rule("emergency")
    faster = rule.model_copy(update={"steps": tuple(s.model_copy(update={"after_minutes": 1}) for s in rule.steps)})
    levels = {**world.policy.policy.levels, "emergency": faster}
    world.policy.policy = world.policy.policy.model_copy(update={"levels": levels})
    assert not await world.after(minutes=2)
    assert names(await world.after(minutes=1)) == ["second/email"]


async def test_missing_user_who_left_the_roster_meanwhile(world: World):
    world.hear()
    world.sent.answers["webhook"] = [Outcome(ok=False), Outcome(ok=True)]
    await world.after()
    world.call(Roster((SECOND,), (("second",),)))
    assert names(await world.after(seconds=5)) == ["first/webhook"], "what was written still goes out"
    assert names(await world.after(minutes=3)) == ["second/email"]


async def test_add_rules_does_not_change_what_was_written(world: World):
    world.call(Roster.single(ONE))
    world.hear("normal")
    await world.after()
    both = Contact("one", "하나", (*ONE.routes, Route("telegram", "1")), (NotifyRule(1, ("telegram",)),))
    world.call(Roster.single(both))
    assert not await world.after(minutes=30)


async def test_post_cycle_rules_a_late_way_still_comes_after_the_next_step(world: World):
    late = Contact("one", "하나", (Route("email", "one@example.org"),), (NotifyRule(4, ("email",)),))
    world.call(Roster((late, TWO), (("one",), ("two",))))
    opened = world.hear()
    await world.after()
    assert names(await world.after(minutes=3)) == ["two/sms"]
    world.cases.acknowledge(opened.case_id, HANA, "console")
    assert not await world.after(minutes=1), "and not once somebody has it"


async def test_prioritization(world: World):
    world.call(Roster.single(ONE))
    world.throttle(sms=Throttle(messages=1, seconds=60, hold_seconds=5))
    for number, level in enumerate(("normal", "high", "normal", "emergency")):
        world.hear(level, conversation=f"web:{number}")
    (first,) = await world.after()
    (bundle,) = await world.after(seconds=5)
    assert first.level == "emergency" and [case.level for case in bundle.cases] == ["high", "normal", "normal"]


async def test_generic_api_close_stops_everything(world: World):
    world.sent.answers["webhook"] = [Outcome(ok=False)]
    opened = world.hear()
    await world.after()
    world.cases.acknowledge(opened.case_id, BOSS, "console")
    world.cases.close(opened.case_id, BOSS, "false_alarm", "")
    assert not await world.after(minutes=600)
    with world.store.reading() as session:
        states = set(session.scalars(select(AlertRecord.state)))
    assert states == {"delivered", "stopped"}


async def test_sms_failure_is_the_next_step_at_once(world: World):
    world.call(Roster((ONE, TWO), (("one",), ("two",))))
    world.sent.answers["sms"] = [Outcome(ok=False, permanent=True), Outcome(ok=True)]
    world.hear("high")
    assert names(await world.after()) == ["one/sms", "two/sms"]


async def test_status_in_progress_the_timeline_tells_every_move(world: World):
    opened = world.hear()
    await world.after()
    world.cases.acknowledge(opened.case_id, MINJI, "telegram")
    world.cases.contact(opened.case_id, MINJI, "통화함")
    kinds = [entry.kind for entry in world.cases.get(opened.case_id).entries]
    assert kinds == ["heard", "clock", "alert", "alert", "move", "move"]


async def test_manual_escalation_is_danger_heard_again_at_a_higher_level(world: World):
    opened = world.hear("normal")
    await world.after()
    world.cases.acknowledge(opened.case_id, MINJI, "console")
    world.hear("emergency")
    assert names(await world.after()) == ["first/telegram", "first/webhook"]
    assert world.cases.get(opened.case_id).owner_id is None


async def test_system_limits_a_roster_of_many(world: World):
    crowd = tuple(
        Contact(f"p{number}", f"사람{number}", (Route("sms", f"0100000{number:04d}"),)) for number in range(60)
    )
    world.call(Roster(crowd, (tuple(contact.id for contact in crowd),)))
    world.hear()
    assert len(names(await world.after())) == 60


async def test_rotation_of_the_team_between_two_steps(world: World):
    world.hear()
    await world.after()
    world.call(Roster((FIRST, THREE), (("first",), ("three",))))
    assert names(await world.after(minutes=3)) == ["three/sms"], "after a hand-over the person now on duty is told"
    world.call(TEAM)
