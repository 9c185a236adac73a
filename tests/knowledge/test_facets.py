"""What a question asks for, and what it is about."""

from __future__ import annotations

import re

import pytest

from knowledge.answer.facets import detect, fillers, subject_terms, table

ASKS = [
    ("청년월세 지원 얼마까지 되나요?", "amount"),
    ("디지털서비스 심사 신청할 때 서류 뭐 내야 해요?", "papers"),
    ("긴급복지 신청은 어떻게 해요", "how"),
    ("행복주택 자격이 뭐예요?", "who"),
    ("청년월세 언제까지 신청해요?", "when"),
    ("주거급여 전화번호 알려 주세요", "contact"),
    ("심사 배점이 궁금해요", "rule"),
    ("행복주택이 뭐예요", "what"),
    ("행복주택", "what"),
]


@pytest.mark.parametrize(("question", "facet"), ASKS)
def test_the_leading_facet_of_a_question(question: str, facet: str):
    assert detect(question)[0] == facet
    assert detect(question.replace(" ", ""))[0] == facet


def test_every_pattern_is_a_regular_expression_and_every_button_short():
    for name, facet in table().items():
        assert [re.compile(pattern) for pattern in facet.patterns], name
        assert len(facet.button) <= 14


def test_pressing_the_button_of_a_facet_asks_for_that_facet():
    assert {name: detect(f"행복주택 {facet.button}")[0] for name, facet in table().items()} == {n: n for n in table()}


@pytest.mark.parametrize(
    "question", ["그럼 얼마예요?", "서류는요?", "신청은 어떻게 해요", "그건 언제까지예요?", "", "??"]
)
def test_a_follow_up_question_has_no_subject_of_its_own(question: str):
    assert subject_terms(question) == []


def test_the_subject_is_what_no_filler_is():
    terms = subject_terms("청년월세 서류 알려 주세요")
    assert "청년" in terms and "서류" in fillers() and "서류" not in terms
