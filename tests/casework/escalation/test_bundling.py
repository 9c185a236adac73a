"""Throttles and storms: few messages, every case in one of them, every step on record, every key kept."""

from collections import Counter

from sqlalchemy import func, select

from casework.escalation.port import Alert, Contact, Limit, Outcome, Route
from casework.escalation.roster import Roster
from casework.escalation.tables import AlertRecord, AttemptRecord, BundleRecord
from casework.policy import Throttle
from tests.casework.kit import MINJI, World

PAGER = Contact("pager", "호출", (Route("webhook", "https://pager.example/hook"),))
THREE = Throttle(messages=3, seconds=60, hold_seconds=10)


def storm(world: World, count: int, level: str = "high") -> set[str]:
    return {world.hear(level, conversation=f"storm:{level}:{number}").case_id for number in range(count)}


def told_of(alerts: list[Alert]) -> Counter[str]:
    return Counter(case for alert in alerts for case in ([alert.case_id] if alert.case_id else cases_of(alert)))


def cases_of(alert: Alert) -> list[str]:
    return [case.case_id for case in alert.cases]


async def test_below_the_throttle_every_case_is_a_message_of_its_own(world: World):
    world.throttle(webhook=THREE)
    world.call(Roster.single(PAGER))
    cases = storm(world, 3)
    sent = await world.after()
    assert [alert.cases for alert in sent] == [()] * 3 and told_of(sent).keys() == cases


async def test_a_storm_becomes_few_messages_and_loses_no_case(world: World):
    world.throttle(webhook=Throttle(messages=10, seconds=60, hold_seconds=10))
    world.call(Roster.single(PAGER))
    cases = storm(world, 1000)
    sent = await world.after() + await world.after(seconds=10)
    assert len(sent) == 11
    assert told_of(sent) == dict.fromkeys(cases, 1)
    assert {world.cases.get(case).state for case in sorted(cases)[:20]} == {"notified"}
    with world.store.reading() as session:
        states = dict(session.execute(select(AlertRecord.state, func.count()).group_by(AlertRecord.state)).all())
        tries = session.scalar(select(func.count()).select_from(AttemptRecord).where(AttemptRecord.ok.is_(True)))
    assert states == {"delivered": 1000} and tries == 1000, "every case has its own step and attempt on record"
    assert "990건" in sent[-1].title and "외 980건" in sent[-1].text


async def test_the_worst_comes_first_in_a_bundle(world: World):
    world.throttle(webhook=Throttle(messages=1, seconds=60, hold_seconds=10))
    world.call(Roster.single(PAGER))
    await world.after()
    storm(world, 2, "normal")
    storm(world, 2, "high")
    (single,) = await world.after()
    assert single.level == "high"
    (bundle,) = await world.after(seconds=10)
    assert (bundle.level, [case.level for case in bundle.cases]) == ("high", ["high", "normal", "normal"])
    assert (bundle.case_id, bundle.receipt) == ("", "")
    assert all(case.receipt in bundle.text for case in bundle.cases)


async def test_what_is_held_is_late_by_no_more_than_the_hold(world: World):
    world.throttle(webhook=THREE)
    world.call(Roster.single(PAGER))
    storm(world, 5)
    assert len(await world.after()) == 3
    assert not await world.after(seconds=9.9)
    assert [len(alert.cases) for alert in await world.after(seconds=0.1)] == [2]


async def test_a_bundle_is_repeated_word_for_word_with_its_key(world: World):
    world.throttle(webhook=THREE)
    world.call(Roster.single(PAGER))
    storm(world, 8)
    await world.after()
    world.sent.answers["webhook"] = [Outcome(ok=False), Outcome(ok=True)]
    (first,) = await world.after(seconds=10)
    world.cases.acknowledge(first.cases[0].case_id, MINJI, "console")
    (again,) = await world.after(seconds=5)
    assert again == first
    with world.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(BundleRecord)) == 1


async def test_a_bundle_everybody_took_is_not_repeated(world: World):
    world.throttle(webhook=Throttle(messages=1, seconds=60, hold_seconds=10))
    world.call(Roster.single(PAGER))
    storm(world, 3)
    await world.after()
    world.sent.answers["webhook"] = [Outcome(ok=False)]
    (bundle,) = await world.after(seconds=10)
    for case in cases_of(bundle):
        world.cases.acknowledge(case, MINJI, "console")
    assert not await world.after(seconds=30)


async def test_a_single_alert_that_may_have_arrived_keeps_its_own_key(world: World):
    world.throttle(webhook=Throttle(messages=1, seconds=600, hold_seconds=10))
    world.call(Roster.single(PAGER))
    world.sent.answers["webhook"] = [Outcome(ok=False), Outcome(ok=True)]
    storm(world, 1)
    (first,) = await world.after()
    storm(world, 2, "normal")
    later = await world.after(seconds=10) + await world.after(seconds=10)
    assert first in later and len(later) == 2, "the repeat by itself, the two new ones together"


async def test_a_contacts_own_throttle_counts_first(world: World):
    world.throttle(webhook=THREE)
    quiet = Contact(
        PAGER.id, PAGER.name, PAGER.routes, limits=(("webhook", Limit(messages=1, seconds=60, hold_seconds=30)),)
    )
    world.call(Roster.single(quiet))
    storm(world, 4)
    assert len(await world.after()) == 1
    assert not await world.after(seconds=29)
    assert [len(alert.cases) for alert in await world.after(seconds=1)] == [3]


async def test_drills_never_share_a_message_with_real_cases(world: World):
    from casework.cases import Heard

    world.throttle(webhook=Throttle(messages=1, seconds=60, hold_seconds=10))
    world.call(Roster.single(PAGER))
    storm(world, 3)
    heard = Heard("high", "self", (), False, 1.0)
    for number in range(3):
        world.cases.hear(
            conversation=f"d{number}", channel="drill", heard=heard, quote="훈련", event_key=f"d{number}", test=True
        )
    sent = await world.after() + await world.after(seconds=10)
    assert sorted((alert.test, len(alert.cases)) for alert in sent) == [(False, 0), (False, 2), (True, 0), (True, 2)]
    assert all(alert.title.startswith("[훈련]") == alert.test for alert in sent)
