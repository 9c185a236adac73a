"""Two questions in one message are both answered; one question is not torn apart."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.answer.answerer import Answerer
from knowledge.answer.fit_split import examples
from knowledge.answer.split import FOUND, WORDS, cuts, likeliest, said, split, weights
from knowledge.catalog import Catalog


def test_both_models_have_a_weight_for_every_feature():
    assert set(weights().words) == {"bias", *WORDS} and set(weights().found) == {"bias", *FOUND}


def test_two_schemes_described_without_their_names(all_answerer: Answerer):
    message = (
        "아기 낳으면 첫째는 바우처로 얼마 주는지 궁금하고요, 집에서 키우면 다달이 나오는 부모급여는 0세가 얼마예요?"
    )
    found = {source.id for source in all_answerer.answer(message).sources}
    assert {"first-meeting-voucher", "parent-benefit"} <= found


@pytest.mark.parametrize(
    "question",
    [
        "기초연금은 얼마예요?",
        "청년월세 신청하고 싶은데 서류 뭐 내고 어디로 가요?",
        "부모님이랑 따로 살고 알바하는데 방세 지원 받을 수 있는지 궁금해요",
    ],
)
def test_one_scheme_stays_one_question(all_answerer: Answerer, question: str):
    assert split(question, all_answerer.guides.search) is None


def test_the_examples_hold_and_name_guides_that_are_here(all_guides: Catalog):
    twos = examples()
    assert len(twos) >= 140 and len({two.question for two in twos}) == len(twos)
    assert all(guide in all_guides for two in twos for guide in (*two.first, *two.second))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80) | st.text(alphabet="가는지랑고? .,!/얼마몇서류 ", max_size=120))
def test_whatever_is_asked_cuts_lie_inside_and_nothing_fails(question: str):
    places = cuts(question)
    assert all(0 < place.end < len(question) for place in places)
    assert [place.end for place in places] == sorted({place.end for place in places})
    assert all(set(row) == set(WORDS) for row in said(question, places))
    best = likeliest(question)
    assert best is None or 0 < best[1] < 1
