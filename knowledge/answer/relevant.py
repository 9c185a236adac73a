"""The lines of a guide that a question is about, whatever their section: chosen by the telling terms they share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from knowledge.answer.compose import sentences
from knowledge.answer.model import Line
from knowledge.guide import Guide
from knowledge.index.tokens import terms
from knowledge.search.synonyms import meant

BIGRAM_WEIGHT = 0.4
"""A bigram counts less than a morpheme: several of them make one word."""
MEANT = 0.5
FIGURE = 1.5
"""Weight of a figure in a line, in units of idf, when the question asks for one."""
_ASKS_FIGURE = re.compile(r"얼마|얼만|몇|언제|며칠|한도|금액|최대|최장|까지")
_DIGIT = re.compile(r"\d")
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
    """The ``limit`` lines that share most with the question and are not ``shown`` already, in the guide's order.

    What the question only means (data/synonyms.yaml) counts half, and a line with a figure more where one is asked for.
    """
    asked = {term: MEANT * _weight(term, idf) for term in set(terms(" ".join(meant(question))))}
    asked |= {term: _weight(term, idf) for term in set(terms(question))}
    bonus = FIGURE if _ASKS_FIGURE.search(question.replace(" ", "")) else 0.0
    named = set(_terms(guide.name))
    already = {_plain(text) for text in shown}
    scored = []
    for number, line in enumerate(candidates(guide)):
        if _plain(line.text) in already:
            continue
        # The guide's own name is in every line's mind; sharing it says nothing about this one.
        weight = sum(asked[term] for term in set(_terms(line.text)) - named if term in asked)
        weight += bonus if weight and _DIGIT.search(line.text) else 0.0
        if weight >= ENOUGH:
            scored.append((weight, number, line))
    best = sorted(scored, key=lambda item: (-item[0], item[1]))[:limit]
    return [line for _, _, line in sorted(best, key=lambda item: item[1])]


def _weight(term: str, idf: Callable[[str], float]) -> float:
    return idf(term) * (BIGRAM_WEIGHT if term.startswith("_") else 1.0)


@lru_cache(maxsize=50_000)
def _terms(text: str) -> tuple[str, ...]:
    return tuple(terms(text))


def _plain(text: str) -> str:
    return text.removeprefix("- ").strip()
