"""Figures, telephone numbers and links: what a source lacks is found, however it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answer.model import Answer, Line, Source
from knowledge.answer.verify import figures, links, phones, stated, unsupported, verified
from knowledge.catalog import Catalog
from tests.knowledge import guides

HELD = "한 달 3만 원, 12,000원까지. 문의 02-0000-1234 / 1600-0777. https://moon.example/a 2026-02-28"


def test_figures_are_the_same_however_they_are_written():
    assert figures("1,234,567원 ３만 2.5% 0.5") == {"1234567", "3", "2.5", "0.5"}
    assert phones("１５９９-0001, 02-0000-1234, 2026-02-28, 1-2-3") == {"1599-0001", "02-0000-1234"}
    assert links("www.moon.example에서 (https://a.example/b) 보세요. https://c.example.") == {
        "www.moon.example에서", "https://a.example/b", "https://c.example",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["월 3만 원", "12000원", "02-0000-1234로", "1600-0777",
     "moon.example은 https://moon.example/a에서", "https://moon.example/a/", "2026-02-28", ""],
)  # fmt: skip
def test_what_the_source_states_is_supported(text: str):
    assert unsupported(text, [HELD]) == set()


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("월 4만 원", "4"),
        ("120,000원", "120000"),
        ("만 34세까지", "34"),
        ("2026-03-01", "03"),
        ("02-0000-0777", "02-0000-0777"),
        ("1600-1234", "1600-1234"),
        ("https://moon.example/ab", "https://moon.example/ab"),
        ("https://moon.example", "https://moon.example"),
        ("https://evil.example/moon.example/a", "https://evil.example/moon.example/a"),
        ("https://moon.example/a.evil.example", "https://moon.example/a.evil.example"),
        ("www.sun.example에서", "www.sun.example에서"),
        ("월 ４만 원", "4"),
    ],
)
def test_what_the_source_lacks_is_named(text: str, missing: str):
    assert missing in unsupported(text, [HELD])


def test_without_a_source_no_figure_stands():
    assert unsupported("3만 원", []) == {"3"} and unsupported("글자만 있어요", []) == set()


def test_two_sources_together_support_a_text():
    assert unsupported("3만 원과 5만 원", ["3만 원", "5만 원"]) == set()


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_one_number_never_supports_another(said: int, known: int):
    assert (unsupported(f"{said:,}원", [f"{known}원"]) == set()) == (said == known)


def test_a_line_that_its_own_guide_does_not_carry_is_dropped():
    moon, sun = guides.guide(), guides.guide(id="sun-voucher", name="햇빛 이용권", benefit="월 99만 원", aliases=[])
    lines = (
        Line("월 3만 원", "moon-voucher"), Line("월 99만 원", "moon-voucher"), Line("월 99만 원", "sun-voucher"),
        Line("전화 1577-9999", "moon-voucher"), Line("3", ""), Line("숫자 없는 말", ""), Line("1만", "gone"),
    )  # fmt: skip
    answer = Answer(lines, (Source("moon-voucher", "달빛", "한눈에", None, "2026-10"),))
    kept = verified(answer, Catalog([moon, sun])).lines
    assert kept == (lines[0], lines[2], lines[5])


def test_a_guides_validity_dates_are_among_what_it_states():
    guide = guides.guide(valid_until="2026-12-31", valid_from="2026-01-01")
    assert unsupported("2026-12-31까지, 2026-01-01부터", [stated(guide)]) == set()


def test_an_income_limit_is_stated_as_people_write_it():
    guide = guides.guide(eligibility={"income_median_pct_max": 62.0})
    assert unsupported("기준 중위소득 62% 이하", [stated(guide)]) == set()
    half = guides.guide(eligibility={"income_median_pct_max": 62.5})
    assert unsupported("기준 중위소득 62.5% 이하", [stated(half)]) == set()
