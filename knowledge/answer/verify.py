"""Nothing leaves that its sources lack: figures, dates, ages, percentages, phones and links, mechanically checked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from knowledge.answer.model import Answer, Line
from knowledge.catalog import Catalog
from knowledge.guide import Guide

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_LINK = re.compile(r"https?://[^\s)\]>\"']+|www\.[^\s)\]>\"']+", re.I)


def figures(text: str) -> set[str]:
    """Every figure in ``text`` as bare digits (thousands separators dropped, full-width digits folded)."""
    folded = unicodedata.normalize("NFKC", text)
    return {match.group().replace(",", "").rstrip(".") for match in _FIGURE.finditer(folded)}


def links(text: str) -> set[str]:
    """Every link in ``text`` without a trailing full stop."""
    return {match.group().rstrip(".,") for match in _LINK.finditer(text)}


def unsupported(text: str, supports: Iterable[str]) -> set[str]:
    """The figures and links of ``text`` that none of ``supports`` contains."""
    joined = "\n".join(supports)
    known_figures = figures(joined)
    return {f for f in figures(text) if f not in known_figures} | {u for u in links(text) if u not in joined}


def verified(answer: Answer, catalog: Catalog) -> Answer:
    """The answer with every line dropped that states a figure or link its own guide lacks.

    A line that names no guide may state no figure at all. What remains is exactly what the sources carry.
    """
    return Answer(
        tuple(line for line in answer.lines if _stands(line, catalog)),
        answer.sources,
        answer.steps,
        answer.refusal,
        answer.topic,
        answer.facet,
        answer.found,
    )


def _stands(line: Line, catalog: Catalog) -> bool:
    guide = catalog.get(line.guide) if line.guide else None
    return not unsupported(line.text, [stated(guide)] if guide else [])


def stated(guide: Guide) -> str:
    """Everything a guide states, its validity dates included."""
    dates = [day.isoformat() for day in (guide.valid_from, guide.valid_until) if day]
    return "\n".join([guide.facts_text, *dates])
