"""Typed refusals with a next step: what is said, and whom to turn to, read from data/refusals.yaml."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from knowledge.answer.compose import source
from knowledge.answer.model import Answer, Line, NextStep, RefusalType, Source
from knowledge.answer.statements import sentences
from knowledge.catalog import Catalog
from knowledge.guide import Guide

DATA = Path(__file__).resolve().parents[1] / "data" / "refusals.yaml"
_LEGAL = "legal"


class _Type(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: str
    hint: str
    patterns: list[str] = []
    together: list[list[str]] = []
    unless: list[str] = []

    def called_for(self, text: str, squeezed: str) -> bool:
        """Whether a question, as written and without spaces, calls for this refusal by its own words."""
        both = f"{text}\n{squeezed}"
        if any(re.search(pattern, squeezed) for pattern in self.unless):
            return False
        if any(re.search(pattern, squeezed) for pattern in self.patterns):
            return True
        return any(all(re.search(pattern, both, re.M) for pattern in group) for group in self.together)


class Refusals(BaseModel):
    """The refusal texts, their patterns, and the guides to turn to by domain."""

    model_config = ConfigDict(extra="forbid")

    types: dict[str, _Type]
    turn_to: dict[str, list[str]]
    examples: list[str]


@lru_cache
def refusals() -> Refusals:
    """The reviewed data; raises pydantic.ValidationError when it does not fit its schema."""
    return Refusals.model_validate(yaml.safe_load(DATA.read_text(encoding="utf-8")))


def by_pattern(question: str) -> RefusalType | None:
    """The refusal type that the question's own words call for, or None."""
    text = " ".join(question.lower().split())
    squeezed = text.replace(" ", "")
    kinds: tuple[RefusalType, ...] = ("out_of_area", "legal_judgement", "personal_record")
    for name in kinds:
        if refusals().types[name].called_for(text, squeezed):
            return name
    return None


def refuse(
    kind: RefusalType, catalog: Catalog, today: date, domain: str = "default", suggestions: tuple[NextStep, ...] = ()
) -> Answer:
    """The refusal of one type: its words, whom to call and when (from guides, cited), and buttons."""
    data = refusals()
    words = data.types[kind]
    lines: list[Line] = [Line(words.text), Line(words.hint)]
    sources: list[Source] = []
    if kind != "out_of_area" and kind != "no_question":
        desks, sources = desk_of(_LEGAL if kind == "legal_judgement" else domain, catalog, today)
        lines += desks
    steps = suggestions or tuple(NextStep(_short(q), q) for q in data.examples)
    return Answer(tuple(lines), tuple(sources), steps, refusal=kind)


def desk_of(domain: str, catalog: Catalog, today: date) -> tuple[list[Line], list[Source]]:
    """Whom to call for a domain, as cited lines; a desk that is no longer there is left out."""
    ids = refusals().turn_to.get(domain, refusals().turn_to["default"])
    guides = [guide for i in ids if (guide := catalog.get(i)) is not None and guide.is_current(today)]
    return [_desk(guide) for guide in guides], [source(guide, "문의") for guide in guides]


def _desk(guide: Guide) -> Line:
    when = sentences(guide.sections.get("기간", ""))[:2]
    reach = guide.contact or guide.url or ""
    return Line(f"- {guide.name}: {reach}" + (f" ({' '.join(when)})" if when else ""), guide.id, "문의")


def _short(question: str) -> str:
    return question if len(question) <= 14 else question[:13] + "…"
