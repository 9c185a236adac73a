"""How much a line of a guide has to do with a question: the telling terms they share."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from knowledge.answer.compose import Weigh
from knowledge.answer.model import Line
from knowledge.answer.statements import adds, every_line
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
"""Least shared weight (about one rare word) for a line to be shown though it is not on the asked facet."""
SOME = 1.5
"""The same where the answer is short anyway."""


def weigher(guide: Guide, question: str, idf: Callable[[str], float]) -> Weigh:
    """Weighs lines of ``guide`` for ``question``.

    What the question only means (data/synonyms.yaml) counts half, and a line with a figure more where one is asked for.
    """
    asked = {term: MEANT * _weight(term, idf) for term in set(terms(" ".join(meant(question))))}
    asked |= {term: _weight(term, idf) for term in set(terms(question))}
    bonus = FIGURE if _ASKS_FIGURE.search(question.replace(" ", "")) else 0.0
    # The guide's own name is in every line's mind; sharing it says nothing about this one.
    named = set(_terms(guide.name))

    def weigh(line: Line) -> float:
        weight = sum(asked[term] for term in set(_terms(line.text)) - named if term in asked)
        return weight + (bonus if weight and _DIGIT.search(line.text) else 0.0)

    return weigh


def relevant_lines(guide: Guide, weigh: Weigh, shown: list[Line], limit: int, enough: float = ENOUGH) -> list[Line]:
    """The ``limit`` lines that have most to do with the question and add to what is ``shown``, in the guide's order."""
    lines = every_line(guide)
    told = "\n".join(line.text for line in shown)
    kept: list[int] = []
    for number in sorted(range(len(lines)), key=lambda number: -weigh(lines[number])):
        if len(kept) == limit or weigh(lines[number]) < enough:
            break
        if adds(lines[number].text, told):
            kept.append(number)
            told = f"{told}\n{lines[number].text}"
    return [lines[number] for number in sorted(kept)]


def _weight(term: str, idf: Callable[[str], float]) -> float:
    return idf(term) * (BIGRAM_WEIGHT if term.startswith("_") else 1.0)


@lru_cache(maxsize=50_000)
def _terms(text: str) -> tuple[str, ...]:
    return tuple(terms(text))
