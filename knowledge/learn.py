"""Conditional logit: weights under which the right one of several choices is the likeliest. For fitting only."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from scipy.optimize import minimize


def choice_weights(rows: Iterable[tuple[np.ndarray, np.ndarray]], strength: float) -> np.ndarray:
    """The weights for rows of (features of each choice, which choices are right), kept small by ``strength`` (L2).

    Rows without a right choice, or with nothing but right ones, teach nothing and are left out.
    """
    told = [(x, y.astype(bool)) for x, y in rows if y.any() and not y.all()]

    def loss(by: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = strength * float(by @ by) / 2, strength * by
        for x, right in told:
            scores = x @ by
            likely = np.exp(scores - scores.max())
            share, among = likely / likely.sum(), likely[right] / likely[right].sum()
            total -= float(np.log(share[right].sum()))
            slope = slope + share @ x - among @ x[right]
        return total, slope

    found = minimize(loss, np.zeros(told[0][0].shape[1]), jac=True, method="L-BFGS-B")
    return np.asarray(found.x)
