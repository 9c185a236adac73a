"""The lines of a guide that a question is about, whatever their section: chosen by the telling terms they share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from knowledge.answer.compose import sentences
from knowledge.answer.model import Line
from knowledge.guide import Guide
from knowledge.index.tokens import terms

BIGRAM_WEIGHT = 0.4
"""A bigram counts less than a morpheme: several of them make one word."""
ENOUGH = 4.0
"""Least shared weight (about one rare word) for a line to be shown."""


def candidates(guide: Guide) -> list[Line]:
    """Every line the guide could show: its prose by sentence and its fields by item."""
    lines = [Line(text, guide.id, section) for section, prose in guide.sections.items() for text in sentences(prose)]
    who = guide.eligibility
    fields: list[tuple[str, Iterable[str | None]]] = [
        ("지원 내용", [guide.benefit]),
        ("기간", [guide.period]),
        ("신청 방법", [guide.how_to_apply, *guide.steps]),
        ("준비 서류", guide.documents),
        ("기준과 근거", guide.criteria),
        ("대상", [who.income, who.assets, *who.other] if who else []),
    ]
    return lines + [Line(f"- {item}", guide.id, section) for section, items in fields for item in items if item]


def relevant_lines(
    guide: Guide, question: str, idf: Callable[[str], float], shown: Iterable[str], limit: int
) -> list[Line]:
    """The ``limit`` lines that share most with the question and are not ``shown`` already, in the guide's order."""
    asked = {term: idf(term) * (BIGRAM_WEIGHT if term.startswith("_") else 1.0) for term in set(terms(question))}
    named = set(_terms(guide.name))
    already = {_plain(text) for text in shown}
    scored = []
    for number, line in enumerate(candidates(guide)):
        if _plain(line.text) in already:
            continue
        # The guide's own name is in every line's mind; sharing it says nothing about this one.
        weight = sum(asked[term] for term in set(_terms(line.text)) - named if term in asked)
        if weight >= ENOUGH:
            scored.append((weight, number, line))
    best = sorted(scored, key=lambda item: (-item[0], item[1]))[:limit]
    return [line for _, _, line in sorted(best, key=lambda item: item[1])]


@lru_cache(maxsize=50_000)
def _terms(text: str) -> tuple[str, ...]:
    return tuple(terms(text))


def _plain(text: str) -> str:
    return text.removeprefix("- ").strip()
