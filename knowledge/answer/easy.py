"""Easy words (쉬운 말): the guide's plain sentences on what is asked, and what its hard words mean."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, field_validator

from knowledge.answer import compose
from knowledge.answer.facets import table
from knowledge.answer.model import Answer, Line, RefusalType
from knowledge.answer.statements import prose_lines
from knowledge.guide import Guide

DATA = Path(__file__).resolve().parents[1] / "data" / "plain_words.yaml"
SENTENCES, WORDS = 3, 3
"""Plain sentences of an answer, and hard words explained, at most."""


class PlainWords(BaseModel):
    """The reviewed list: how easy words are asked for, and what hard words mean (no figures: those are guides')."""

    model_config = ConfigDict(extra="forbid")

    asks: list[str]
    terms: dict[str, str]

    @field_validator("terms")
    @classmethod
    def _no_figures(cls, terms: dict[str, str]) -> dict[str, str]:
        wrong = [term for term, told in terms.items() if re.search(r"\d", told)]
        if wrong:
            raise ValueError(f"뜻풀이에 숫자가 있어요: {', '.join(wrong)}")
        return terms


@lru_cache
def data() -> PlainWords:
    """The list; raises pydantic.ValidationError when it does not fit its schema."""
    return PlainWords.model_validate(yaml.safe_load(DATA.read_text(encoding="utf-8")))


def wanted(question: str) -> bool:
    """Whether the question asks for easy words."""
    squeezed = re.sub(r"\s+", "", question)
    return any(re.search(pattern, squeezed) for pattern in data().asks)


def explained(text: str) -> list[Line]:
    """The hard words of ``text`` with what they mean, the longest first where one holds another."""
    found: list[str] = []
    for term in sorted(data().terms, key=len, reverse=True):
        if term in text and not any(term in other for other in found):
            found.append(term)
    return [Line(f"· {term}: {data().terms[term]}") for term in sorted(found, key=text.index)[:WORDS]]


def tell(guide: Guide, facet: str, today: date) -> Answer:
    """The guide in easy words: its own sentences on ``facet``, what it is where it has none, and its hard words."""
    asked = facet if facet in table() and prose_lines(guide, facet) else "what"
    plain = [line for line in prose_lines(guide, asked) if not line.text.startswith("- ")]
    told = (plain or prose_lines(guide, asked))[:SENTENCES]
    lines = [Line(f"{guide.name}, 쉽게 말하면 이래요.", guide.id, "한눈에"), *compose.state_lines(guide, today), *told]
    lines += explained("\n".join(line.text for line in told))
    kind: RefusalType | None = None if guide.is_current(today) else "expired"
    cited = (compose.source(guide, table()[asked].section),)
    return Answer(tuple(lines), cited, tuple(compose.next_steps(guide, asked)), kind, guide.id, asked)
