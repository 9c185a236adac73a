"""Which guide a question means after others: the topic, what lies beside it, another, or none."""

from __future__ import annotations

import pytest

from knowledge.answer.answerer import Answerer
from knowledge.answer.context import FEATURES, weights
from knowledge.answer.fit_context import examples
from knowledge.answer.talk import Talk
from knowledge.catalog import Catalog

RENT = ("youth-monthly-rent", "housing-youth-monthly-rent")


def test_every_feature_has_a_weight_in_both_modes():
    assert [set(by) for by in weights().values()] == [set(FEATURES)] * 2


@pytest.mark.parametrize("question", ["그럼 서류는?", "얼마예요", "어디에 전화해요", "언제까지 신청했어야 돼요?"])
def test_what_names_nothing_goes_on_about_the_topic(all_answerer: Answerer, question: str):
    assert all_answerer.answer(question, topic="basic-pension").topic == "basic-pension"


def test_a_sibling_is_found_from_a_few_words(all_answerer: Answerer):
    assert all_answerer.answer("2유형은?", topic="youth-scholarship-type1").topic == "youth-scholarship-type2"


def test_back_to_what_was_talked_of_before(all_answerer: Answerer):
    talk = "basic-pension youth-monthly-rent"
    assert all_answerer.answer("아까 그 청년월세 서류는요?", topic=talk).topic in RENT


@pytest.mark.parametrize(
    "question", ["오늘 서울 날씨 어때요?", "김치찌개 끓이는 법 알려줘", "비트코인 지금 사도 될까요"]
)
def test_what_is_none_of_ours_is_refused_in_the_middle_of_a_talk(all_answerer: Answerer, question: str):
    answer = all_answerer.answer(question, topic="basic-pension")
    assert answer.topic is None and answer.refusal in ("out_of_area", "no_source")


def test_the_two_last_talked_of_are_compared(all_answerer: Answerer):
    answer = all_answerer.compare("둘이 뭐가 달라요?", topic="national-rental-housing happy-housing")
    assert [source.id for source in answer.sources] == ["national-rental-housing", "happy-housing"]
    assert answer.shown == ("national-rental-housing", "happy-housing")


def test_the_second_of_a_comparison_can_be_pointed_at(all_answerer: Answerer, all_guides: Catalog):
    first = all_answerer.compare("행복주택이랑 국민임대 뭐가 달라요?")
    talk = Talk().after(first)
    assert all_answerer.answer("두 번째 거 서류는요?", topic=talk.stored).topic == first.shown[1]


def test_the_dialogues_to_learn_from_name_guides_that_are_here(all_guides: Catalog):
    told = examples()
    assert len(told) >= 98
    assert all(guide in all_guides for dialogue in told for turn in dialogue.turns for guide in turn.guides)
