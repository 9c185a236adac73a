"""The inbox keeps questions and opinions, in groups that ask the same, each on its way from new to done."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from casework.store import open_store
from knowledge.inbox import Inbox

NOON = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture
def inbox(tmp_path: Path, migrated: Path) -> Inbox:
    path = tmp_path / "ieum.db"
    path.write_bytes(migrated.read_bytes())
    return Inbox(open_store(f"sqlite:///{path}").engine, lambda: NOON)


def test_what_was_left_is_listed_newest_first(inbox: Inbox):
    numbers = [inbox.add("prequestion", f"질문 {n}", "k1", "ds-definition") for n in range(3)]
    inbox.add("bad", "아쉬워요", "k1")
    assert numbers == sorted(set(numbers))
    assert [item.question for item in inbox.items("prequestion")] == ["질문 2", "질문 1", "질문 0"]
    assert [item.kind for item in inbox.items(limit=2)] == ["bad", "prequestion"]
    assert inbox.items("prequestion")[0].topic == "ds-definition" and inbox.items("bad")[0].topic is None
    assert inbox.items("good") == []


def test_an_endless_question_is_kept_in_part(inbox: Inbox):
    inbox.add("unanswered", "가" * 10_000, "k1")
    assert len(inbox.items()[0].question) == 4_000


def test_it_survives_the_process(tmp_path: Path, inbox: Inbox):
    inbox.add("good", "고마워요", "k1")
    again = Inbox(open_store(f"sqlite:///{tmp_path / 'ieum.db'}").engine)
    assert again.items()[0].question == "고마워요" and again.items()[0].at.replace(tzinfo=UTC) == NOON


def test_many_leave_something_at_once(inbox: Inbox):
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda n: inbox.add("good", f"{n}", f"k{n}"), range(40)))
    assert len(set(numbers)) == 40 == len(inbox.items())


def asked(inbox: Inbox, *questions: str) -> None:
    """One person for each question."""
    for number, question in enumerate(questions):
        inbox.add("unanswered", question, f"k{number}")


def test_the_same_question_of_one_person_is_kept_once(inbox: Inbox):
    first = inbox.add("unanswered", "난방비 지원 있나요?", "k1")
    assert inbox.add("unanswered", "난방비  지원 있나요", "k1") == first
    assert inbox.add("unanswered", "난방비 지원 있나요?", "k2") != first
    assert len(inbox.items()) == 2


def test_a_question_put_away_may_be_asked_again(inbox: Inbox):
    asked(inbox, "난방비 지원 있나요?")
    (group,) = inbox.groups()
    assert inbox.move(group.id, "dismissed", ("new",)) == 1
    asked(inbox, "난방비 지원 있나요?")
    assert [g.askers for g in inbox.groups()] == [1] == [g.askers for g in inbox.groups("dismissed")]


def test_what_most_people_asked_stands_first(inbox: Inbox):
    asked(
        inbox,
        "틀니 지원 되나요?",
        "난방비 지원 어떻게 신청하나요?",
        "난방비 지원 신청하고 싶어요",
        "난방비 지원 신청 방법",
    )
    assert [(group.askers, group.leader) for group in inbox.groups()] == [
        (3, "난방비 지원 어떻게 신청하나요?"), (1, "틀니 지원 되나요?"),
    ]  # fmt: skip
    assert inbox.counts() == {"new": 2}


def test_looking_twice_sorts_nothing_anew(inbox: Inbox):
    asked(inbox, "난방비 지원 신청", "틀니 지원")
    before = [(group.id, group.leader) for group in inbox.groups()]
    assert inbox.sort() == 0 and [(group.id, group.leader) for group in inbox.groups()] == before


def test_thumbs_lie_by_guide_and_not_among_questions(inbox: Inbox):
    for topic in ("ds-definition", "ds-definition", "happy-housing"):
        inbox.add("bad", "별로예요", "k1", topic)
    inbox.add("prequestion", "별로예요", "k2")
    assert sorted((g.kind, g.topic, len(g.items)) for g in inbox.groups()) == [
        ("bad", "ds-definition", 2), ("bad", "happy-housing", 1), ("question", None, 1),
    ]  # fmt: skip


def test_an_answer_counts_once_and_for_who_asked_before_it(inbox: Inbox):
    asked(inbox, "난방비 지원 신청", "난방비 지원 신청하려면")
    (group,) = inbox.groups()
    assert len(inbox.answer(group.id, "주민센터에서요", "다혜")) == 2
    assert inbox.answer(group.id, "다른 답", "보람") == []
    assert set(inbox.untold(group.id)) == {"k0", "k1"}
    inbox.told([item.id for item in inbox.untold(group.id)["k0"]])
    assert set(inbox.untold()) == {"k1"} and inbox.untold(None, timedelta(minutes=1)) == {}
    asked(inbox, "난방비 지원 신청 방법")
    (again,) = inbox.groups()
    assert again.id == group.id and again.askers == 1 and again.answer == "주민센터에서요"


def test_answers_and_moves_of_what_is_not_there_change_nothing(inbox: Inbox):
    for number in (0, -1, 7, 2**40):
        assert inbox.group(number) is None
    assert inbox.answer(7, "x", "다혜") == [] and inbox.move(7, "done", ("new",)) == 0


def test_forgetting_takes_the_words_out_of_the_group_too(inbox: Inbox):
    asked(inbox, "난방비 지원 신청", "난방비 지원 신청하려면")
    inbox.groups()
    inbox.forget("k0")
    assert [group.leader for group in inbox.groups()] == ["난방비 지원 신청하려면"]
    inbox.forget("k1")
    assert inbox.groups() == [] and inbox.counts() == {}


def test_items_of_the_version_before_are_new_and_get_sorted(inbox: Inbox, tmp_path: Path):
    with open_store(f"sqlite:///{tmp_path / 'ieum.db'}").engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO inbox (kind, question, conversation, at) "
            "VALUES ('unanswered', '난방비', 'k', '2026-11-01 00:00:00')"
        )
    assert [(group.leader, group.askers) for group in inbox.groups()] == [("난방비", 1)]


def test_many_sort_at_once_and_every_item_has_one_group(inbox: Inbox):
    asked(inbox, *(f"난방비 지원 신청 {n}" for n in range(20)))
    with ThreadPoolExecutor(4) as pool:
        sorted_by_each = list(pool.map(lambda _: inbox.sort(), range(4)))
    assert sum(sorted_by_each) == 20 and sum(len(group.items) for group in inbox.groups()) == 20
