"""Amounts of money in won: 2만 5천원, 3천~4천만원, 1억 2천, 월급 250, 보증금 500에 월세 40."""

from __future__ import annotations

import re
from typing import List, Optional

from components.numbers import NUMERAL, parse_sino, without_copula
from components.rules.span import Span

_RANGE = r"\s?(?:~|∼|-|에서|부터)\s?"
_NOT_MONEY = r"(?!\s?(?:명|개|건|번|배|km|킬로|년|번지|가구|세대|평|페이지|걸음|보(?![증])|자(?![산본])))"
_WON = re.compile(rf"(?<![\d.])(?:(?P<low>{NUMERAL}){_RANGE})?(?P<n>{NUMERAL})\s?원(?!룸|래|하|인|칙|서|장|금)")
_EOK = re.compile(
    rf"(?<![\d.가-힣])(?P<n>{NUMERAL}(?<=[억천백십만])|\d[\d.]*\s?억)(?<!^만){_NOT_MONEY}(?![가-힣]*\s?원)"
)
_CUES = (
    "월급|연봉|급여|소득|수입|벌이|알바비|일당|시급|연금|수당|월세|방세|보증금|전세금|전세|재산|자산|빚|대출|대출금|저축|"
    "통장|예금|적금|매출|매출액|관리비|생활비|등록금|병원비|의료비|월|한\\s?달(?:에)?|세전|세후|실수령"
)
_CUED = re.compile(
    rf"(?:{_CUES})(?:이|가|은|는|을|를|으로|로|도|만)?\s?(?:약|대략|한|총|각각|평균|에)?\s?"
    rf"(?:(?P<low>{NUMERAL}){_RANGE})?(?P<n>{NUMERAL}){_NOT_MONEY}(?![\d가-힣]*\s?원|월|일(?!\s)|시|호|대|차|주|달|분|살|세|층|회|학)"
)
_TELLING = re.compile(r"\d|[십백천만억]")
"""One 한자어 digit alone is more often a particle or another word (소득이, 월 사)."""
_PAIR = re.compile(r"에\s?(?P<n>\d{1,4})(?!\d|\s?[가-힣]*원|명|시|년|월|일)")
_NONE = re.compile(r"(?:소득|수입|벌이|월급)(?:이|은|도|가)?\s?(?:전혀\s?|하나도\s?|아예\s?)?없|(?:소득|수입)\s?0원?")


def find(text: str) -> List[Span]:
    """Return ``money_won`` spans (whole won); a range gives one span per end.

    A number without 원 counts only after a money word (월급 250 is 2,500,000: people speak in 만) or with 억.
    """
    spans: List[Span] = []
    for match in _WON.finditer(text):
        spans += _ends(match, parse_sino(match["n"]))
    for match in _EOK.finditer(text):
        if "억" in match["n"]:
            spans += _ends(match, parse_sino(_spoken(match["n"])))
    for match in _CUED.finditer(text):
        number = without_copula(match["n"], text[match.end() :])
        value = parse_sino(number) if _TELLING.search(number) else None
        if value and not _taken(spans, match.start("n"), match.end("n")):
            spans += _ends(match, _in_man(number, value))
            pair = _PAIR.match(text, match.end())
            if pair:
                spans.append(Span(pair.start("n"), pair.end("n"), "money_won", int(pair["n"]) * 10_000))
    spans += [Span(m.start(), m.end(), "money_won", 0) for m in _NONE.finditer(text)]
    return [s for i, s in enumerate(spans) if not any(_same_place(s, other) for other in spans[:i])]


def _ends(match: "re.Match[str]", high: Optional[int]) -> List[Span]:
    if not high:
        return []
    top = Span(match.start("n"), match.end(), "money_won", high)
    low_text = match["low"] if "low" in match.re.groupindex else None
    low = parse_sino(low_text) if low_text else None
    if not low:
        return [top]
    # "3천~4천만원": the unit at the end holds for both
    for unit in (10_000, 100_000_000):
        if low < high and low * unit <= high:
            low *= unit
            break
    return [Span(match.start("low"), match.end("low"), "money_won", low), top]


def _spoken(text: str) -> str:
    """1억 2천 is said for 1억 2천만."""
    head, _, tail = text.partition("억")
    return text if not tail.strip() or "만" in tail else f"{head}억{tail}만"


def _in_man(text: str, value: int) -> int:
    return value if value >= 10_000 or "만" in text or "억" in text else value * 10_000


def _taken(spans: List[Span], start: int, end: int) -> bool:
    return any(span.start < end and start < span.end for span in spans)


def _same_place(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
