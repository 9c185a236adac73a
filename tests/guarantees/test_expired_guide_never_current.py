"""Guarantee 8: a guide past its valid_until never answers as current."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.call import parse
from actions.recommend import run as recommend
from gateway.build import Building
from knowledge.answer.answerer import Answerer
from knowledge.answer.facets import table
from knowledge.answer.model import Answer
from knowledge.catalog import Catalog
from knowledge.eligibility.profile import Profile
from knowledge.eligibility.suggest import suggest
from knowledge.index.library import Library
from tests.conftest import TODAY
from tests.gateway.kit import message
from tests.knowledge import guides as made

LATER = date(2031, 1, 1)


def honest(answer: Answer, catalog: Catalog, today: date) -> bool:
    """Whether the answer is about a guide in force, or says before any fact that its guide is not."""
    if answer.topic is None or catalog[answer.topic].is_current(today):
        return answer.refusal != "expired"
    said = [n for n, line in enumerate(answer.lines) if line.section == "기간" and line.guide == answer.topic]
    return answer.refusal == "expired" and 1 in said


@pytest.mark.parametrize("today", [TODAY, LATER], ids=str)
def test_every_guide_asked_for_by_name_on_every_facet(all_answerer: Answerer, all_guides: Catalog, today: date):
    answerer = Answerer(lambda: all_guides, all_answerer_library(all_answerer), lambda: today)
    past = [guide for guide in all_guides if not guide.is_current(today)]
    assert len(past) >= 20
    wrong = []
    for guide in past:
        for facet in table():
            if not honest(answerer.answer("", topic=guide.id, facet=facet), all_guides, today):
                wrong.append((guide.id, facet))
        if not honest(answerer.answer(f"{guide.name} 알려 주세요"), all_guides, today):
            wrong.append((guide.id, "by name"))
    assert wrong == []


def all_answerer_library(answerer: Answerer) -> Library:
    """The library behind an answerer."""

    class Same:
        searcher = answerer.guides.searcher

        def near(self, question: str, texts: list[str]) -> None:
            """Words alone are served."""

    return Same()  # type: ignore[return-value]


@settings(max_examples=40, deadline=None)
@given(today=st.dates(min_value=date(2024, 1, 1), max_value=LATER), data=st.data())
def test_whatever_the_day(catalog: Catalog, library: Library, today: date, data: st.DataObject):
    guide = data.draw(st.sampled_from(list(catalog)))
    answerer = Answerer(lambda: catalog, library, lambda: today)
    assert honest(answerer.answer(f"{guide.name} 알려 주세요"), catalog, today)
    assert honest(answerer.answer("얼마예요?", topic=guide.id), catalog, today)


def test_two_guides_side_by_side_say_which_is_past(catalog: Catalog, library: Library):
    answerer = Answerer(lambda: catalog, library, lambda: TODAY)
    answer = answerer.compare("2025년 기준 중위소득이랑 2026년 기준 중위소득 차이")
    found = [source.id for source in answer.sources]
    assert found[0] == "median-income-2025" and found[1] in ("median-income-2026", "youth-median-income-2026")
    past = [line for line in answer.lines if "지금 기준이 아니에요" in line.text]
    assert [line.guide for line in past] == ["median-income-2025"]


@settings(max_examples=40, deadline=None)
@given(age=st.integers(0, 120), today=st.dates(min_value=date(2024, 1, 1), max_value=LATER))
def test_nothing_past_is_suggested(all_guides: Catalog, age: int, today: date):
    found = suggest(all_guides, Profile(age=age), today, limit=500)
    assert all(verdict.guide.is_current(today) for verdict in found)


def test_nothing_past_is_recommended_in_a_dialogue(building: Building):
    call = parse({"next_action": "action_recommend", "sender_id": "k", "tracker": {"slots": {"age": 27}}})
    cited = [c["id"] for r in recommend(call, building.tools).responses for c in r["custom"].get("citations", [])]
    assert cited and all(building.catalog()[guide_id].is_current(TODAY) for guide_id in cited)


def test_a_refusal_never_turns_to_a_desk_that_is_gone(tmp_path: Path):
    desk = made.guide(id="call-129", name="상담센터", kind="contact", valid_until="2025-12-31", contact="02-0000-1290")
    catalog = Catalog([made.guide(), desk])
    library = Library(tmp_path / "index", tmp_path / "v.db", "none")
    from knowledge.passages import of_guide

    library.renew([passage for guide in catalog for passage in of_guide(guide)])
    answerer = Answerer(lambda: catalog, library, lambda: TODAY)
    answer = answerer.answer("제 신청 결과는 언제 나와요? 제가 신청한 거 조회해 주세요")
    assert answer.refusal == "personal_record" and "1290" not in answer.text


async def test_over_a_whole_turn(building: Building):
    from gateway.turn import Turns

    reply = await Turns(building.house)(message("청년도약계좌 얼마까지 부을 수 있어요?"))
    text = reply.parts[0].text
    assert reply.refusal == "expired" and text.splitlines()[1].startswith("이 사업은 끝났")
    assert any("미래적금" in button.label for button in reply.parts[0].buttons)


def test_its_last_day_is_still_a_day(catalog: Catalog):
    guide = catalog["median-income-2026"]
    assert guide.valid_until == date(2026, 12, 31)
    assert guide.is_current(guide.valid_until) and not guide.is_current(guide.valid_until + timedelta(days=1))
