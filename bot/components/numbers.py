"""Korean numerals: digits, 한자어 (이백오십만), 고유어 (스물다섯) and their mixtures (3천5백, 2만 5천)."""

from __future__ import annotations

import re
from typing import Dict, List, Optional

SINO: Dict[str, int] = {c: i for i, c in enumerate("영일이삼사오육칠팔구")} | {"공": 0, "륙": 6, "한": 1}
SMALL: Dict[str, int] = {"십": 10, "백": 100, "천": 1_000}
LARGE: Dict[str, int] = {"만": 10_000, "억": 100_000_000}
TENS: Dict[str, int] = {
    "열": 10, "스물": 20, "스무": 20, "서른": 30, "설흔": 30, "마흔": 40, "쉰": 50,
    "예순": 60, "일흔": 70, "이른": 70, "여든": 80, "아흔": 90,
}  # fmt: skip
ONES: Dict[str, int] = {
    "하나": 1, "한": 1, "둘": 2, "두": 2, "셋": 3, "세": 3, "넷": 4, "네": 4, "다섯": 5,
    "여섯": 6, "일곱": 7, "여덟": 8, "여덜": 8, "아홉": 9,
}  # fmt: skip

_TENS = "|".join(sorted(TENS, key=len, reverse=True))
_ONES = "|".join(sorted(ONES, key=len, reverse=True))
NATIVE = rf"(?:(?:{_TENS})\s?(?:{_ONES})?)"
"""Pattern of a native numeral from ten up; the lower ones are too common as other words."""

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
NUMERAL = rf"(?:{_DIGITS}|[일이삼사오육륙칠팔구십백천만억])(?:\s?(?:{_DIGITS}|[일이삼사오육륙칠팔구십백천만억]))*"
"""Pattern of any run of digits and 한자어 numerals, with single spaces inside."""

_COPULA = re.compile(r"에요|예요|고|요|야|었|라|니|며|면|네|거|지|에")
_PIECE = re.compile(rf"{_DIGITS}|[영공일이삼사오육륙칠팔구십백천만억]")


def without_copula(numeral: str, rest: str) -> str:
    """Return the numeral without a last 이 that belongs to 이에요 or 이고 ("이백오십이" before "에요")."""
    if len(numeral) > 1 and numeral.endswith("이") and _COPULA.match(rest):
        return numeral[:-1]
    return numeral


def parse_native(text: str) -> Optional[int]:
    """Return the value of a native numeral ("스물 다섯" -> 25), or None when it is none."""
    match = re.fullmatch(rf"(?P<tens>{_TENS})?\s?(?P<ones>{_ONES})?", text.strip())
    if not match or not match.group(0):
        return None
    return TENS.get(match["tens"] or "", 0) + ONES.get(match["ones"] or "", 0)


def parse_sino(text: str) -> Optional[int]:
    """Return the value of digits and 한자어 numerals ("3억 5천만", "이백오십", "1.5억"), or None when ill-formed.

    A bare run of 한자어 digits ("이삼") and two digit groups in a row ("2 3") are ill-formed.
    """
    pieces: List[str] = _PIECE.findall(text)
    if not pieces or "".join(pieces) != re.sub(r"\s", "", text):
        return None
    total, section, digit = 0.0, 0.0, None  # type: float, float, Optional[float]
    for piece in pieces:
        if piece in SMALL:
            section += (1 if digit is None else digit) * SMALL[piece]
            digit = None
        elif piece in LARGE:
            section += digit or 0
            total += (section or (1 if digit is None else 0)) * LARGE[piece]
            section, digit = 0.0, None
        elif digit is not None:
            return None
        else:
            digit = float(SINO[piece]) if piece in SINO else float(piece.replace(",", ""))
    return round(total + section + (digit or 0))
