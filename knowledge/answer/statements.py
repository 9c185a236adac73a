"""Everything a guide can say, as lines: its fields word for word (labelled where a bare value would puzzle), its prose
by sentence."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.answer.facets import fillers, table
from knowledge.answer.model import Line
from knowledge.answer.verify import figures
from knowledge.guide import Eligibility, Guide
from knowledge.index.tokens import morphemes

LISTED = ("papers", "rule", "how")
"""Facets whose fields are lists that are shown whole."""
SAME_FIGURES, SAME_WORDS = 0.2, 0.5
"""Share of the shorter line's words from which two lines say the same, with the same figures and without any."""
COVERED = 0.75
"""Share of a line's content words that must have been said for the line to add nothing."""
_SENTENCE = re.compile(r"(?<=[요다죠오]\.)\s+|\n+")


def sentences(prose: str) -> list[str]:
    """The prose as lines to show: list items stay whole, running text is cut at sentence ends."""
    return [piece.strip() for piece in _SENTENCE.split(prose) if piece.strip()]


def fields(guide: Guide, facet: str) -> list[str]:
    """The guide's data on one facet, word for word; a list item per element."""
    if facet == "papers":
        return list(guide.documents)
    if facet == "rule":
        return list(guide.criteria)
    if facet == "how":
        return list(guide.steps) or ([guide.how_to_apply] if guide.how_to_apply else [])
    if facet == "who":
        return _who(guide.eligibility) if guide.eligibility else []
    single = {"amount": guide.benefit, "when": guide.period, "contact": guide.contact}.get(facet)
    return [single] if single else []


def _who(who: Eligibility) -> list[str]:
    region = who.region if who.region and not who.region.startswith("전국") else None
    labelled = (
        ("나이", who.ages),
        ("소득", who.income),
        ("재산", who.assets),
        ("지역", region),
        ("가구", ", ".join(who.household)),
        ("모두 해당", ", ".join(who.all_of)),
        ("하나라도 해당", ", ".join(who.any_of)),
        ("하는 일", ", ".join(who.employment)),
    )
    return [f"{label}: {value}" for label, value in labelled if value] + list(who.other)


def field_lines(guide: Guide, facet: str) -> list[Line]:
    """The facet's fields as list lines."""
    return [Line(f"- {item}", guide.id, table()[facet].section) for item in fields(guide, facet)]


def prose_lines(guide: Guide, facet: str) -> list[Line]:
    """The facet's section as sentences."""
    section = table()[facet].section
    return [Line(text, guide.id, section) for text in sentences(guide.sections.get(section, ""))]


def every_line(guide: Guide) -> list[Line]:
    """All fields and all prose, in the order of the sections; what is only for notes is left out."""
    by_facet = [line for facet in table() for line in (*field_lines(guide, facet), *prose_lines(guide, facet))]
    notes = [Line(text, guide.id, "알아둘 점") for text in sentences(guide.sections.get("알아둘 점", ""))]
    return [*by_facet, *notes]


@lru_cache(maxsize=50_000)
def words(text: str) -> frozenset[str]:
    """The content words of a line."""
    return frozenset(morphemes(text)) - fillers()


def adds(line: str, said: str) -> bool:
    """Whether ``line`` tells anything that ``said`` does not: a figure, or enough content words."""
    if figures(line) - figures(said):
        return True
    own = words(line)
    return bool(own) and len(own & words(said)) < COVERED * len(own)


def repeats(line: str, other: str) -> bool:
    """Whether ``line`` says again what ``other`` says: the same figures in like words, or mostly the same words."""
    own, told = words(line), words(other)
    if not own:
        return True
    shared, stated = len(own & told) / min(len(own), len(told) or 1), figures(line)
    if not stated <= figures(other):
        return False
    return shared >= (SAME_FIGURES if stated else SAME_WORDS)


def only_new(lines: list[Line], said: list[Line]) -> list[Line]:
    """Those of ``lines`` that add something to ``said`` and to one another, in order."""
    told, kept = "\n".join(line.text for line in said), []
    for line in lines:
        if adds(line.text, told):
            kept.append(line)
            told = f"{told}\n{line.text}"
    return kept
