"""Answers: what was asked comes first, every statement stands on a cited guide, and nothing old is told as current."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from knowledge.answer.answerer import Answerer
from knowledge.answer.compose import facet_lines, has, next_steps
from knowledge.answer.facets import table
from knowledge.answer.verify import figures
from knowledge.catalog import Catalog
from knowledge.index.library import Library
from knowledge.passages import of_guide
from tests.house import FORMS, RENT
from tests.knowledge import guides

TWINS = (RENT, "youth-monthly-rent")


FOLLOW_UPS = [("서류는 뭐가 필요해요?", "준비 서류"), ("신청은 어떻게 해요?", "신청 방법"), ("언제까지예요?", "기간")]


@pytest.fixture
def desk(tmp_path: Path):
    """An answerer over guides made for one test; ``today`` is 2026-11-22."""

    def make(*made, today: date = date(2026, 11, 22)) -> Answerer:
        catalog = Catalog(list(made))
        library = Library(tmp_path / "index", tmp_path / "v.db", "none")
        library.renew([passage for guide in catalog for passage in of_guide(guide)])
        return Answerer(lambda: catalog, library, lambda: today)

    return make


def test_the_amount_that_was_asked_for_with_its_source(all_answerer: Answerer):
    answer = all_answerer.answer("청년월세 지원 얼마까지 되나요?")
    assert answer.refusal is None and answer.topic in TWINS
    assert "20만 원" in answer.text and "480만 원" in answer.text
    assert answer.sources[0].id in TWINS and answer.sources[0].section == "지원 내용"
    assert answer.sources[0].url and answer.sources[0].as_of


def test_the_papers_that_were_asked_for_with_their_source(all_answerer: Answerer):
    answer = all_answerer.answer("디지털서비스 심사 신청할 때 서류 뭐 내야 해요?")
    assert answer.refusal is None and answer.topic in FORMS
    assert answer.sources[0].section == "준비 서류"
    for paper in (
        ("신청서", "개요서", "확약서", "상세규격") if answer.topic == "ds-application-forms" else ("이용약관",)
    ):
        assert paper in answer.text


def test_the_lottery_is_refused_kindly_with_something_else_to_ask(all_answerer: Answerer):
    answer = all_answerer.answer("내년 로또 번호 알려줘")
    assert answer.refusal == "out_of_area" and not answer.sources and answer.topic is None
    assert "이음" in answer.text and answer.steps


def test_a_follow_up_is_about_what_was_talked_of(answerer: Answerer):
    for question, section in (
        ("서류는 뭐가 필요해요?", "준비 서류"),
        ("신청은 어떻게 해요?", "신청 방법"),
        ("언제까지예요?", "기간"),
    ):
        answer = answerer.answer(question, topic=RENT)
        assert (answer.topic, answer.sources[0].section) == (RENT, section)


def test_a_new_subject_leaves_the_old_topic(answerer: Answerer):
    topic = answerer.answer("주거급여 서류 알려 주세요", topic=RENT).topic
    assert topic and topic.startswith("housing-benefit")


@pytest.mark.parametrize("topic", ["no-such-guide", "", "x" * 500])
def test_a_topic_that_is_no_guide_is_no_topic(answerer: Answerer, topic: str):
    assert answerer.answer("서류는요?", topic=topic).refusal == "no_question"


def test_the_hint_of_the_dialogue_counts_beside_the_words(answerer: Answerer):
    assert answerer.answer("청년월세", facet="papers").facet == "papers"
    assert answerer.answer("청년월세 한 달에 얼마 받아요", facet="amount").facet == "amount"
    assert answerer.answer("청년월세", facet="no such facet").facet == "what"


def test_the_same_question_gets_the_same_answer(answerer: Answerer):
    assert answerer.answer("청년월세 얼마예요?") == answerer.answer("청년월세 얼마예요?")


def test_an_endless_question_is_answered(answerer: Answerer):
    assert answerer.answer("청년월세 얼마예요? " * 500).topic in TWINS
    assert answerer.answer("\ud800 청년월세 \x00 얼마예요?").topic in TWINS


def test_a_closed_window_is_said_before_the_amount(answerer: Answerer):
    lines = [line.text for line in answerer.answer("청년월세 얼마예요?").lines]
    closed = next(n for n, text in enumerate(lines) if "신청 기간이 아니에요" in text)
    assert closed < next(n for n, text in enumerate(lines) if "20만 원" in text)


def test_a_doubted_question_needs_stronger_support(answerer: Answerer):
    questions = ["청년월세 얼마예요?", "요즘 집값 어떻게 될까요", "집 앞 공사 소음", "강아지 미용 값", "방 청소하는 법"]
    plain = [answerer.answer(question).topic is not None for question in questions]
    doubted = [answerer.answer(question, doubted=True).topic is not None for question in questions]
    assert plain[0] and doubted[0]
    assert all(plain[n] or not doubted[n] for n in range(len(questions)))


def test_what_a_guide_does_not_say_is_admitted_with_a_desk_to_ask(desk):
    bare = guides.guide(documents=[], contact=None)
    call = guides.guide(id="call-129", name="보건복지상담센터 129", aliases=[], kind="contact")
    answer = desk(bare, call).answer("서류는 뭐 내요?", topic=bare.id)
    assert answer.refusal == "partly_known" and "따로 적혀 있지 않아요" in answer.text
    assert {source.id for source in answer.sources} == {"moon-voucher", "call-129"}


def test_doubtful_facts_are_said_to_be_doubtful(desk):
    assert "확인이 더 필요해요" in desk(guides.guide(confidence="low")).answer("달빛 이용권 얼마예요?").text


def test_no_paper_is_kept_back(all_guides: Catalog):
    short = []
    for guide in all_guides:
        shown = [line.text for line in facet_lines(guide, "papers")]
        papers = guide.documents
        if figures("\n".join(papers)) - figures("\n".join(shown)) or 2 * len(shown) < len(papers):
            short.append((guide.id, papers, shown))
    assert short == []


def test_every_button_leads_to_what_it_says(all_guides: Catalog):
    for guide in all_guides:
        steps = next_steps(guide, "what")
        assert len(steps) <= 4
        for step in steps:
            facet = next(name for name, facet in table().items() if facet.button == step.label)
            assert has(guide, facet) and step.value.endswith(step.label)


@pytest.mark.parametrize(("offset", "current"), [(-1, True), (0, True), (1, False)])
def test_validity_ends_with_its_last_day(desk, offset: int, current: bool):
    end = date(2026, 6, 30)
    answer = desk(guides.guide(valid_until=end.isoformat()), today=end + timedelta(days=offset)).answer(
        "달빛 이용권 얼마예요?"
    )
    assert (answer.refusal == "expired") is not current
    assert ("지금 기준이 아니에요" in answer.text) is not current


def test_what_replaced_a_guide_answers_in_its_place(desk):
    old = guides.guide(
        id="moon-2025",
        name="달빛 이용권 2025",
        aliases=["달빛 이용권"],
        valid_until="2025-12-31",
        replaced_by=["moon-2026"],
    )
    new = guides.guide(
        id="moon-2026", name="달빛 이용권 2026", aliases=["달빛 이용권"], valid_until="2026-12-31", benefit="월 5만 원"
    )
    made = desk(old, new)
    assert made.answer("달빛 이용권 얼마예요?").topic == "moon-2026"
    asked = made.answer("달빛 이용권 2025 얼마예요?")
    assert asked.topic == "moon-2025" and asked.refusal == "expired"
    assert any("2026" in step.label for step in asked.steps)


def test_two_guides_side_by_side(all_answerer: Answerer):
    answer = all_answerer.compare("행복주택이랑 국민임대 뭐가 달라요?")
    assert len(answer.sources) == 2 and answer.refusal is None
    names = [source.title for source in answer.sources]
    assert all(f"[{name}]" in answer.text for name in names)


def test_comparing_with_what_was_talked_of(all_answerer: Answerer):
    answer = all_answerer.compare("국민임대랑 뭐가 달라요?", topic="happy-housing")
    assert {source.id for source in answer.sources} == {"national-rental-housing", "happy-housing"}


@pytest.mark.parametrize("question", ["", "뭐가 달라요?", "로또랑 연금복권 차이"])
def test_comparing_nothing_we_know_is_refused(answerer: Answerer, question: str):
    assert answerer.compare(question).refusal in ("no_question", "out_of_area", "no_source")
