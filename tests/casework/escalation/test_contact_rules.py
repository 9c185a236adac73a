"""Ways of a contact that come later, and the reminder before a case is taken back."""

from casework.escalation.port import Contact, NotifyRule, Outcome, Route
from casework.escalation.roster import Roster
from tests.casework.kit import FIRST, FIRST_ACTOR, MINJI, World, names

GENTLE = Contact(
    "gentle", "차근", (Route("telegram", "1"), Route("sms", "01000000001"), Route("email", "g@example.org")),
    (NotifyRule(0, ("telegram",)), NotifyRule(1, ("sms",)), NotifyRule(2, ("email",), ("normal",))),
)  # fmt: skip


async def test_the_next_way_comes_when_its_time_has_come(world: World):
    world.call(Roster.single(GENTLE))
    world.hear()
    assert names(await world.after()) == ["gentle/telegram"]
    assert not await world.after(seconds=59)
    assert names(await world.after(seconds=1)) == ["gentle/sms"]


async def test_acknowledged_in_between_the_later_ways_stay_quiet(world: World):
    world.call(Roster.single(GENTLE))
    opened = world.hear()
    await world.after()
    world.cases.acknowledge(opened.case_id, MINJI, "telegram")
    assert not await world.after(minutes=2)


async def test_a_first_way_that_fails_for_good_brings_the_next_at_once(world: World):
    world.call(Roster.single(GENTLE))
    world.sent.answers["telegram"] = [Outcome(ok=False, permanent=True)]
    opened = world.hear()
    assert names(await world.after()) == ["gentle/sms", "gentle/telegram"]
    assert world.state(opened.case_id) == "notified"


async def test_a_way_that_waits_its_turn_is_not_late(world: World):
    world.call(Roster.single(GENTLE))
    world.hear()
    await world.after()
    await world.after(seconds=50)
    assert world.clock.health()["oldest_pending_alert_seconds"] is None


async def test_a_silent_owner_is_reminded_then_released_then_the_next_is_told(world: World):
    opened = world.hear()
    await world.after()
    world.cases.acknowledge(opened.case_id, FIRST_ACTOR, "telegram")
    assert not await world.after(minutes=9.9)
    reminded = await world.after(minutes=0.1)
    assert names(reminded) == ["first/telegram", "first/webhook"]
    assert all("연락 기록이 없어요" in alert.text and "5분" in alert.text for alert in reminded)
    assert world.state(opened.case_id) == "acknowledged"
    assert not await world.after(minutes=4.9), "reminded once"
    assert names(await world.after(minutes=0.1)) == ["second/email"]
    assert world.cases.get(opened.case_id).owner_id is None


async def test_the_second_owner_is_reminded_too(world: World):
    opened = world.hear()
    for _ in range(4):
        await world.after()
        world.cases.acknowledge(opened.case_id, FIRST_ACTOR, "telegram")
        assert names(await world.after(minutes=10)) == ["first/telegram", "first/webhook"]
        assert await world.after(minutes=5)


async def test_contact_in_time_needs_no_reminder(world: World):
    opened = world.hear()
    await world.after()
    world.cases.acknowledge(opened.case_id, FIRST_ACTOR, "telegram")
    world.cases.contact(opened.case_id, FIRST_ACTOR, "통화함")
    assert not await world.after(minutes=60)


async def test_an_owner_who_is_not_on_the_roster_is_reminded_through_the_step(world: World):
    opened = world.hear()
    await world.after()
    world.cases.acknowledge(opened.case_id, MINJI, "console")
    assert names(await world.after(minutes=10)) == ["second/email"], "the step the case stands at"


async def test_a_clock_that_was_away_releases_without_a_late_reminder(world: World):
    world.call(Roster((FIRST,), ((FIRST.id,),)))
    opened = world.hear()
    await world.after()
    world.cases.acknowledge(opened.case_id, FIRST_ACTOR, "telegram")
    sent = await world.after(minutes=60)
    assert sent and not [alert for alert in sent if "연락 기록" in alert.text]


async def test_invented_cases_to_look_at_alert_nobody(world: World):
    from casework.cases import Heard

    heard = Heard("emergency", "self", (), True, 0.9)
    opened = world.cases.hear(
        conversation="demo-1", channel="demo", heard=heard, quote="[시험]", event_key="demo:1", test=True
    )
    for _ in range(5):
        assert not await world.after(minutes=60 * 30)
    case = world.cases.get(opened.case_id)
    assert case.state == "received" and case.next_due_at is not None and not case.alerts
    assert [entry.kind for entry in case.entries] == ["heard", "clock"]
    assert world.clock.health()["ok"]
