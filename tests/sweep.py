"""Looking for resident registration numbers in whatever a run left behind: presidio's recognisers, and our own sums."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from presidio_analyzer import PatternRecognizer
from presidio_analyzer.predefined_recognizers.country_specific.korea.kr_frn_recognizer import KrFrnRecognizer
from presidio_analyzer.predefined_recognizers.country_specific.korea.kr_rrn_recognizer import KrRrnRecognizer

_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_THIRTEEN = re.compile(r"(?=(\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[1-8]\d{6}))")
_GAP = re.compile(r"(?<=\d)[^\w가-힣]{0,3}(?=\d)")
CHUNK, OVERLAP = 200_000, 64


@cache
def _recognisers() -> tuple[PatternRecognizer, ...]:
    return KrRrnRecognizer(), KrFrnRecognizer()


def text_of(content: bytes | str) -> str:
    """Bytes as text, JSON's escapes undone: what a searcher would read."""
    text = content.decode("utf-8", "replace") if isinstance(content, bytes) else content
    return _ESCAPE.sub(lambda hit: chr(int(hit[1], 16)), text)


def by_presidio(content: bytes | str) -> set[str]:
    """Numbers that presidio is sure of (their check digit is right), with their dash or without."""
    text, found = text_of(content), set()
    for start in range(0, len(text), CHUNK):
        piece = text[max(0, start - OVERLAP) : start + CHUNK]
        for recogniser in _recognisers():
            hits = recogniser.analyze(piece, recogniser.supported_entities)
            found |= {piece[hit.start : hit.end] for hit in hits if hit.score >= 1.0}
    return found


def by_sums(content: bytes | str) -> set[str]:
    """Thirteen digits with a day of birth and the right check digit, in any script, however they are drawn apart."""
    shown = "".join(_plain(char) for char in text_of(content))
    return {hit[1] for hit in _THIRTEEN.finditer(_GAP.sub("", shown)) if _checks(hit[1])}


def _plain(char: str) -> str:
    if unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return ""
    digit = unicodedata.digit(char, None)
    return str(digit) if digit is not None else char


def _checks(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    resident, foreign = (11 - total % 11) % 10, (13 - total % 11) % 10
    return int(number[12]) in (resident, foreign)
