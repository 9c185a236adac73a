"""Whether the support is enough to answer, and whether a question goes on about the guide talked about before."""

from __future__ import annotations

import pytest

from knowledge.answer.answerer import Answerer
from knowledge.answer.followup import corrected, own_terms
from knowledge.answer.kinds import log_odds
from knowledge.answer.signals import FEATURES, features
from knowledge.answer.support import Support, judge, weights
from knowledge.catalog import Catalog
from tests.knowledge import guides

TWINS = ("youth-monthly-rent", "housing-youth-monthly-rent")
NOTHING = frozenset(("no_source", "out_of_area", "no_question"))


def signals_of(answerer: Answerer, catalog: Catalog, question: str) -> dict[str, float]:
    hits, searcher = answerer.guides.search(question), answerer.guides.searcher
    return features(question, hits, catalog[hits[0].doc], searcher, log_odds(question), False, 2026)


def test_every_feature_has_a_weight_in_both_modes():
    model = weights()
    for mode in (model.with_vectors, model.lexical_only):
        assert set(mode.answer) == {"bias", *FEATURES}
        assert set(mode.types) == {"out_of_area", "no_source", "personal_record", "legal_judgement"}
        assert all(set(of) == {"bias", *FEATURES} for of in mode.types.values())
    assert all(0 < bar < 1 for bar in model.thresholds.values())
    assert Support.model_validate(model.model_dump()) == model


BOUNDED = tuple(name for name in FEATURES if name not in ("lexical", "dense", "margin", "score") and "kind" not in name)


def test_the_signals_of_a_question_lie_in_their_ranges(all_answerer: Answerer, all_guides: Catalog):
    searcher = all_answerer.guides.searcher
    for question in (
        "청년월세 지원 얼마예요?",
        "방값이 너무 비싸요",
        "국민희망월급제 신청기간",
        "김치찌개 끓이는 법",
        "a" * 900,
    ):
        if hits := all_answerer.guides.search(question):
            values = signals_of(all_answerer, all_guides, question)
            assert set(values) == set(FEATURES)
            assert all(0 <= values[name] <= 1 for name in BOUNDED)
            judged = judge(question, hits, all_guides[hits[0].doc], searcher, elsewhere=False, year=2026)
            assert 0 <= judged.likely <= 1


def test_a_word_the_question_means_supports_it(all_answerer: Answerer, all_guides: Catalog):
    assert signals_of(all_answerer, all_guides, "방값이 너무 비싸요")["meant"] == 1
    assert signals_of(all_answerer, all_guides, "청년월세")["meant"] == 0


def test_a_compound_no_guide_has_speaks_against_it(all_answerer: Answerer, all_guides: Catalog):
    assert signals_of(all_answerer, all_guides, "청년월세 얼마예요?")["strange"] == 0
    assert signals_of(all_answerer, all_guides, "청년달나라수당 얼마예요?")["strange"] > 0


def test_a_year_that_no_guide_can_know_speaks_against_it(all_answerer: Answerer, all_guides: Catalog):
    assert signals_of(all_answerer, all_guides, "2041년 청년월세 얼마예요?")["future"] == 1
    assert signals_of(all_answerer, all_guides, "2026년 청년월세 얼마예요?")["future"] == 0


def test_what_the_guide_never_speaks_of_is_counted(all_answerer: Answerer, all_guides: Catalog):
    asked = signals_of(all_answerer, all_guides, "청년월세 심사하는 주무관 나이가 몇이에요?")
    assert asked["missing_count"] > signals_of(all_answerer, all_guides, "청년월세 서류가 뭐예요?")["missing_count"]


@pytest.mark.parametrize("question", ["청년월세", "국민임대", "긴급복지 생계지원", "실업급여", "행복주택 서류"])
def test_a_guides_bare_name_is_enough(all_answerer: Answerer, question: str):
    assert all_answerer.answer(question).topic is not None


STRANGERS = [
    "김치찌개 맛있게 끓이는 법",
    "기타 코드 쉽게 잡는 법",
    "목성까지 거리가 얼마예요?",
    "제주시에서 하는 감귤수당 얼마",
    "고양이가 밥을 안 먹어요 왜 그럴까요",
    "라면 물 몇 컵 넣어요",
    "캠핑 텐트 추천해 주세요",
    "운동화 사이즈가 애매해요",
    "스페인 여행 일정 짜 줘",
    "커피 원두 보관은 어떻게 해요",
]


def test_strangers_questions_are_mostly_refused_by_words_alone(all_answerer: Answerer):
    # Without vectors about four in five, cross-validated (docs/adr/0005-retrieval.md); the dialogue catches more.
    answered = [question for question in STRANGERS if all_answerer.answer(question).refusal not in NOTHING]
    assert len(answered) <= 2, answered


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("제 대기순번이 지금 몇 번인지 조회해 주세요", "personal_record"),
        ("우리 회사가 낸 신청서 접수됐는지 확인해 주세요", "personal_record"),
        ("아버지가 받으신 연금 총액이 얼마였는지 알려 주세요", "personal_record"),
        ("이거 명예훼손죄 되나요?", "legal_judgement"),
        ("사장이 자른 건데 부당해고 맞죠?", "legal_judgement"),
        ("합의금 얼마 부르는 게 적정할까요?", "legal_judgement"),
        ("나이 조건이 어떻게 돼요?", "no_question"),
    ],
)
def test_the_reason_of_a_refusal(all_answerer: Answerer, question: str, kind: str):
    assert all_answerer.answer(question).refusal == kind


@pytest.mark.parametrize(
    "question",
    [
        "전세사기 피해자로 인정받으려면 어떻게 해요?",
        "대기순번은 어디서 확인해요?",
        "내 통장에 얼마까지 있어도 긴급복지 되나요?",
        "아이돌봄서비스 알려 주세요",
    ],
)
def test_a_question_that_only_sounds_so_is_answered(all_answerer: Answerer, question: str):
    assert all_answerer.answer(question).refusal not in ("personal_record", "legal_judgement", "out_of_area")


@pytest.mark.parametrize(
    "question", ["그럼 서류는요?", "나이 조건이 어떻게 돼요?", "얼마까지 나와요?", "부산은요?", "대학생도 돼요?"]
)
def test_a_question_about_attributes_has_no_subject(question: str):
    assert own_terms(question) == []


def test_a_follow_up_stays_with_its_topic(all_answerer: Answerer):
    for question in ("그럼 서류는요?", "나이 조건이 어떻게 돼요?", "대학생도 돼요?"):
        assert all_answerer.answer(question, topic="youth-monthly-rent").topic in TWINS


def test_another_subject_leaves_the_topic(all_answerer: Answerer):
    assert all_answerer.answer("기초연금은 얼마예요?", topic="youth-monthly-rent").topic == "basic-pension"
    assert all_answerer.answer("김치찌개 끓이는 법", topic="youth-monthly-rent").topic is None


def test_a_guide_of_one_region_does_not_answer_for_another(all_answerer: Answerer):
    answer = all_answerer.answer("그럼 부산은?", topic="youth-seoul-monthly-rent")
    assert answer.refusal == "no_source" and answer.topic is None


def test_a_correction_is_a_question_of_its_own():
    topic = guides.guide(name="청년 전세 이용권")
    assert corrected("아니 전세 말고 월세", topic) == "청년 월세"
    assert corrected("행복주택 말고 국민임대 자격", topic) == "국민임대 자격"
    assert corrected("서류 말고는 없어요?", topic) is None and corrected("월세는요?", topic) is None
