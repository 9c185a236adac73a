"""Several things at once: two questions in a message, a list, two named guides, guides close by."""

from __future__ import annotations

import pytest

from knowledge.answer.answerer import Answerer
from knowledge.answer.facets import asks_list
from knowledge.answer.tell import EACH, LISTED
from knowledge.catalog import Catalog


def test_two_questions_in_one_message_are_both_answered(all_answerer: Answerer):
    answer = all_answerer.answer("행복주택 자격이랑 기초연금 서류 둘 다 알려줘")
    ids = [source.id for source in answer.sources]
    assert any("happy-housing" in id for id in ids) and "basic-pension" in ids
    assert len(answer.lines) <= 2 * EACH + 1
    assert answer.refusal is None


def test_what_there_is_comes_as_a_list(all_answerer: Answerer, all_guides: Catalog):
    answer = all_answerer.answer("월세 지원 뭐뭐 있어")
    assert 2 <= len(answer.sources) <= LISTED
    for source in answer.sources:
        assert any(word in all_guides[source.id].facts_text for word in ("월세", "임차", "임대료")), source.id
    assert answer.topic is None and len(answer.steps) == len(answer.sources)


def test_a_list_leaves_out_what_is_over(all_answerer: Answerer, all_guides: Catalog):
    answer = all_answerer.answer("청년 적금 뭐 있어요")
    assert answer.sources
    assert all(all_guides[source.id].status != "ended" for source in answer.sources)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("월세 지원 뭐뭐 있어", True),
        ("노인이 받을 수 있는 혜택은 뭐가 있나요", True),
        ("청년 대출 종류 알려줘", True),
        ("행복주택 서류 알려 주세요", False),
        ("기초연금 얼마예요", False),
    ],
)
def test_asking_for_a_list(question: str, wanted: bool):
    assert asks_list(question) == wanted


def test_the_difference_of_two_named_guides_shows_both(all_answerer: Answerer):
    answer = all_answerer.answer("행복주택이랑 국민임대 차이")
    assert {source.id for source in answer.sources} >= {"national-rental-housing"}
    assert len({source.id for source in answer.sources}) == 2


@pytest.mark.parametrize(
    "question", ["청년월세 받으면서 주거급여 신청은 어떻게 해요?", "행복주택 사는데 국민임대는 뭐가 필요해요?"]
)
def test_two_guides_named_without_asking_for_their_difference_are_not_compared(all_answerer: Answerer, question: str):
    lines = [line.text for line in all_answerer.answer(question).lines]
    assert lines and not any(text.startswith("[") for text in lines)


def test_every_guide_beside_is_cited_and_leads_on(all_answerer: Answerer):
    answer = all_answerer.answer("청년 전세 대출 얼마까지 돼요")
    beside = [line for line in answer.lines if line.text.startswith("혹시 ")]
    assert beside
    assert {line.guide for line in beside} <= {source.id for source in answer.sources[1:]}
    assert answer.sources[0].id not in {line.guide for line in beside}


def test_a_question_typed_on_the_wrong_keyboard_is_answered(all_answerer: Answerer):
    assert all_answerer.answer("cjdsusdnjftp djfak").topic in ("youth-monthly-rent", "housing-youth-monthly-rent")
