"""What a question asks for, as chances by facet: the words of data/facets.yaml and what labelled questions taught.

A logistic regression over morphemes, letters and the facet that the words tell, fitted at first use from the reviewed
examples (two seconds); the same examples always give the same model.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline, make_union

from knowledge.answer.examples import examples
from knowledge.answer.facets import asked_at, table
from knowledge.answer.kinds import letters, words

STRENGTH = 3.0
"""Inverse of the regularisation; flat from 1 to 10 on the development questions."""
LEADS, ASKED, WEAKLY = 2.0, 1.0, 0.7
"""Size of a told facet beside the words, each of which is 1 at most."""


class Told(TransformerMixin, BaseEstimator):
    """Which facets the words of a question tell, clearly or weakly, and which of them comes last."""

    def fit(self, questions: list[str], facets: object = None) -> Told:
        """Nothing to learn."""
        return self

    def transform(self, questions: list[str]) -> np.ndarray:
        """One row a question: per facet whether it leads, is asked, is asked weakly."""
        return np.array([_told(question) for question in questions])


def _told(question: str) -> list[float]:
    clear, weak = asked_at(question, weak=False), asked_at(question, weak=True)
    last, weakly_last = max(clear.values()), max(weak.values())
    row = []
    for name in table():
        leads = clear[name] == last >= 0
        row += [LEADS * leads, ASKED * (clear[name] >= 0), WEAKLY * (last < 0 <= weakly_last == weak[name])]
    return row


def unfitted() -> Pipeline:
    """The model before it has seen an example."""
    return make_pipeline(make_union(words(), letters(), Told()), LogisticRegression(C=STRENGTH, max_iter=2000))


@lru_cache
def _fitted() -> Pipeline:
    rows = [row for row in examples() if row.facet]
    return unfitted().fit([row.question for row in rows], [row.facet for row in rows])


def warm() -> None:
    """Fit the model now rather than at the first question."""
    _fitted()


@lru_cache(maxsize=2_000)
def chances(question: str) -> dict[str, float]:
    """How likely the question asks for each facet; they sum to 1."""
    model: Any = _fitted()
    return dict(zip(map(str, model.classes_), map(float, model.predict_proba([question])[0]), strict=True))
