"""An answer becomes a guide's text: sound as it is, or nearly; what was there stays as it was."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.guide import SECTIONS, parse
from knowledge.revisions.problems import read
from knowledge.revisions.write import new_guide, with_names, with_paragraph
from tests.knowledge import guides

TODAY = date(2026, 11, 22)
ODD = ["난방비: 지원 '되나요'?", "- # 이상한 질문", "yes", "2026-11-22", "여러\n줄 질문"]


def test_a_new_guide_is_sound_and_answers_in_its_section():
    text = new_guide(
        "heating-help", "welfare", ["난방비 어떻게 신청하나요?"], "주민센터에서 신청해요.", TODAY, "신청 방법"
    )
    guide, wrong = read(text)
    assert guide is not None and wrong == []
    assert guide.aliases == ["난방비 어떻게 신청하나요?"] and guide.sections["신청 방법"] == "주민센터에서 신청해요."


@pytest.mark.parametrize("front", [{}, {"aliases": None}, {"aliases": []}])
def test_names_are_added_once_and_read_back_as_written(front: dict):
    text = guides.text(**front)
    longer = with_names(text, [*ODD, *ODD])
    assert parse(longer, "x").aliases == [*parse(text, "x").aliases, *(" ".join(one.split()) for one in ODD)]
    assert with_names(longer, ODD) == longer
    assert set(text.splitlines()) - {"aliases: []"} <= set(longer.splitlines())


@pytest.mark.parametrize("section", SECTIONS)
def test_a_paragraph_goes_to_its_section_in_its_order(section: str):
    text = with_paragraph(guides.text(), section, "새로 알게 된 것이에요.")
    guide, wrong = read(text)
    assert guide is not None and wrong == [] and guide.sections[section].endswith("새로 알게 된 것이에요.")


def test_an_unknown_section_is_refused():
    with pytest.raises(ValueError, match="모르는 절"):
        with_paragraph(guides.text(), "인사", "안녕")
