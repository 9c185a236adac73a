"""Nothing leaves that its sources lack: amounts, dates, ages, shares, phones and links, mechanically checked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from knowledge.answer.model import Answer, Line
from knowledge.answer.verify.claims import Support
from knowledge.answer.verify.fold import fold
from knowledge.answer.verify.links import links
from knowledge.answer.verify.phones import phones
from knowledge.answer.verify.stated import stated
from knowledge.catalog import Catalog

__all__ = ["figures", "links", "phones", "stated", "unsupported", "unsupported_by_one", "verified"]

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")


def figures(text: str) -> set[str]:
    """Every figure in ``text`` as bare digits, without thousands separators and units; full-width digits are folded."""
    return {match.group().replace(",", "").rstrip(".") for match in _FIGURE.finditer(fold(text))}


def unsupported(text: str, supports: Iterable[str]) -> set[str]:
    """The figures, dates, telephone numbers and links of ``text`` that ``supports`` together lack, as they are written.

    A figure is compared as a whole and with what it counts: 20% is not supported by 20만 원, nor 월 20만 원 by
    연 20만 원; however it is written, 20만 원 is 200,000원. A part of a stated date (5월 29일) is stated.
    """
    return _support(tuple(supports)).lacks(text)


def unsupported_by_one(text: str, supports: Iterable[str]) -> set[str]:
    """What of ``text`` is unsupported when every line must stand on one source alone: no line mixes two sources."""
    sources = [_support((one,)) for one in supports] or [_support(())]
    return {found for line in text.split("\n") for found in min((source.lacks(line) for source in sources), key=len)}


@lru_cache(maxsize=1_024)
def _support(texts: tuple[str, ...]) -> Support:
    return Support(texts)


def verified(answer: Answer, catalog: Catalog) -> Answer:
    """The answer with every line dropped that states a figure or link its own guide lacks.

    A line that names no guide may state no figure at all. What remains is exactly what the sources carry.
    """
    return replace(answer, lines=tuple(line for line in answer.lines if _stands(line, catalog)))


def _stands(line: Line, catalog: Catalog) -> bool:
    guide = catalog.get(line.guide) if line.guide else None
    return not unsupported(line.text, [stated(guide)] if guide else [])
