"""A guide's passages: one per section, prose and fields together, nothing stated left out."""

from __future__ import annotations

from knowledge.catalog import Catalog
from knowledge.passages import ASKED, of_guide
from tests.knowledge import guides


def test_prose_and_fields_of_a_section_stand_together():
    found = {passage.section: passage for passage in of_guide(guides.guide())}
    assert list(found) == ["한눈에", "대상", "지원 내용", "신청 방법", "준비 서류", "기간", "문의"]
    assert "달빛을 볼 수 있게 한 달 3만 원을 줘요." in found["한눈에"].text
    assert "무주택" in found["대상"].text and "통장 사본" in found["준비 서류"].text
    assert found["지원 내용"].text == "월 3만 원, 최장 12개월"
    assert {passage.names for passage in found.values()} == {"달빛 이용권(시험) / 달빛권"}


def test_every_guide_has_passages_of_its_own_sections_and_no_empty_one(all_guides: Catalog):
    for guide in all_guides:
        found = list(of_guide(guide))
        sections = [passage.section for passage in found]
        shown = [section for section in sections if section != ASKED]
        assert "한눈에" in shown and len(shown) == len(set(shown)), guide.id
        assert sections.count(ASKED) == len(guide.asked), guide.id
        assert set(guide.sections) <= set(sections), guide.id
        assert all(passage.text.strip() and passage.doc == guide.id for passage in found)


def test_every_fact_that_people_ask_for_can_be_found(all_guides: Catalog):
    lost = []
    for guide in all_guides:
        text = "\n".join(passage.text for passage in of_guide(guide))
        facts = [*guide.documents, *guide.steps, *guide.criteria, guide.benefit, guide.period, guide.contact]
        lost += [(guide.id, fact) for fact in facts if fact and fact not in text]
    assert lost == []
