"""Compose an answer from one guide: the asked facet first, two to six plain lines, each bound to its section."""

from __future__ import annotations

import re
from datetime import date

from knowledge.answer.facets import table
from knowledge.answer.model import Line, NextStep, Source
from knowledge.answer.verify import figures
from knowledge.guide import Guide
from knowledge.passages import of_guide

MAX_LINES = 6
MAX_ITEMS = 12
OVERVIEW, FOUND = 2, 4
"""Lines of the overview and of the section found, when nothing in particular was asked."""
LISTED = ("papers", "rule", "how")
_SENTENCE = re.compile(r"(?<=[요다죠오]\.)\s+|\n+")


def sentences(prose: str) -> list[str]:
    """The prose as lines to show: list items stay whole, running text is cut at sentence ends."""
    return [piece.strip() for piece in _SENTENCE.split(prose) if piece.strip()]


def _fields(guide: Guide, facet: str) -> list[str]:
    who = guide.eligibility
    if facet == "papers":
        return list(guide.documents)
    if facet == "rule":
        return list(guide.criteria)
    if facet == "how":
        return [guide.how_to_apply] if guide.how_to_apply and not guide.steps else list(guide.steps)
    if facet == "who" and who:
        return [text for text in (who.income, who.assets) if text]
    single = {"amount": guide.benefit, "when": guide.period, "contact": guide.contact}.get(facet)
    return [single] if single else []


def states(guide: Guide, facet: str) -> bool:
    """Whether the guide's fields carry this facet as data."""
    return bool(_fields(guide, facet))


def has(guide: Guide, facet: str) -> bool:
    """Whether the guide says anything on this facet."""
    return table()[facet].section in guide.sections or bool(_fields(guide, facet))


def facet_lines(guide: Guide, facet: str) -> list[Line]:
    """The guide's lines on one facet: a single figure first, then the prose, then what its lists add."""
    section = table()[facet].section
    prose = sentences(guide.sections.get(section, ""))
    fields = _fields(guide, facet)
    said = figures("\n".join(prose))
    if facet in LISTED and len(fields) > 1:
        added = [] if any(text.startswith("- ") for text in prose) and not _missing(fields, said) else fields
        prose = [text for text in prose if not text.startswith("- ")] if added else prose
        return [Line(t, guide.id, section) for t in prose] + [
            Line(f"- {item}", guide.id, section) for item in added[:MAX_ITEMS]
        ]
    leading = [Line(f"- {item}", guide.id, section) for item in _missing(fields, said) or ([] if prose else fields)]
    return [*leading, *(Line(text, guide.id, section) for text in prose)]


def _missing(items: list[str], said: set[str]) -> list[str]:
    return [item for item in items if figures(item) - said]


def state_lines(guide: Guide, today: date) -> list[Line]:
    """What must be said before anything else: that the window is closed, the programme ended, the date not yet come."""
    if not guide.is_current(today):
        if guide.valid_from and guide.valid_from > today:
            return [Line(f"이 기준은 {guide.valid_from.isoformat()}부터 적용돼요.", guide.id, "기간")]
        if guide.valid_until and guide.valid_until < today:
            return [
                Line(
                    f"이 안내는 {guide.valid_until.isoformat()}까지의 내용이라 지금 기준이 아니에요.", guide.id, "기간"
                )
            ]
        return [Line("이 사업은 끝났거나 새로 받지 않아요.", guide.id, "기간")]
    if guide.status == "closed":
        return [Line("지금은 신청 기간이 아니에요(마감). 다음 모집 공고를 확인해 주세요.", guide.id, "기간")]
    return []


def lead_lines(guide: Guide, facets: list[str], passage_section: str) -> list[Line]:
    """The lines on what was asked first; where the guide lacks it, on the section that search found."""
    by_section = {facet.section: name for name, facet in table().items()}
    wanted = [facet for facet in facets if has(guide, facet)][:1]
    if not wanted and has(guide, by_section.get(passage_section, "what")):
        wanted = [by_section.get(passage_section, "what")]
    lines = facet_lines(guide, (wanted or ["what"])[0])
    found = by_section.get(passage_section, "what")
    if (wanted or ["what"]) == ["what"] and found != "what" and has(guide, found):
        # Nothing in particular was asked: the section that search found says why this guide was found.
        return [*lines[:OVERVIEW], *facet_lines(guide, found)[:FOUND]]
    room = MAX_LINES if not any(line.text.startswith("- ") for line in lines) else MAX_LINES + MAX_ITEMS
    return lines[:room]


def source(guide: Guide, section: str) -> Source:
    """The citation of one guide."""
    return Source(guide.id, guide.name, section, guide.url, guide.as_of)


def next_steps(guide: Guide, shown: str) -> list[NextStep]:
    """Buttons for the facets the guide has and the answer did not lead with."""
    short = re.sub(r"\(.*?\)", "", guide.name).strip()
    order = ("who", "amount", "papers", "how", "when", "contact", "rule")
    sections = {passage.section for passage in of_guide(guide)}
    return [
        NextStep(table()[facet].button, f"{short} {table()[facet].button}")
        for facet in order
        if facet != shown and has(guide, facet) and table()[facet].section in sections
    ][:4]
