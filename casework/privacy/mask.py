"""Take resident numbers and their kin out of a message before anybody keeps it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from casework.privacy.view import Glyph, spoken, visible

RESIDENT, FOREIGN = "주민등록번호", "외국인등록번호"
CARD, PASSPORT, LICENCE = "카드번호", "여권번호", "운전면허번호"

_SEP = r"[\s\-‐-―−.·•・_/,*~:;|+=()\[\]{}<>'\"#ㆍ‧ー→]"
_RUN = re.compile(rf"\d(?:{_SEP}{{0,4}}\d)*")
_GROUP = re.compile(r"\d+")
_LENGTH = 13
_ALOUD = 7
_DATE = r"\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_RESIDENT = re.compile(rf"{_DATE}\d{{7}}")
_PARTED = re.compile(rf"(?<!\d)({_DATE})(?!\d)([^\d\n]{{1,16}})(\d{{7}})(?!\d)")
_PART_CUE = re.compile(r"뒤|뒷|다음|나머지")
_NO_TAIL = r"(?<!\d[ \-.·/])"
_NO_HEAD = r"(?![ \-.·/]?\d)"
"""Neither tail nor head of a longer number: with more digits beside it, it may be part of a resident number."""
_KEPT = re.compile(
    r"(?<!\d)(?:"
    r"(?:(?:\+82[-. )]{0,2}|82[-. )]{1,2})0?|0)10[-. )]{0,2}\d{4}[-. ]{0,2}\d{4}"  # mobile phone
    rf"|{_NO_TAIL}(?:"
    r"01[16789][-. ]{0,2}\d{3,4}[-. ]{0,2}\d{4}"
    r"|0[2-6]\d?[-. )]{1,2}\d{3,4}[-. ]\d{4}"  # land line
    r"|1[5-8]\d\d-\d{4}"
    r"|\d{3}-\d{2}-\d{5}"  # business registration
    r"|(?:19|20)\d\d[-./ ]{1,2}\d{1,2}[-./ ]{1,2}\d{1,2}"  # date
    rf"){_NO_HEAD}"
    r"|\d{1,3}(?:,\d{3})+"  # amount
    r")(?!\d)"
)
_CARD_GROUPED = re.compile(
    rf"(?<!\d)(?:\d{{4}}{_SEP}{{1,3}}\d{{4}}{_SEP}{{1,3}}\d{{4}}{_SEP}{{1,3}}\d{{4}}|3\d{{3}}{_SEP}\d{{6}}{_SEP}\d{{5}})(?!\d)"
)
_CARD_SOLID = re.compile(r"(?<!\d)[3-69]\d{14,15}(?!\d)")
_PASSPORT = re.compile(r"(?<![A-Za-z0-9\-])[MSRGDmsrgd](?:\d{8}|\d{3}[A-Za-z]\d{4})(?![A-Za-z0-9\-])")
_REGION = "서울|부산|경기|강원|충북|충남|전북|전남|경북|경남|제주|대구|인천|광주|대전|울산"
_LICENCE = re.compile(
    rf"(?<!\d)(?:(?:1[1-9]|2[0-8])|{_REGION}){_SEP}{{0,2}}\d{{2}}{_SEP}{{1,2}}\d{{6}}{_SEP}{{1,2}}\d{{2}}(?!\d)"
)
_LICENCE_SOLID = re.compile(r"면허[^\d]{0,12}(\d{12})(?!\d)")


class Masked(NamedTuple):
    """A text fit to keep, and the names of what was taken out of it (each once, in order)."""

    text: str
    found: tuple[str, ...]


class _Span(NamedTuple):
    start: int
    end: int
    name: str


def mask(text: str) -> Masked:
    """Replace identity and card numbers by "[주민등록번호 가림]" and the like.

    Guarantees: numbers written with spaces, dots, full-width or styled digits, invisible or tag characters,
    look-alike letters or read aloud in Korean are found; phone numbers, amounts, dates and business registration
    numbers stay; masking twice changes nothing; never raises for any str.
    """
    seen = visible(text)
    spans = list(_find(seen))
    spans += _resident(spoken(seen), aloud=True)
    if any("\U000e0020" <= char <= "\U000e007e" for char in text):
        spans += _find(visible(text, tags=True))
    return _replace(text, spans)


def _find(glyphs: list[Glyph]) -> Iterator[_Span]:
    yield from _resident(glyphs, aloud=False)
    line = "".join(g.char for g in glyphs)
    for pattern, name in ((_CARD_GROUPED, CARD), (_LICENCE, LICENCE), (_PASSPORT, PASSPORT)):
        for hit in pattern.finditer(line):
            yield _Span(glyphs[hit.start()].start, glyphs[hit.end() - 1].end, name)
    for hit in _LICENCE_SOLID.finditer(line):
        yield _Span(glyphs[hit.start(1)].start, glyphs[hit.end(1) - 1].end, LICENCE)
    for hit in _CARD_SOLID.finditer(line):
        if _luhn(hit[0]):
            yield _Span(glyphs[hit.start()].start, glyphs[hit.end() - 1].end, CARD)


def _resident(glyphs: list[Glyph], *, aloud: bool) -> Iterator[_Span]:
    line = "".join(g.char for g in glyphs)
    kept = {place for hit in _KEPT.finditer(line) for place in range(*hit.span())}
    for run in _RUN.finditer(line):
        groups = [g.span() for g in _GROUP.finditer(line, run.start(), run.end())]
        for first, last in _thirteen(groups, kept):
            digits = "".join(_GROUP.findall(line, first, last))
            if _RESIDENT.fullmatch(digits) and not (line[last : last + 1] == "원" and "-" not in line[first:last]):
                yield _Span(glyphs[first].start, glyphs[last - 1].end, _resident_name(digits[6]))
    if aloud:
        yield from _spoken_windows(glyphs, line)
        return
    for parted in _PARTED.finditer(line):
        if _PART_CUE.search(parted[2]) or "주민" in line[max(0, parted.start() - 24) : parted.start()]:
            yield _Span(glyphs[parted.start()].start, glyphs[parted.end() - 1].end, _resident_name(parted[3][0]))


def _spoken_windows(glyphs: list[Glyph], line: str) -> Iterator[_Span]:
    """A number read aloud runs into the words around it ("…오육칠이에요"): look at every thirteen digits in a row."""
    for run in _RUN.finditer(line):
        at = [place for place in range(run.start(), run.end()) if line[place].isdigit()]
        for first in range(len(at) - _LENGTH + 1):
            window = at[first : first + _LENGTH]
            aloud = sum(not glyphs[place].plain.isdigit() for place in window)
            digits = "".join(line[place] for place in window)
            if aloud >= _ALOUD and _RESIDENT.fullmatch(digits):
                yield _Span(glyphs[window[0]].start, glyphs[window[-1]].end, _resident_name(digits[6]))


def _thirteen(groups: list[tuple[int, int]], kept: set[int]) -> Iterator[tuple[int, int]]:
    """Stretches of whole digit groups that hold exactly thirteen digits and touch no number that must stay."""
    for i, (first, _) in enumerate(groups):
        total = 0
        for start, end in groups[i : i + _LENGTH]:
            if not kept.isdisjoint(range(start, end)):
                break
            total += end - start
            if total >= _LENGTH:
                if total == _LENGTH:
                    yield first, end
                break


def _resident_name(century: str) -> str:
    return FOREIGN if century in "5678" else RESIDENT


def _luhn(digits: str) -> bool:
    doubled = (int(d) * (1 + i % 2) for i, d in enumerate(reversed(digits)))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def _replace(text: str, spans: list[_Span]) -> Masked:
    merged: list[_Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if merged and span.start < merged[-1].end:
            merged[-1] = merged[-1]._replace(end=max(merged[-1].end, span.end))
        else:
            merged.append(span)
    pieces, at = [], 0
    for span in merged:
        pieces += [text[at : span.start], f"[{span.name} 가림]"]
        at = span.end
    return Masked("".join([*pieces, text[at:]]), tuple(dict.fromkeys(span.name for span in merged)))
