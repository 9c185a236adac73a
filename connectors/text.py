"""Fitting text into a channel's limits without breaking what it says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_ENDS = (re.compile(r"\n\s*\n"), re.compile(r"\n"), re.compile(r"(?<=[.!?…。])\s"), re.compile(r"\s"))
_JOINERS = "\u200d\ufe0f"


def clean(text: str) -> str:
    """Make text safe to store and send: lone surrogates become U+FFFD, NUL goes, ends are stripped."""
    return _LONE_SURROGATE.sub("\ufffd", text).replace("\x00", "").strip()


def utf16_units(text: str) -> int:
    """Length as Telegram counts it: characters beyond the basic plane count twice."""
    return len(text) + sum(char > "\uffff" for char in text)


def shorten(text: str, limit: int) -> str:
    """One line of at most ``limit`` code points, ending in "…" when something was cut."""
    line = unicodedata.normalize("NFC", " ".join(text.split()))
    return line if len(line) <= limit else _unjoined(line[: limit - 1]).rstrip() + "…"


def split(text: str, limit: int, measure: Callable[[str], int] = len) -> list[str]:
    """Cut text into pieces of at most ``limit`` by ``measure``, at paragraph, line, sentence or word ends.

    The pieces keep every word in order; only the white space at a cut goes. Blank text gives no pieces.
    Raises ValueError when ``limit`` is below 2 (an astral character would never fit).
    """
    if limit < 2:
        raise ValueError(f"limit는 2 이상이어야 합니다: {limit}")
    pieces, rest = [], text.strip()
    while measure(rest) > limit:
        cut = _cut(rest, _reach(rest, limit, measure))
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*pieces, rest] if rest else pieces


def _reach(text: str, limit: int, measure: Callable[[str], int]) -> int:
    used = 0
    for index, char in enumerate(text):
        used += measure(char)
        if used > limit:
            return index
    return len(text)


def _cut(text: str, reach: int) -> int:
    # White space just beyond the reach counts: it goes at the cut anyway.
    window = text[: reach + 1]
    # A cut in the first third leaves a stub of a bubble, so a later, weaker end is taken instead.
    for end in _ENDS:
        last = max((match.end() for match in end.finditer(window)), default=0)
        if last > reach // 3:
            return last
    return len(_unjoined(text[:reach])) or reach


def _unjoined(text: str) -> str:
    kept = text.rstrip(_JOINERS)
    return kept if len(kept) == len(text) else kept[:-1]
