"""Numerals: 1억 2,200만, 2천5백만, 이십만, 열두, and how much each is."""

from __future__ import annotations

import re
from decimal import Decimal

from knowledge.answer.verify.words import words

NUM = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_SMALL = {"십": 10, "백": 100, "천": 1_000}
_BIG = {"만": 10**4, "억": 10**8, "조": 10**12}
_SINO = {"영": 0, "공": 0, "일": 1, "이": 2, "삼": 3, "사": 4, "오": 5, "육": 6, "륙": 6, "칠": 7, "팔": 8, "구": 9}
_SCALE = rf"(?:천(?!안)|[백십]|만(?!\s?\d+\s?세|\s나이|\s연령)|억|조(?=\s?(?:원|{NUM}\s?(?:천|백|억))))"
WRITTEN = re.compile(
    rf"(?<!\d){NUM}(?:\s?{_SCALE}|(?<=[십백천만억조])\s?{NUM}(?=\s?(?:[십백천만억]|원))"
    r"|(?<=[십백천만억조])[일이삼사오육칠팔구](?=[십백천만억])"
    r"|(?<=[백천만억조])\s?[일이삼사오육칠팔구십백천만억]+(?=\s?(?:만\s?)?원))*"
)
"""A numeral that begins with a digit."""
_S = "일이삼사오육륙칠팔구영공십백천만억조"
SPELT = re.compile(rf"[{_S}]{{2,}}\s[만억](?=\s?원)|[{_S}]+(?:(?<=[만억])\s[{_S}]+)*")
"""A numeral in Chinese-Korean letters; only what it counts tells whether it is one."""
WELL_FORMED = re.compile(
    r"[일이삼사오육륙칠팔구영공]|(?:[일이삼사오육륙칠팔구]?[십백천만억]|(?<=[^조])조)+[일이삼사오육륙칠팔구]?"
)
"""A digit alone, or digits with the powers of ten between them: not 조사, 이사 or 공공조."""
_PART = re.compile(rf"{NUM}|[{_S}]")


def value(numeral: str) -> Decimal:
    """How much a numeral of digits, letters or both is (0 for an empty one)."""
    total = group = Decimal(0)
    current: Decimal | None = None
    for part in _PART.findall(numeral):
        if part in _SMALL:
            group += (1 if current is None else current) * _SMALL[part]
            current = None
        elif part in _BIG:
            total += ((group + (current or 0)) or 1) * _BIG[part]
            group, current = Decimal(0), None
        elif part in _SINO:
            current = (current or Decimal(0)) * 10 + _SINO[part]
        else:
            current = Decimal(part.replace(",", ""))
    return total + group + (current or 0)


def scale(numeral: str) -> int:
    """The greatest unit a numeral ends with (20만: 10,000), 1 for bare digits."""
    found = re.search(r"[십백천만억조]+$", numeral.rstrip())
    return int(value(found.group())) if found else 1


def native() -> re.Pattern[str]:
    """A native numeral (열두, 스무) at the beginning of a word, with its groups ``tens`` and ``ones``."""
    tens, ones = "|".join(words().tens), "|".join(sorted(words().ones, key=len, reverse=True))
    return re.compile(rf"(?<![가-힣])(?:스무(?P<twenty>)|(?P<tens>{tens})\s?(?P<ones>{ones})?|(?P<only>{ones}))\s?")
