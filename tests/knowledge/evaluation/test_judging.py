"""What is right and wrong about one answer."""

from __future__ import annotations

import pytest

from knowledge.answer.model import Answer, Line, NextStep, Source
from knowledge.catalog import Catalog
from knowledge.evaluation import judging
from tests.knowledge.evaluation.rows import asked
from tests.knowledge.guides import guide

MOON, SUN = guide(), guide(id="sun-voucher", name="햇빛 이용권", aliases=["햇빛권"])
CATALOG = Catalog([MOON, SUN])


def answer(*ids: str, text: str = "한 달 30,000원을 줘요.", **more: object) -> Answer:
    sources = tuple(Source(id_, id_, "한눈에", None, "2026-10") for id_ in ids)
    return Answer((Line(text, *ids[:1]),), sources, **more)  # type: ignore[arg-type]


def test_an_answer_from_the_right_guide_with_the_fact() -> None:
    row = asked("q", "moon-voucher", must=["3만 원"], facet="amount")
    found = judging.values(row, answer("moon-voucher", text="달마다 3만원", facet="amount"), CATALOG, ["월 3만 원"])
    assert found == {
        "answered": 1, "answerable_refused": 0, "guide_first": 1, "guide_among": 1, "both": None, "facts": 1,
        "facet": 1, "refusal_type": None, "unsupported": 0, "lines": 1,
    }  # fmt: skip


def test_a_right_guide_that_comes_second_or_on_a_button_is_among_but_not_first() -> None:
    row = asked("q", "sun-voucher")
    second = judging.values(row, answer("moon-voucher", "sun-voucher"), CATALOG, ["30,000"])
    button = answer("moon-voucher", steps=(NextStep("햇빛 이용권", "햇빛 이용권 알려 주세요"),))
    assert (second["guide_first"], second["guide_among"]) == (0, 1)
    assert judging.values(row, button, CATALOG, [])["guide_among"] == 1
    assert judging.values(row, answer("moon-voucher"), CATALOG, [])["guide_among"] == 0


def test_of_two_questions_in_one_both_must_be_led_to() -> None:
    row = asked("q", "moon-voucher", "sun-voucher", also=[["moon-voucher"], ["sun-voucher", "other"]])
    assert judging.values(row, answer("moon-voucher"), CATALOG, [])["both"] == 0
    assert judging.values(row, answer("moon-voucher", "sun-voucher"), CATALOG, [])["both"] == 1


def test_figures_that_no_cited_guide_states_are_counted() -> None:
    found = judging.values(asked("q", "moon-voucher"), answer("moon-voucher", text="7일"), CATALOG, ["월 3만 원"])
    assert found["unsupported"] == 1


def test_a_refused_question_that_could_be_answered() -> None:
    found = judging.values(asked("q", "moon-voucher", must=["3만"]), answer(refusal="no_source"), CATALOG, [])
    assert (found["answered"], found["answerable_refused"], found["guide_first"], found["facts"]) == (0, 1, 0, 0)
    assert found["facet"] is None


@pytest.mark.parametrize(("kind", "refused", "typed"), [("out_of_area", 1, 1), ("no_source", 1, 0), (None, 0, 0)])
def test_a_question_that_must_be_refused(kind: str | None, refused: int, typed: int) -> None:
    row = asked("q", refusal="out_of_area")
    found = judging.values(row, answer("moon-voucher", refusal=kind), CATALOG, [])
    assert found == {"refused": refused, "refusal_type": typed}
    assert judging.right(row, answer(refusal=kind)) == bool(typed)


@pytest.mark.parametrize(
    ("fact", "text"), [("5천만 원", "5,000만원까지"), ("1,440만 원", "1440만 원"), ("5,000만원", "연 5천만 원 이하")]
)
def test_one_fact_may_be_written_in_several_ways(fact: str, text: str) -> None:
    assert judging.holds(asked("q", "moon-voucher", must=[fact]), answer("moon-voucher", text=text))


def test_another_fact_is_not_the_same() -> None:
    assert not judging.holds(asked("q", "moon-voucher", must=["2천만 원"]), answer("moon-voucher", text="1,200만 원"))


def test_a_comparison_must_cite_two_right_guides_and_no_wrong_one() -> None:
    row = asked("q", "moon-voucher", "sun-voucher", facet="compare")
    assert judging.cites(row, answer("moon-voucher", "sun-voucher"))
    assert not judging.cites(row, answer("moon-voucher"))
    assert not judging.cites(row, answer("moon-voucher", "other"))


def test_an_expired_guide_is_right_only_as_expired() -> None:
    row = asked("q", "moon-voucher", refusal="expired")
    assert judging.right(row, answer("moon-voucher", refusal="expired"))
    assert not judging.right(row, answer("moon-voucher"))


def test_wanted_and_given_tell_what_is_missing() -> None:
    row = asked("q", "moon-voucher", must=["3만 원"])
    assert judging.wanted(row) == "moon-voucher / 3만 원"
    assert judging.given(row, answer("sun-voucher")) == "sun-voucher / 없는 말: 3만 원"
    assert judging.given(row, answer(refusal="no_source")) == "사양(no_source)"
    assert judging.wanted(asked("q", refusal="out_of_area")) == "사양(out_of_area)"
