"""What a question asks for (what, who, amount, how, papers, when, contact, rule), read from data/facets.yaml."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from knowledge.index.tokens import morphemes

DATA = Path(__file__).resolve().parents[1] / "data" / "facets.yaml"


class Facet(BaseModel):
    """One thing a question may ask for: the section that answers it, its button, its patterns."""

    model_config = ConfigDict(extra="forbid")

    section: str
    button: str
    patterns: list[str]

    def asked_in(self, squeezed: str) -> bool:
        """Whether the question (without spaces) asks for this."""
        return any(re.search(pattern, squeezed) for pattern in self.patterns)


class _Facets(BaseModel):
    model_config = ConfigDict(extra="forbid")

    facets: dict[str, Facet]
    fillers: list[str]
    attributes: list[str]


@lru_cache
def table() -> dict[str, Facet]:
    """Every facet by name, in order of precedence."""
    return _read().facets


@lru_cache
def _read() -> _Facets:
    return _Facets.model_validate(yaml.safe_load(DATA.read_text(encoding="utf-8")))


@lru_cache
def fillers() -> frozenset[str]:
    """Morphemes that shape a question and tell nothing of its subject."""
    return frozenset(_read().fillers)


@lru_cache
def attributes() -> frozenset[str]:
    """Morphemes for what any scheme has (age, income, interest ...): they ask about a subject and are none."""
    return frozenset(_read().attributes)


def detect(question: str) -> list[str]:
    """The facets a question asks for, leading one first; ["what"] when it asks for none in particular."""
    squeezed = re.sub(r"\s+", "", question.lower())
    return [name for name, facet in table().items() if facet.asked_in(squeezed)] or ["what"]


def subject_terms(question: str) -> list[str]:
    """The content morphemes that say what a question is about."""
    return [term for term in dict.fromkeys(morphemes(question)) if term not in fillers()]


def asks_something(text: str) -> bool:
    """Whether the text asks for information at all: a question mark, or the words of a facet."""
    return "?" in text or "？" in text or detect(text) != ["what"]
