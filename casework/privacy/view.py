"""A message as an eye or an ear would read its digits, each with its place in the original."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_SPOKEN = {
    "하나": "1", "다섯": "5", "여섯": "6", "일곱": "7", "여덟": "8", "아홉": "9", "둘": "2", "셋": "3", "넷": "4",
    "공": "0", "영": "0", "빵": "0", "일": "1", "이": "2", "삼": "3", "사": "4", "오": "5", "육": "6", "륙": "6",
    "칠": "7", "팔": "8", "구": "9", "〇": "0", "零": "0", "一": "1", "二": "2", "三": "3", "四": "4", "五": "5",
    "六": "6", "七": "7", "八": "8", "九": "9",
}  # fmt: skip
_SPOKEN_DASH = ("다시", "대시", "하이픈", "빼기", "바")
_LOOKALIKE = {"O": "0", "o": "0", "ο": "0", "О": "0", "о": "0", "l": "1", "I": "1", "ⅼ": "1", "|": "1"}
_SPOKEN_WORD = re.compile("|".join(sorted(map(re.escape, _SPOKEN), key=len, reverse=True)))
_DASH_WORD = re.compile("|".join(_SPOKEN_DASH))
_ENTITY = re.compile(r"&#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}));?")
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5")


class Glyph(NamedTuple):
    """One readable character and the slice of the original text it came from."""

    char: str
    start: int
    end: int
    plain: str = ""
    """What stood there before it was read aloud."""


def is_invisible(char: str) -> bool:
    """Tell whether a character shows nothing: zero-width, tag, variation, filler, control or enclosing mark."""
    return char in _FILLERS or (
        unicodedata.category(char) in {"Cf", "Cc", "Mn", "Me", "Cn", "Co"} and char not in "\n\t\r"
    )


def _plain(char: str) -> str:
    code = ord(char)
    if code < 0x80:
        return char
    digit = unicodedata.digit(char, None)
    return str(digit) if digit is not None else unicodedata.normalize("NFKC", char)


def visible(text: str, *, tags: bool = False) -> list[Glyph]:
    """The text with width, script and styled digits made plain and invisible characters left out.

    With `tags` the invisible tag alphabet (U+E0020 to U+E007E) is read as the ASCII it stands for instead.
    """
    glyphs: list[Glyph] = []
    at = 0
    while at < len(text):
        char = text[at]
        entity = _ENTITY.match(text, at) if char == "&" else None
        if entity:
            code = int(entity[1], 16) if entity[1] else int(entity[2])
            decoded = chr(code) if 0x20 <= code < 0x110000 and not 0xD800 <= code < 0xE000 else "?"
            glyphs.extend(Glyph(c, at, entity.end()) for c in _plain(decoded) if not is_invisible(decoded))
            at = entity.end()
            continue
        if tags and 0xE0020 <= ord(char) <= 0xE007E:
            glyphs.append(Glyph(chr(ord(char) - 0xE0000), at, at + 1))
        elif not is_invisible(char):
            glyphs.extend(Glyph(c, at, at + 1) for c in _plain(char))
        at += 1
    return glyphs


def spoken(glyphs: list[Glyph]) -> list[Glyph]:
    """The same view with digits read aloud, spoken dashes and look-alike letters turned into digits and dashes."""
    joined = "".join(g.char for g in glyphs)
    result: list[Glyph] = []
    at = 0
    while at < len(joined):
        word = _SPOKEN_WORD.match(joined, at)
        dash = None if word else _DASH_WORD.match(joined, at)
        found = word or dash
        end = found.end() if found else at + 1
        char = _SPOKEN[word[0]] if word else "-" if dash else _LOOKALIKE.get(joined[at], joined[at])
        result.append(Glyph(char, glyphs[at].start, glyphs[end - 1].end, joined[at]))
        at = end
    return result
