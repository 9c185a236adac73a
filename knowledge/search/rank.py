"""Which of the found guides is meant: a linear model over what speaks for each, fitted on development questions.

``python -m knowledge.search.fit_rank`` fits the weights (data/rank.yaml); docs/adr/0005-retrieval.md says how well.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import TypeAdapter

from knowledge.answer.compose import has, states
from knowledge.answer.facets import detect, fillers
from knowledge.catalog import squeeze
from knowledge.guide import Guide
from knowledge.index.tokens import morphemes
from knowledge.search import regions
from knowledge.search.hybrid import Hit, Searcher
from knowledge.search.synonyms import meant

DATA = Path(__file__).resolve().parents[1] / "data" / "rank.yaml"
Mode = Literal["with_vectors", "lexical_only"]
SHARES = ("whole", "told", "asked", "told_meaning", "asked_meaning")
FEATURES = (
    *SHARES, "name", "states", "has", "program", "notice", "rule", "contact",
    "other_region", "same_region", "region_unasked", "over", "closed",
    "numbers", "missing", "named", "unasked_name", "other_year", "only_its_name",
)  # fmt: skip
SPELLED_OUT, ALL_NAMED = 0.9, 0.99
"""Name signal from which a guide's name stands in the question as it is; share of the question's words in its names."""
_NUMBER, _YEAR = re.compile(r"\d[\d,.]*\d|\d"), re.compile(r"20\d\d")


class Asking:
    """A question taken apart once, for weighing every guide that was found for it."""

    def __init__(self, question: str, searcher: Searcher) -> None:
        self.question, self.idf = question, searcher.snapshot.whole.idf
        self.facet = detect(question)[0]
        words = [term for term in dict.fromkeys(morphemes(question)) if term not in fillers() and len(term) > 1]
        self.words = {word: self.idf(word) for word in words}
        self.total = sum(self.words.values()) or 1.0
        self.said = squeeze(f"{question} {' '.join(meant(question))}")
        self.regions = regions.named(question)
        self.numbers = [number for number in _NUMBER.findall(question) if len(number) > 1]
        self.years = frozenset(_YEAR.findall(question))

    def weigh(self, hit: Hit, guide: Guide) -> dict[str, float]:
        """The features of one guide, each about 0..1."""
        own, said, facet = regions.of_guide(guide), _said(guide), self.facet
        named = sum(weight for word, weight in self.words.items() if word in _names(guide)) / self.total
        years = frozenset(_YEAR.findall(guide.name))
        return {
            **dict(zip(SHARES, hit.signals.shares, strict=True)),
            "name": hit.signals.name,
            "states": float(facet != "what" and states(guide, facet)),
            "has": float(facet != "what" and has(guide, facet)),
            **{kind: float(guide.kind == kind) for kind in ("program", "notice", "rule", "contact")},
            "other_region": float(bool(self.regions and own and not self.regions & own)),
            "same_region": float(bool(self.regions & own)),
            "region_unasked": float(bool(own) and not self.regions),
            "over": float(guide.status == "ended"),
            "closed": float(guide.status == "closed"),
            "numbers": sum(number in said for number in self.numbers) / (len(self.numbers) or 1),
            "missing": sum(weight for word, weight in self.words.items() if word not in said) / self.total,
            "named": named,
            "unasked_name": self._unasked(guide),
            "other_year": float(bool(years and not years & self.years)),
            "only_its_name": float(hit.signals.name >= SPELLED_OUT and named >= ALL_NAMED),
        }

    def _unasked(self, guide: Guide) -> float:
        """Share of the guide's name that the question does not speak of, by the name that fits best."""
        return min(self._left(name) for name in (guide.name, *guide.aliases))

    def _left(self, name: str) -> float:
        words = {word: self.idf(word) for word in _words(name)}
        return sum(weight for word, weight in words.items() if word not in self.said) / (sum(words.values()) or 1.0)


@lru_cache
def weights() -> dict[Mode, dict[str, float]]:
    """The fitted weights; raises pydantic.ValidationError when the file does not fit."""
    found = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return TypeAdapter(dict[Mode, dict[str, float]]).validate_python(found)


def score(features: dict[str, float], by: dict[str, float]) -> float:
    """The weighted sum."""
    return sum(by[name] * features[name] for name in FEATURES)


@lru_cache(maxsize=2_000)
def _squeezed(text: str) -> str:
    return squeeze(text)


def _said(guide: Guide) -> str:
    return _squeezed("\n".join([guide.facts_text, *guide.asked]))


def _names(guide: Guide) -> str:
    return _squeezed(" ".join([guide.name, *guide.aliases]))


@lru_cache(maxsize=20_000)
def _words(name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in morphemes(name.split("(")[0]) if len(word) > 1))
