"""Is there enough support to answer? A small logistic model over search signals; weights in data/support.yaml.

The weights are fitted on the development questions by ``python -m knowledge.answer.fit_support`` and committed as data.
"""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from knowledge.answer.facets import fillers, subject_terms
from knowledge.catalog import squeeze
from knowledge.index.tokens import kiwi, morphemes, normalise
from knowledge.search.hybrid import Hit, Searcher
from knowledge.search.synonyms import meant

DATA = Path(__file__).resolve().parents[1] / "data" / "support.yaml"
FEATURES = ("name", "lexical", "dense", "margin", "meant", "strange", "named", "length")
_NOUNS = frozenset(("NNG", "NNP", "SL", "XR", "SH"))
_JOINED = _NOUNS | {"XSN", "XPN", "SN"}
ALL_NAMED, BY_NAME = 0.99, 0.5
"""Share of the nouns that stand in the guide's names from which a smaller part of the bar is enough."""
LONG = 15
"""Content words from which a question counts as long."""


class Support(BaseModel):
    """The fitted model: one weight per feature, a bias, and the probabilities below which 이음 refuses.

    ``doubted`` is the bar for a question that the dialogue took for out of our field.
    """

    model_config = ConfigDict(extra="forbid")

    with_vectors: dict[str, float]
    lexical_only: dict[str, float]
    thresholds: dict[Literal["with_vectors", "lexical_only", "doubted"], float]


@lru_cache
def _model() -> Support:
    return Support.model_validate(yaml.safe_load(DATA.read_text(encoding="utf-8")))


def features(question: str, hits: list[Hit], searcher: Searcher) -> dict[str, float]:
    """Signals of the best hit, each about 0..1: its name spelled out; BM25 per term; cosine; lead over the second;
    whether it holds the words the question means (data/synonyms.yaml); compound words that no guide has (2 or more
    count 1); share of the question's nouns in its names; how many content words the question has."""
    top, whole = hits[0], searcher.snapshot.whole
    number = searcher.snapshot.docs.index(top.doc)
    terms = subject_terms(question)
    joined, nouns = _nouns(question)
    weights = {noun: whole.idf(noun) for noun in nouns}
    names = squeeze(top.passage.names)
    unheard = sum(compound not in searcher.text for compound in joined)
    return {
        "name": top.signals.name,
        "lexical": top.signals.lexical / (10 + 3 * len(terms)),
        "dense": (top.signals.dense - 0.85) * 10 if top.signals.dense else 0.0,
        "margin": top.score - (hits[1].score if len(hits) > 1 else 0.0),
        "meant": float(any(whole.holds(term, number) for word in meant(question) for term in morphemes(word))),
        "strange": min(2, unheard) / 2,
        "named": sum(weight for noun, weight in weights.items() if noun in names) / (sum(weights.values()) or 1.0),
        "length": min(LONG, len(terms)) / LONG,
    }


def _nouns(question: str) -> tuple[list[str], list[str]]:
    """The compound words of the question (nouns written together, without spaces) and its single nouns."""
    runs: list[list[str]] = []
    nouns, end = [], -1
    for token in kiwi().tokenize(normalise(question)):
        tag = token.tag.split("-")[0]
        if tag in _NOUNS and token.form not in fillers():
            nouns.append(token.form)
        if tag not in _JOINED:
            continue
        if token.start != end:
            runs.append([])
        runs[-1].append(token.form)
        end = token.end
    joined = ["".join(run) for run in runs if len(run) > 1]
    return [word for word in joined if len(word) > 2 and not word.isdigit()], nouns


def probability(question: str, hits: list[Hit], searcher: Searcher) -> float:
    """How likely the best hit really supports an answer to the question (0..1)."""
    values = features(question, hits, searcher)
    weights = _model().with_vectors if hits[0].signals.dense else _model().lexical_only
    return _logistic(weights, values)


def _logistic(weights: dict[str, float], values: dict[str, float]) -> float:
    score = weights["bias"] + sum(weights[name] * values[name] for name in FEATURES)
    return 1 / (1 + math.exp(-score))


def enough(question: str, hits: list[Hit], searcher: Searcher, doubted: bool = False) -> bool:
    """Whether to answer from the best hit rather than refuse."""
    if not hits:
        return False
    mode: Literal["with_vectors", "lexical_only"] = "with_vectors" if hits[0].signals.dense else "lexical_only"
    model, values = _model(), features(question, hits, searcher)
    bar = model.thresholds["doubted" if doubted else mode]
    if values["named"] >= ALL_NAMED and not values["strange"]:
        bar *= BY_NAME
    return _logistic(getattr(model, mode), values) >= bar
