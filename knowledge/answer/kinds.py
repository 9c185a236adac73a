"""What kind of question is it, by its words alone: ours, out of our area, a personal record or a legal judgement?

A logistic regression over morphemes and letters, fitted at first use from the reviewed examples in data/questions.jsonl
(some seconds); the same examples always give the same model.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, get_args

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline, make_union

from knowledge.answer.examples import Kind, examples
from knowledge.index.tokens import terms

KINDS: tuple[Kind, ...] = get_args(Kind)
STRENGTH = 10.0
"""Inverse of the regularisation; 3 to 10 give the same on the development questions within .01."""
MOST = 9.0
"""Log-odds are kept within this."""


def squeezed(text: str) -> str:
    """The text without spaces, as its letters are looked at."""
    return "".join(text.lower().split())


def words() -> TfidfVectorizer:
    """Morphemes and pairs of letters, weighed."""
    return TfidfVectorizer(analyzer=terms, sublinear_tf=True, min_df=2)


def letters() -> TfidfVectorizer:
    """Runs of two to four letters, weighed."""
    return TfidfVectorizer(analyzer="char", preprocessor=squeezed, ngram_range=(2, 4), sublinear_tf=True, min_df=2)


def unfitted() -> Pipeline:
    """The model before it has seen an example."""
    return make_pipeline(
        make_union(words(), letters()), LogisticRegression(C=STRENGTH, max_iter=3000, class_weight="balanced")
    )


@lru_cache
def _fitted() -> Pipeline:
    rows = examples()
    return unfitted().fit([row.question for row in rows], [row.kind for row in rows])


def warm() -> None:
    """Fit the model now rather than at the first question."""
    _fitted()


@lru_cache(maxsize=2_000)
def log_odds(question: str) -> dict[Kind, float]:
    """The log-odds of each kind for one question."""
    model = _fitted()
    return odds_of(dict(zip(model.classes_, model.predict_proba([question])[0], strict=True)))


def odds_of(shares: dict[Any, float]) -> dict[Kind, float]:
    """Log-odds from probabilities by kind."""
    return {kind: max(-MOST, min(MOST, _logit(float(shares[kind])))) for kind in KINDS}


def _logit(share: float) -> float:
    share = min(max(share, 1e-6), 1 - 1e-6)
    return math.log(share / (1 - share))
