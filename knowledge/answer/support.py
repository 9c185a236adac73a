"""Is there enough support to answer, and if not, which refusal is it? Two small linear models over the signals.

Their weights are fitted on development questions by ``python -m knowledge.answer.fit_support`` and committed as data.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from knowledge.answer.examples import Kind
from knowledge.answer.kinds import log_odds
from knowledge.answer.model import RefusalType
from knowledge.answer.signals import FEATURES, features
from knowledge.guide import Guide
from knowledge.search.hybrid import Hit, Searcher
from knowledge.search.regions import tells_scheme

DATA = Path(__file__).resolve().parents[1] / "data" / "support.yaml"
ALL_NAMED, BY_NAME = 0.99, 0.5
"""Share of the nouns that stand in the guide's names from which a smaller part of the bar is enough; with nothing but
the name spelled out, whatever the rest says."""
SPELLED_OUT = 0.9
"""Name signal from which a guide's name stands in the question as it is."""
SHARED = 0.5
"""The same where several guides share the name and the question says nothing else."""
Mode = Literal["with_vectors", "lexical_only"]


class Weights(BaseModel):
    """One mode's models: ``answer`` for whether to answer, ``types`` for which refusal when not."""

    model_config = ConfigDict(extra="forbid")

    answer: dict[str, float]
    types: dict[Literal["out_of_area", "no_source", "personal_record", "legal_judgement"], dict[str, float]]


class Support(BaseModel):
    """The fitted models, and the probabilities below which 이음 refuses.

    ``doubted`` is the bar for a question that the dialogue took for out of our field.
    """

    model_config = ConfigDict(extra="forbid")

    with_vectors: Weights
    lexical_only: Weights
    thresholds: dict[Literal["with_vectors", "lexical_only", "doubted"], float]


@dataclass(frozen=True)
class Judgement:
    """Whether to answer from the best hit, how likely that is right (0..1), and the refusal that fits otherwise."""

    enough: bool
    likely: float
    refusal: RefusalType


@lru_cache
def weights() -> Support:
    """The fitted data; raises pydantic.ValidationError when it does not fit its schema."""
    return Support.model_validate(yaml.safe_load(DATA.read_text(encoding="utf-8")))


def judge(
    question: str,
    hits: list[Hit],
    guide: Guide,
    searcher: Searcher,
    *,
    elsewhere: bool,
    year: int,
    doubted: bool = False,
) -> Judgement:
    """Judge the best of ``hits`` (not empty), whose guide is ``guide``, as the source of an answer."""
    odds = log_odds(question)
    values = features(question, hits, guide, searcher, odds, elsewhere, year)
    mode: Mode = "with_vectors" if hits[0].signals.dense else "lexical_only"
    model: Weights = getattr(weights(), mode)
    bar = weights().thresholds["doubted" if doubted else mode]
    only_named = values["named"] >= ALL_NAMED and not values["strange"]
    named = values["name"] >= (SHARED if only_named else SPELLED_OUT)
    ours_by_name = named and max(odds, key=lambda kind: odds[kind]) == "ours"
    if only_named or ours_by_name:
        bar *= 0 if only_named and ours_by_name else BY_NAME
    likely = 1 / (1 + math.exp(-_score(model.answer, values)))
    return Judgement(likely >= bar, likely, _fitting(question, model, values, odds))


def _fitting(
    question: str, model: Weights, values: dict[str, float], odds: dict[Kind, float]
) -> Literal["out_of_area", "no_source", "personal_record", "legal_judgement"]:
    """The likeliest refusal; a pointed one only where the question's own words tell it, and never out of our area for
    words that speak of a scheme: what is missing in our field must reach the editors."""
    scores = {name: _score(of, values) for name, of in model.types.items()}
    best = sorted(scores, key=lambda name: -scores[name])[0]
    if best == "no_source":
        return best
    told = odds[best] >= odds["ours"] or values[f"says_{best}"]
    if best == "out_of_area":
        return best if told or not tells_scheme(question) else "no_source"
    return best if told else "no_source"


def _score(of: dict[str, float], values: dict[str, float]) -> float:
    return of["bias"] + sum(of[name] * values[name] for name in FEATURES)
