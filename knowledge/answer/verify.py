"""Nothing leaves that its sources lack: figures, dates, ages, percentages, phones and links, mechanically checked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from knowledge.answer.model import Answer, Line
from knowledge.catalog import Catalog
from knowledge.guide import Guide

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_LINK = re.compile(r"https?://[^\s()\]>\"']+|www\.[^\s()\]>\"']+", re.I)
_PHONE = re.compile(r"(?<![\d-])\d{2,4}(?:-\d{3,4}){1,2}(?![\d-])")
_PARTICLE = re.compile(r"[가-힣]+$")


def figures(text: str) -> set[str]:
    """Every figure in ``text`` as bare digits (thousands separators dropped, full-width digits folded)."""
    folded = unicodedata.normalize("NFKC", text)
    return {match.group().replace(",", "").rstrip(".") for match in _FIGURE.finditer(folded)}


def links(text: str) -> set[str]:
    """Every link in ``text`` without a trailing full stop or slash."""
    return {match.group().rstrip(".,/") for match in _LINK.finditer(text)}


def phones(text: str) -> set[str]:
    """Every telephone number of two or three parts in ``text``."""
    return set(_PHONE.findall(unicodedata.normalize("NFKC", text)))


def unsupported(text: str, supports: Iterable[str]) -> set[str]:
    """The figures, telephone numbers and links of ``text`` that none of ``supports`` contains.

    A number or link counts as a whole: half of one and half of another is none. A link may carry a Korean particle.
    """
    joined = "\n".join(supports)
    return (figures(text) - figures(joined)) | (phones(text) - phones(joined)) | _strange_links(text, joined)


def _strange_links(text: str, joined: str) -> set[str]:
    known = {form for link in links(joined) for form in _forms(link)}
    return {link for link in links(text) if known.isdisjoint(_forms(link))}


def _forms(link: str) -> set[str]:
    """One address as it may be written: without its scheme, with and without the particle behind it."""
    bare = link.split("://", 1)[-1]
    return {bare, _PARTICLE.sub("", bare).rstrip("/")}


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
