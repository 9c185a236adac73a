"""Folding: one spelling for what looks alike, so that no disguise of a figure or link is another one."""

from __future__ import annotations

import re
import unicodedata

_SAME = str.maketrans(
    {
        "㎡": "제곱미터", "㎢": "제곱킬로미터", "〇": "영", "。": ".", "｡": ".",
        **dict.fromkeys("‐‑‒–—―−─﹣－", "-"), **dict.fromkeys("∼〜～˜⁓∿", "~"), **dict.fromkeys("ㆍ‧・•∙⋅･", "·"),
        **dict(zip("一二三四五六七八九零十百千", "일이삼사오육칠팔구영십백천", strict=True)),
        **dict(zip("萬万億亿兆圓元円年月日歲歳", "만만억억조원원원년월일세세", strict=True)),
    }
)  # fmt: skip
_UNSEEN = re.compile("[\u115f\u1160\u3164\uffa0\u2800]")
_DOT = re.compile(r"\s?[\[({]\s?(?:\.|dot|닷)\s?[\])}]\s?", re.I)


def fold(text: str) -> str:
    """The text with one form for every digit, dash and dot, Chinese numerals in Hangul, and nothing invisible in it."""
    text = unicodedata.normalize("NFKC", text.translate(_SAME)).translate(_SAME)
    return _DOT.sub(".", "".join(map(_plain, _UNSEEN.sub("", text))))


def _plain(letter: str) -> str:
    if (letter.isascii() and letter >= " ") or letter == "\n" or "가" <= letter <= "힣":
        return letter
    category = unicodedata.category(letter)
    if category in ("Cf", "Mn", "Me") or (category == "Cc" and letter not in "\t\r\v\f"):
        return ""
    if category in ("Cc", "Zs", "Zl", "Zp"):
        return " "
    digit = unicodedata.digit(letter, None)
    return letter if digit is None else str(digit)
