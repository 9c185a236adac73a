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

from knowledge.answer.facets import subject_terms
from knowledge.search.hybrid import Hit, Searcher

DATA = Path(__file__).resolve().parents[1] / "data" / "support.yaml"
FEATURES = ("name", "coverage", "unknown", "lexical", "dense", "margin")


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
    """Signals of the best hit: name found, share of the question's telling terms it holds, share nobody holds,
    BM25 per term, cosine, and the lead over the second."""
    top, whole = hits[0], searcher.snapshot.whole
    number = searcher.snapshot.docs.index(top.doc)
    terms = subject_terms(question)
    weights = {term: whole.idf(term) for term in terms}
    total = sum(weights.values()) or 1.0
    held = sum(weight for term, weight in weights.items() if whole.holds(term, number))
    unknown = sum(weight for term, weight in weights.items() if not whole.knows(term))
    second = hits[1].score if len(hits) > 1 else 0.0
    return {
        "name": top.signals.name,
        "coverage": held / total,
        "unknown": unknown / total,
        "lexical": top.signals.lexical / (10 + 3 * len(terms)),
        "dense": (top.signals.dense - 0.85) * 10 if top.signals.dense else 0.0,
        "margin": top.score - second,
    }


def probability(question: str, hits: list[Hit], searcher: Searcher) -> float:
    """How likely the best hit really supports an answer to the question (0..1)."""
    values = features(question, hits, searcher)
    weights = _model().with_vectors if hits[0].signals.dense else _model().lexical_only
    score = weights["bias"] + sum(weights[name] * values[name] for name in FEATURES)
    return 1 / (1 + math.exp(-score))


def enough(question: str, hits: list[Hit], searcher: Searcher, doubted: bool = False) -> bool:
    """Whether to answer from the best hit rather than refuse."""
    if not hits:
        return False
    mode: Literal["with_vectors", "lexical_only"] = "with_vectors" if hits[0].signals.dense else "lexical_only"
    bar = _model().thresholds[mode] if not doubted else _model().thresholds["doubted"]
    return probability(question, hits, searcher) >= bar
