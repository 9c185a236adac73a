"""The talk so far: what is remembered, what 두 번째 거 points at, and that whatever is stored is read back safely."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answer.model import Answer
from knowledge.answer.talk import KEPT, STORED, Talk
from knowledge.catalog import Catalog
from tests.knowledge import guides

IDS = [f"guide-{number}" for number in range(9)]
CATALOG = Catalog([guides.guide(id=each) for each in IDS])


def test_the_newest_topic_stands_first_and_each_once():
    talk = (
        Talk().after(Answer((), topic="guide-1")).after(Answer((), topic="guide-2")).after(Answer((), topic="guide-1"))
    )
    assert talk.topics == ("guide-1", "guide-2") and talk.topic == "guide-1"


def test_a_refusal_leaves_the_talk_as_it_was():
    talk = Talk(("guide-1",), ("guide-2", "guide-3"))
    assert talk.after(Answer((), refusal="no_source")) == talk


def test_what_was_listed_is_remembered_in_its_order_and_talked_of():
    talk = Talk(("guide-1",)).after(Answer((), shown=("guide-2", "guide-3")))
    assert talk.shown == ("guide-2", "guide-3") and talk.topics == ("guide-2", "guide-3", "guide-1")


@pytest.mark.parametrize(
    ("question", "guide"),
    [
        ("두 번째 거 자세히", "guide-3"),
        ("두번째거는요?", "guide-3"),
        ("처음 거 전화번호요", "guide-2"),
        ("마지막 것도 알려줘", "guide-4"),
        ("세 번째 건 얼마예요", "guide-4"),
        ("다섯 번째 거", None),
        ("두 번까지 받을 수 있나요", None),
        ("첫째는 바우처로 얼마 주는 거예요", None),
        ("처음 신청하는 사람도 되는 거죠", None),
        ("서류는요?", None),
    ],
)
def test_an_ordinal_points_at_what_was_shown(question: str, guide: str | None):
    assert Talk(shown=("guide-2", "guide-3", "guide-4")).pointed(question) == guide


def test_nothing_is_pointed_at_where_nothing_was_shown():
    assert Talk(("guide-1",)).pointed("두 번째 거") is None


@given(st.lists(st.sampled_from(IDS), unique=True, max_size=KEPT), st.lists(st.sampled_from(IDS), unique=True))
def test_the_stored_form_is_short_and_read_back_as_far_as_it_goes(topics: list[str], shown: list[str]):
    talk = Talk(tuple(topics), tuple(shown))
    back = Talk.parse(talk.stored, CATALOG)
    assert len(talk.stored or "") <= STORED
    assert back.topics == talk.topics[: len(back.topics)] and back.shown == talk.shown[: len(back.shown)]
    assert back.topic == talk.topic


@given(st.text(max_size=200))
def test_whatever_is_stored_names_only_guides_that_are_here(stored: str):
    assert set((*Talk.parse(stored, CATALOG).topics, *Talk.parse(stored, CATALOG).shown)) <= set(IDS)


def test_one_id_alone_is_a_talk_too():
    assert Talk.parse("guide-7", CATALOG) == Talk(("guide-7",))
    assert Talk.parse(None, CATALOG) == Talk() == Talk.parse("gone", CATALOG)
