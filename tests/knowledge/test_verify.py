"""Figures, telephone numbers and links: what a source lacks is found, however it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answer.model import Answer, Line, Source
from knowledge.answer.verify import figures, links, phones, stated, unsupported, verified
from knowledge.catalog import Catalog
from tests.knowledge import guides

HELD = (
    "한 달 3만 원, 12,000원까지, 소득의 20%. 만 19~34세. 문의 02-0000-1234 / 1600-0777 / 국번 없이 129.\n"
    "https://moon.example/a 와 달빛(moon.example.kr). 2026-02-28, 2026년 3월 3일부터 5월 29일까지.\n"
    "전용 85㎡, 최장 24개월, 1억 2,200만 원, 5~10만 원, 50% 감면, 09:00~18:00, 연 3회, 제24조제1항"
)


def test_figures_are_the_same_however_they_are_written():
    assert figures("1,234,567원 ３만 2.5% 0.5 85㎡") == {"1234567", "3", "2.5", "0.5", "85"}
    assert phones("１５９９-0001, (02) 0000 1234, 2026-02-28, 1-2-3, 2026-2027") == {"15990001", "0200001234"}
    assert links("www.moon.example에서 (https://a.example/b) 보세요. https://c.example. [달](sun.example) 3.5km") == {
        "www.moon.example에서", "https://a.example/b", "https://c.example", "sun.example",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "월 3만 원", "매달 3만원", "30,000원", "30000 won", "삼만 원", "3萬원", "12000원", "1만 2천 원",
        "일만이천 원", "20퍼센트", "이십 퍼센트", "２０％", "2\u200b0%", "만 19세", "34살까지", "서른네 살",
        "열아홉 살", "19세 이상", "02-0000-1234로", "02)0000.1234", "0200001234", "+82 2 0000 1234", "16000777",
        "일육공공에 공칠칠칠", "129번으로", "129", "일이구번", "https://moon.example/a에서",
        "[달빛](https://moon.example/a)", "https://moon.example/a/", "moon.example.kr에서", "2026-02-28",
        "2026. 2. 28.", "2026년 2월 28일", "2월 28일", "2026년 2월", "'26. 2. 28.", "5월 29일", "2026.5.29", "3월",
        "85제곱미터", "２년", "스물네 달", "24개월", "122,000,000원", "1억2천2백만원", "5만 원", "100,000원", "반값",
        "절반", "오후 6시", "오전 9시", "세 번", "3회", "한 번 더", "제24조", "",
    ],
)  # fmt: skip
def test_what_the_source_states_is_supported(text: str):
    assert unsupported(text, [HELD]) == set()


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("월 4만 원", "4만 원"), ("120,000원", "120,000원"), ("만 35세까지", "35세"), ("2026-03-01", "2026-03-01"),
        ("연 3만 원", "3만 원"), ("3억 원", "3억 원"), ("3원", "3원"), ("3%", "3%"), ("20만 원", "20만 원"),
        ("20세", "20세"), ("20%p", "20%p"), ("34일", "34일"), ("34개월", "34개월"), ("34세 이상", "34세"),
        ("34세 미만", "34세"), ("28세", "28세"), ("월 3회", "3회"), ("24시간", "24시간"), ("24회", "24회"),
        ("85명", "85명"), ("24조 원", "24조 원"), ("제25조", "25조"), ("7시", "7시"), ("서른다섯 살", "서른다섯 살"),
        ("사만 원", "사만 원"), ("1억 삼천만 원", "1억 삼천만 원"), ("3 만 건의", "3 만 건"),
        ("34세부터", "34세"), ("20명의", "20명"), ("최대백만원", "백만원"), ("삼십 퍼센트", "삼십 퍼센트"),
        ("네 번", "네 번"),
        ("한 달 두 번", "두 번"), ("이틀", "이틀"), ("반년", "반년"), ("3분의 1", "3분의 1"), ("1/3", "1/3"),
        ("2026년 5월 28일", "2026년 5월 28일"), ("2027년 5월 29일", "2027년 5월 29일"), ("6월 29일", "6월 29일"),
        ("2025년", "2025년"), ("02-0000-0777", "02-0000-0777"), ("02-0000-1235", "02-0000-1235"),
        ("0000-1234", "0000-1234"), ("1600-1234", "1600-1234"), ("1600 0778", "1600 0778"), ("109번", "109번"),
        ("1290", "1290"), ("일삼일번", "일삼일"), ("공일공 일이삼사 오육칠팔", "공일공 일이삼사 오육칠팔"),
        ("https://moon.example/ab", "https://moon.example/ab"), ("https://moon.example", "https://moon.example"),
        ("https://evil.example/moon.example/a", "https://evil.example/moon.example/a"),
        ("https://moon.example/a.evil.example", "https://moon.example/a.evil.example"),
        ("https://moon.example/a@evil.example", "https://moon.example/a@evil.example"),
        ("https://moon.example가짜.com/a", "https://moon.example가짜.com/a"),
        ("https://moon.example/a/에서", "https://moon.example/a/에서"),
        ("ftp://moon.example/a", "ftp://moon.example/a"), ("javascript:alert(1)", "javascript:alert"),
        ("www.sun.example에서", "www.sun.example에서"), ("moon.example.com", "moon.example.com"),
        ("mооn.example.kr", "mооn.example.kr"), ("moon。example。com", "moon.example.com"),
        ("moon[.]example[.]com", "moon.example.com"), ("a@moon.example", "a@moon.example"),
        ("[달빛](https://sun.example/a)", "https://sun.example/a"), ("월 ４만 원", "4만 원"),
        ("4\u200b만 원", "4만 원"), ("٤만 원", "4만 원"), ("❹만 원", "4만 원"), ("四만 원", "사만 원"),
        ("2O만 원", "2O"), ("200k원", "200k"), ("$20", "20"),
    ],
)  # fmt: skip
def test_what_the_source_lacks_is_named(text: str, missing: str):
    assert missing in unsupported(text, [HELD])


def test_without_a_source_no_figure_stands():
    assert unsupported("3만 원", []) == {"3만 원"} and unsupported("글자만 있어요", []) == set()


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
