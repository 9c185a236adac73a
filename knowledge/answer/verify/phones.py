"""Telephone numbers: any spacing, with or without the country's code, and short codes as whole numbers."""

from __future__ import annotations

import re

from knowledge.answer.verify.fold import fold
from knowledge.answer.verify.words import words

_GAP = r"[\s.)·/-]{0,3}"
_YEARS = r"(?!(?:19|20)\d\d-(?:19|20)\d\d(?!\d))"
LONG = re.compile(
    rf"(?<![\d-])(?:\+\s?82{_GAP}\(?0?\)?\d{{1,3}}|\(?0\d{{1,2}}){_GAP}\d{{3,4}}{_GAP}\d{{4}}(?![\d])"
    rf"|(?<![\d-])1[568]\d\d{_GAP}\d{{4}}(?!\d|\s?원)"
    rf"|(?<![\d-]){_YEARS}\d{{2,4}}(?:-\d{{3,4}}){{1,2}}(?![\d-])"
)
SHORT = re.compile(r"1\d{2,3}")
"""Codes such as 109, 129, 1366."""
_SPOKEN = {letter: str(value) for value, letter in enumerate("공일이삼사오육칠팔구")} | {"영": "0", "륙": "6"}
_LETTERS = "".join(_SPOKEN)
SPOKEN = re.compile(
    rf"(?<![가-힣])(?:[{_LETTERS}]{{2,4}}(?:\s?-\s?|\s|에\s?)){{1,2}}[{_LETTERS}]{{4}}(?![십백천만])"
    rf"|(?<![가-힣])[{_LETTERS}]{{3,4}}(?=\s?번)|(?<![가-힣])[{_LETTERS}]{{7,11}}"
)


def phones(text: str) -> set[str]:
    """Every telephone number of two or three parts in ``text``, as its digits only."""
    return {digits(match.group()) for match in LONG.finditer(fold(text))}


def digits(number: str) -> str:
    """The digits of a telephone number, its country's code replaced by the leading zero."""
    plain = re.sub(r"\D", "", number)
    return "0" + plain[2:].lstrip("0") if "+" in number and plain.startswith("82") else plain


def spoken(number: str) -> str:
    """The digits of a telephone number that is read aloud (일오칠칠에 공일구구)."""
    return "".join(_SPOKEN.get(letter, "") for letter in number)


def is_called(text: str, at: int) -> bool:
    """Whether the words just before ``at`` tell that a telephone number follows."""
    return bool(re.search(rf"(?:{words().phone_before})\W{{0,4}}$", text[max(0, at - 14) : at], re.I))
