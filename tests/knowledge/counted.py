"""Numbers of a Korean text with what they count: an oracle for figures, kept apart from the product's own reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from knowledge.guide import Guide

_N = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_SCALES = {"백": 100, "천": 1_000, "만": 10**4, "백만": 10**6, "천만": 10**7, "억": 10**8}
_SCALE = r"(?:[백천]?만(?!\s?\d+\s?세)|[백천](?![가-힣])|억)"
_UNITS = {
    "원(?![금칙서룸문])": "원", "%p|%": "%", "개월|달": "개월", "영업일": "영업일", "시간": "시간", "가구": "가구",
    "년": "년", "일": "일", "분(?!기)": "분", "회|번|차례": "회", "세(?!대)|살": "세", "명|인|사람": "명", "호": "호",
    "㎡": "㎡", "점": "점", "km": "km", "건|개(?!월)": "건", "배": "배", "곳|종|차|구간|급|학점|주|시|월": "",
}  # fmt: skip
_UNIT = re.compile(r"\s?여?\s?(?:" + "|".join(f"(?P<u{i}>{word})" for i, word in enumerate(_UNITS)) + ")")
_NUMERAL = re.compile(
    rf"(?:{_N}{_SCALE}(?:\s?{_N}{_SCALE})*(?:\s?{_N}(?=원|건|명|가구))?|{_N})(?![\d-]|\.\d)"
)  # a telephone number or date ends no numeral
_PART = re.compile(rf"({_N})({_SCALE})?")
_ALIKE = re.compile(r"\s?[~·/]\s?")
_SPELT = re.compile(r"(한|두|세|네)(?= ?(?:번|차례|달|명|사람)(?![가-힣]*째))")


def counted(text: str) -> Iterator[tuple[str, Decimal]]:
    """Every number with its unit as knowledge/figure.py spells it ("" for any other); large bare ones are won."""
    text = _SPELT.sub(lambda spelt: str("한두세네".index(spelt[1]) + 1), text)
    unit, scale, start, next_large = "", 1, -1, False
    for numeral in reversed(list(_NUMERAL.finditer(text))):
        parts = [(Decimal(n.replace(",", "")), _SCALES.get(s, 1)) for n, s in _PART.findall(numeral.group())]
        large = parts[0][1] > 1 or "," in numeral.group()
        told, alike = _UNIT.match(text, numeral.end()), _ALIKE.match(text, numeral.end())
        if told:
            unit, scale = next(_UNITS[word] for i, word in enumerate(_UNITS) if told[f"u{i}"]), parts[0][1]
        elif alike and alike.end() == start and next_large >= large and unit:
            parts = parts if large else [(parts[0][0], scale)]  # 10~20만 원
        else:
            unit, scale = "원" if large else "", parts[0][1]
        start, next_large = numeral.start(), large
        yield unit, sum((number * size for number, size in parts), Decimal())


def stated(guide: Guide) -> set[tuple[str, Decimal]]:
    """What the guide's text and its eligibility state to a citizen; its note is the editors'."""
    who = guide.eligibility
    found = set(counted(guide.model_copy(update={"note": None}).facts_text))
    if who:
        found |= {("세", Decimal(age)) for age in (who.age_min, who.age_max) if age is not None}
        found |= {("%", Decimal(str(p))) for p in [who.income_median_pct_max] if p is not None}
    return found
