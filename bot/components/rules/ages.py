"""Ages: 26살, 만 26세, 스물 다섯, 육십오 세, 95년생, 20대."""

from __future__ import annotations

import re
from datetime import date
from typing import List, Optional

from components.numbers import NATIVE, parse_native, parse_sino
from components.rules.span import Span

OLDEST = 120

_LIMIT = r"(?!\s?(?:이상|이하|미만|초과|까지|부터|이전|이후|~|-|∼))"
"""An age followed by one of these is a programme's limit, not the person's age."""
_SINO_AGE = r"[일이삼사오육칠팔구]?십[일이삼사오육칠팔구]?"
_SUFFIX = r"\s?(?:살|세(?!대|트|기|금|입(?!니)|상|요일|무|종|일즈|컨))"
_COUNTED = r"(?!\s?(?:명|개|번|장|가지|곳|평|년|달|시간|분|채|호|가구|만|마리|권|대|박|층|끼|배|되|럽))"

_DIGITS = re.compile(rf"(?<![\d.,~∼-])(?:만(?:\s?나이)?(?:\s?으?로)?\s?)?(?P<n>\d{{1,3}}){_SUFFIX}{_LIMIT}")
_SINO = re.compile(rf"(?<![가-힣])(?:만\s?)?(?P<n>{_SINO_AGE}){_SUFFIX}{_LIMIT}")
_NATIVE = re.compile(rf"(?<![가-힣])(?:만\s?)?(?P<n>{NATIVE})(?:{_SUFFIX}{_LIMIT}|{_COUNTED})")
_FULL = re.compile(
    rf"(?<![가-힣0-9])(?:만|나이는?|연세는?|올해)\s?(?P<n>\d{{2,3}})(?![\d.,]|\s?(?:원|명|개|천|백|억|만|%|년|월|일|분|평|km|세|살)){_LIMIT}"
)
_BORN = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)?\d{2})\s?년\s?(?:(?P<m>\d{1,2})\s?월\s?(?:(?P<d>\d{1,2})\s?일\s?)?)?(?:생(?!활|계|애|산)|에?\s?태어)"
)
_DECADE = re.compile(
    r"(?<!\d)(?P<n>[1-9]0)\s?대\s?(?P<part>초반|중반|후반|초|중|후)?(?![가-힣]{0,2}\s?[0-9]*\s?(?:원|폰|분까지))"
)
_PARTS = {"초": (0, 3), "중": (4, 6), "후": (7, 9)}


def find(text: str, today: date) -> List[Span]:
    """Return ``age`` (만 나이 in years), ``birth_year`` and ``age_range`` ("20-29") spans.

    A birth year without a birthday gives the age reached by the end of this year, plus the ``birth_year`` itself, so
    that a form can ask when a year matters. Programme limits ("34세 이하", "19~34세") give nothing.
    """
    spans: List[Span] = []
    for match in _BORN.finditer(text):
        year = _year(match["y"], today)
        spans.append(Span(match.start(), match.end(), "birth_year", year))
        spans.append(Span(match.start(), match.end(), "age", _age(year, match["m"], match["d"], today)))
    for pattern, parse in ((_DIGITS, int), (_SINO, parse_sino), (_NATIVE, parse_native), (_FULL, int)):
        for match in pattern.finditer(text):
            value: Optional[int] = parse(match["n"])
            if value is not None and value <= OLDEST and not _covered(spans, match):
                spans.append(Span(match.start(), match.end(), "age", value))
    for match in _DECADE.finditer(text):
        low = int(match["n"])
        first, last = _PARTS[match["part"][0]] if match["part"] else (0, 9)
        spans.append(Span(match.start(), match.end(), "age_range", f"{low + first}-{low + last}"))
    return [span for span in spans if not (span.entity == "age" and not 0 <= span.value <= OLDEST)]


def _covered(spans: List[Span], match: "re.Match[str]") -> bool:
    return any(span.start < match.end() and match.start() < span.end for span in spans)


def _year(text: str, today: date) -> int:
    year = int(text)
    if year >= 100:
        return year
    return 2000 + year if year <= today.year % 100 else 1900 + year


def _age(year: int, month: Optional[str], day: Optional[str], today: date) -> int:
    age = today.year - year
    if month and (today.month, today.day) < (int(month), int(day or 1)):
        age -= 1
    return age
