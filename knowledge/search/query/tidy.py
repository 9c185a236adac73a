"""A message without what only colours it: emoji, laughter and tears, drawn-out vowels, blanks between letters."""

from __future__ import annotations

import re
import unicodedata

from knowledge.search.query.letters import VOWELS, syllable

_LAUGHTER = re.compile(r"(?<![ㄱ-ㅎㅏ-ㅣ])(?:[ㅋㅎㅠㅜㅡ]{2,}|[ㅠㅜ])(?![ㄱ-ㅎㅏ-ㅣ])")
_DRAWN = re.compile("|".join(f"(?<=[{''.join(chr(0xAC00 + lead * 588 + v * 28) for lead in range(19))}])"
                             f"{syllable('ㅇ', vowel)}{{2,}}" for v, vowel in enumerate(VOWELS)))  # fmt: skip
"""Two or more ㅇ-syllables that go on with the vowel before them: 월세에에에."""
_APART = re.compile(r"(?<!\S)[가-힣](?:[ \t]+[가-힣]){2,}(?!\S)")
_BLANKS = re.compile(r"\s+")
_HIDDEN = re.compile(r"\[[가-힣]{2,10} 가림\]")
"""What stands where a number was masked: it tells nothing of what is asked."""


def tidy(text: str) -> str:
    """``text`` without colour and masks; digits and their order stay, and a second tidying changes nothing."""
    before = None
    while before != text:
        before = text
        text = _HIDDEN.sub(" ", text)
        text = _LAUGHTER.sub(" ", "".join(" " if _is_picture(char) else char for char in text))
        text = _APART.sub(lambda match: _BLANKS.sub("", match[0]), _DRAWN.sub("", text))
        text = _BLANKS.sub(" ", text).strip()
    return text


def _is_picture(char: str) -> bool:
    if char in "\u200d\ufe0f":
        return True
    return unicodedata.category(char) in ("So", "Cs", "Co", "Cn") and not char.isnumeric()
