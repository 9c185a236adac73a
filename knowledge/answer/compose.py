"""Compose an answer from one guide: the asked facet first, in its own fields' words, then what the prose adds."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from knowledge.answer import lines
from knowledge.answer.facets import table
from knowledge.answer.lines import Asked, chosen, names_of
from knowledge.answer.model import Line, NextStep, Source
from knowledge.answer.statements import LISTED, field_lines, fields, only_new, prose_lines, repeats
from knowledge.guide import Guide
from knowledge.passages import of_guide

MAX_ITEMS = 12
"""Items of a list that are shown at most."""
FIELDS, ALTOGETHER, ADDED = 5, 6, 2
"""Field lines of a facet that is no list, lines of a facet altogether, and prose lines after a list."""
OVERVIEW = 2
"""Lines of what it is, when nothing in particular was asked."""
LINES, MORE = 5, 2
"""Lines of an answer, and more at most where several things are asked."""
SHORT_LIST = 200
"""Letters of a list that is told whole when several of its items are."""
WHOLE = ("papers", "how")
"""Facets whose list is shown whole."""
Weigh = Callable[[Line], float]
"""How much a line is asked for."""


def states(guide: Guide, facet: str) -> bool:
    """Whether the guide's fields carry this facet as data."""
    return bool(fields(guide, facet))


def has(guide: Guide, facet: str) -> bool:
    """Whether the guide says anything on this facet."""
    return table()[facet].section in guide.sections or states(guide, facet)


def facet_lines(guide: Guide, facet: str, weigh: Weigh = lambda line: 0.0) -> list[Line]:
    """The guide's lines on one facet: its data word for word, then what the prose adds, most asked for."""
    data = field_lines(guide, facet)
    if facet in LISTED and len(data) > 1:
        listed = best(data, weigh, MAX_ITEMS if facet == "papers" else ALTOGETHER + ADDED)
        return [*listed, *best(only_new(prose_lines(guide, facet), data), weigh, ADDED)]
    shown = best(data, weigh, FIELDS)
    prose = only_new(prose_lines(guide, facet), shown)
    return [*shown, *best(prose, weigh, max(ADDED, ALTOGETHER - len(shown)))]


def overview(guide: Guide) -> list[Line]:
    """What it is, what it gives and for whom, in short."""
    shown = [*prose_lines(guide, "what")[:OVERVIEW], *field_lines(guide, "amount"), *field_lines(guide, "who")[:2]]
    return [*shown, *field_lines(guide, "rule")[:2], Line(guide.summary, guide.id, "한눈에")]


def best(lines: list[Line], weigh: Weigh, limit: int) -> list[Line]:
    """The ``limit`` lines that weigh most (the earlier of equals), in their own order."""
    ranked = sorted(range(len(lines)), key=lambda number: (-weigh(lines[number]), number))[:limit]
    return [lines[number] for number in sorted(ranked)]


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


def answering(guide: Guide, asked: Asked, facet: str, limit: int = LINES) -> list[Line]:
    """The lines that answer the question: a list that was asked for whole, otherwise the ``limit`` likeliest lines.

    The likeliest comes first; lines of one section stand together, in their own order.
    """
    ranked = lines.ranked(guide, asked)
    data = field_lines(guide, facet) if facet in WHOLE else []
    if len(data) > 1:
        shown = best(data, lambda line: -ranked.index(line), MAX_ITEMS)
        return [*shown, *chosen(ranked, ADDED, said="\n".join(line.text for line in shown))]
    if not asked.own - names_of(guide) and facet == "what":
        return only_new(overview(guide), [])[: limit + 1]
    return _grouped(_completed(guide, chosen(ranked, limit + min(MORE, asked.count - 1))))


def _completed(guide: Guide, found: list[Line]) -> list[Line]:
    """A short list of which several items were found is told whole: pieces of it would mislead."""
    for facet in table():
        items = field_lines(guide, facet)
        inside = [line for line in found if line in items]
        if len(inside) > 1 and sum(len(line.text) for line in items) <= SHORT_LIST:
            at = found.index(inside[0])
            rest = [line for line in found if line not in inside and all(not repeats(line.text, i.text) for i in items)]
            found = [*rest[:at], *items, *rest[at:]]
    return found


def _grouped(found: list[Line]) -> list[Line]:
    sections = list(dict.fromkeys(line.section for line in found))
    order = {id(line): (sections.index(line.section), number > 0) for number, line in enumerate(found)}
    return sorted(found, key=lambda line: order[id(line)])


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
