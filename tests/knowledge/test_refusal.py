"""A refusal has a type, kind words and somewhere to turn to."""

from __future__ import annotations

from typing import get_args

import pytest

from knowledge.answer.answerer import Answerer
from knowledge.answer.model import RefusalType
from knowledge.answer.refusal import by_pattern, refusals, refuse
from knowledge.catalog import Catalog
from tests.conftest import TODAY

KINDS = list(get_args(RefusalType))
TOLD = [
    ("내년 로또 번호 알려줘", "out_of_area"),
    ("내일 날씨 어때요?", "out_of_area"),
    ("제가 신청한 거 어떻게 됐나요? 제 신청 결과 언제 나와요", "personal_record"),
    ("제 통장에 언제 입금돼요? 제 급여 얼마 남았는지 조회해 주세요", "personal_record"),
    ("집주인이 한 이 계약은 불법인가요?", "legal_judgement"),
    ("소송하면 이길 수 있을까요", "legal_judgement"),
    ("", "no_question"),
    ("저기요", "no_question"),
    ("그거 뭐였더라", "no_question"),
]
FINE = [
    "전세사기 소송 비용 지원 있나요?",
    "무료 법률상담은 어떻게 받나요",
    "청년월세 신청 자격이 뭐예요?",
    "불법 사금융 피해 상담 전화",
]


@pytest.mark.parametrize(("question", "kind"), TOLD)
def test_a_question_is_refused_by_its_type(answerer: Answerer, question: str, kind: str):
    answer = answerer.answer(question)
    assert answer.refusal == kind and answer.text and answer.steps


@pytest.mark.parametrize("question", FINE)
def test_a_question_of_our_field_is_not_taken_for_another(question: str):
    assert by_pattern(question) is None


def test_what_no_guide_holds_is_refused_and_never_guessed(answerer: Answerer):
    for question in ("고래 사육 면허 취득 절차", "화성 이주 신청은 어디서 해요", "양자컴퓨터 큐비트 개수 알려줘"):
        answer = answerer.answer(question)
        assert answer.refusal in ("no_source", "out_of_area"), (question, answer.text)
        assert answer.topic is None


@pytest.mark.parametrize("kind", KINDS)
def test_every_refusal_has_words_and_a_next_step(all_guides: Catalog, kind: RefusalType):
    answer = refuse(kind, all_guides, TODAY)
    assert answer.refusal == kind and len(answer.lines) >= 2 and answer.steps
    assert all(line.text for line in answer.lines)
    if kind not in ("out_of_area", "no_question"):
        assert answer.sources and any(any(c.isdigit() for c in line.text) for line in answer.lines)


@pytest.mark.parametrize("domain", [*refusals().turn_to, "no such domain"])
def test_whom_to_turn_to_is_cited(all_guides: Catalog, domain: str):
    answer = refuse("no_source", all_guides, TODAY, domain)
    assert {line.guide for line in answer.lines if line.guide} == {source.id for source in answer.sources} != set()


def test_legal_questions_go_to_legal_aid(answerer: Answerer):
    assert [source.id for source in answerer.answer("이 계약 조항은 무효인가요?").sources] == ["legal-aid"]


def test_the_examples_offered_are_answered(all_answerer: Answerer):
    for question in refusals().examples:
        assert all_answerer.answer(question).refusal is None, question


def test_the_words_say_no_figure_that_no_guide_carries():
    for kind, words in refusals().types.items():
        assert not any(char.isdigit() for char in words.text + words.hint), kind
