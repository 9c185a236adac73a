"""A risk heard becomes a case, once, and joins what is already open."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from casework.cases import Heard
from tests.casework.kit import HANA, MINJI, World


def test_a_case_is_open_due_and_on_its_timeline(world: World):
    opened = world.hear(quote="다 끝내고 싶어요")
    case = world.cases.get(opened.case_id)
    assert (opened.created, opened.level, opened.alerted, opened.code) == (True, "emergency", True, None)
    assert (case.state, case.next_due_at, case.receipt) == ("received", world.time, opened.receipt)
    assert [(e.kind, e.text) for e in case.entries] == [("heard", "다 끝내고 싶어요")]


def test_the_same_event_twice_is_handled_once(world: World):
    first = world.hear(event_key="same")
    again = world.hear(event_key="same", level="high")
    assert again == first
    assert len(world.cases.get(first.case_id).entries) == 1


def test_another_event_joins_the_open_case_of_the_conversation(world: World):
    first = world.hear("high")
    again = world.hear("normal")
    assert (again.case_id, again.receipt, again.created, again.level) == (first.case_id, first.receipt, False, "high")
    assert len(world.cases.get(first.case_id).entries) == 2


@pytest.mark.parametrize("other", [{"subject": "other"}, {"conversation": "web:2"}])
def test_another_subject_or_conversation_is_another_case(world: World, other: dict[str, str]):
    assert world.hear().case_id != world.hear(**other).case_id


def test_after_closing_a_new_case_opens(world: World):
    first = world.hear()
    world.cases.acknowledge(first.case_id, MINJI, "console")
    world.cases.close(first.case_id, MINJI, "false_alarm", "")
    assert world.hear().created


async def test_a_rise_starts_the_escalation_anew_even_when_somebody_has_it(world: World):
    opened = world.hear("normal")
    await world.after()
    world.cases.acknowledge(opened.case_id, MINJI, "console")
    world.hear("emergency")
    case = world.cases.get(opened.case_id)
    assert (case.level, case.state, case.owner_id, case.cycle, case.step) == ("emergency", "received", None, 2, 0)
    assert "민지" in case.entries[-2].text
    assert {alert.level for alert in await world.after()} == {"emergency"}


def test_the_level_never_falls(world: World):
    world.hear("emergency")
    assert world.hear("normal").level == "emergency"


async def test_danger_heard_again_after_the_caseworker_fell_silent_alerts_again(world: World):
    opened = world.hear()
    await world.after()
    world.cases.acknowledge(opened.case_id, MINJI, "console")
    world.cases.contact(opened.case_id, MINJI, "통화함")
    world.hear()
    assert world.state(opened.case_id) == "contacted", "the caseworker is talking with them right now"
    assert not await world.after(minutes=31)
    world.hear()
    assert world.state(opened.case_id) == "received"
    assert await world.after()


def test_nobody_on_call_is_said_as_it_is(world: World):
    world.policy.reachable = lambda: False
    assert not world.hear().alerted
    opened = world.hear("high", conversation="web:9")
    world.cases.acknowledge(opened.case_id, HANA, "console")
    assert world.hear("high", conversation="web:9").alerted, "somebody already has it"


def test_many_at_once_open_one_case(world: World):
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda number: world.hear(event_key=f"burst-{number}"), range(16)))
    assert len({one.case_id for one in opened}) == 1
    assert sum(one.created for one in opened) == 1
    assert len(world.cases.get(opened[0].case_id).entries) == 16


def test_one_event_delivered_at_once_by_many_is_one_line(world: World):
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda _: world.hear(event_key="one"), range(8)))
    assert len(set(opened)) == 1
    assert len(world.cases.get(opened[0].case_id).entries) == 1


@pytest.mark.parametrize("quote", ["살려줘" * 5000, "끝\x00낼래요", "끝\ud800낼래요", ""])
def test_a_call_for_help_is_kept_whatever_it_is_made_of(world: World, quote: str):
    opened = world.hear(quote=quote)
    assert len(world.cases.get(opened.case_id).entries[0].text) <= 4000


def test_an_identity_number_is_never_kept(world: World):
    opened = world.hear(quote="제 번호는 900101-1234567 이에요")
    assert "1234567" not in world.cases.get(opened.case_id).entries[0].text


@pytest.mark.parametrize(("level", "subject"), [("panic", "self"), ("high", "dog")])
def test_unknown_values_are_refused_by_name(level: str, subject: str):
    with pytest.raises(ValueError, match=r"panic|dog"):
        Heard(level, subject, (), False, 0.0)


def test_lines_of_the_conversation_reach_its_open_case(world: World):
    assert world.cases.say("web:1", "citizen", "안녕하세요") is None
    opened = world.hear()
    assert world.cases.say("web:1", "bot", "지금 안전한 곳에 계세요?") == opened.case_id
    assert world.cases.get(opened.case_id).entries[-1].author == "bot"
    with pytest.raises(ValueError, match="robot"):
        world.cases.say("web:1", "robot", "?")


def test_the_queue_is_worst_first_then_longest_waiting(world: World):
    normal = world.hear("normal", conversation="a")
    high = world.hear("high", conversation="b")
    old = world.hear("emergency", conversation="c")
    world.time = world.time.replace(minute=30)
    new = world.hear("emergency", conversation="d")
    assert [row.id for row in world.cases.queue()] == [one.case_id for one in (old, new, high, normal)]
    world.cases.acknowledge(high.case_id, MINJI, "console")
    assert [row.id for row in world.cases.queue("acknowledged")] == [high.case_id]
    with pytest.raises(ValueError, match="lost"):
        world.cases.queue("lost")


def test_an_unknown_case_is_a_lookup_error(world: World):
    for bad in ("C-NOPE", "", "x" * 500, "C-\x00"):
        with pytest.raises(LookupError):
            world.cases.get(bad)
