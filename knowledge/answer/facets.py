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
    weak: list[str] = []

    def asked_at(self, squeezed: str, weak: bool = False) -> int:
        """Where in the question (without spaces) its last words asking for this end; -1 when it does not ask."""
        found = (re.finditer(pattern, squeezed) for pattern in (self.weak if weak else self.patterns))
        return max((match.end() for matches in found for match in matches), default=-1)


class _Facets(BaseModel):
    model_config = ConfigDict(extra="forbid")

    facets: dict[str, Facet]
    lists: list[str]
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
    return _asked(squeezed, weak=False) or _asked(squeezed, weak=True) or ["what"]


def is_plain(question: str) -> bool:
    """Whether the question's words tell its facet clearly, so that no other guess is needed."""
    return bool(_asked(re.sub(r"\s+", "", question.lower()), weak=False))


def asked_at(question: str, weak: bool) -> dict[str, int]:
    """Where in the question (without spaces) each facet's last words end, -1 where there are none."""
    squeezed = re.sub(r"\s+", "", question.lower())
    return {name: facet.asked_at(squeezed, weak) for name, facet in table().items()}


def _asked(squeezed: str, weak: bool) -> list[str]:
    order, ends = list(table()), asked_at(squeezed, weak)
    return sorted((name for name in order if ends[name] >= 0), key=lambda name: (-ends[name], order.index(name)))


def subject_terms(question: str) -> list[str]:
    """The content morphemes that say what a question is about."""
    return [term for term in dict.fromkeys(morphemes(question)) if term not in fillers()]


def asks_list(question: str) -> bool:
    """Whether the question asks which schemes there are, rather than about one."""
    squeezed = re.sub(r"\s+", "", question.lower())
    return any(re.search(pattern, squeezed) for pattern in _read().lists)


def asks_something(text: str) -> bool:
    """Whether the text asks for information at all: a question mark, or the words of a facet."""
    return "?" in text or "？" in text or detect(text) != ["what"]
