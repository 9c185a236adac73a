"""Learn the classifier from the committed examples; a few seconds on one core."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from casework.screening.classifier import MARK_SCALE, save
from casework.screening.classifier import Model as Arrays
from casework.screening.examples import KINDS, Example, examples
from casework.screening.features import marks, pieces
from casework.screening.hearing import hear
from casework.screening.stamp import stamp
from casework.screening.text import read

HEADS = ("risk", "emergency", "urgent", "other", *KINDS)
_SEEN_TWICE = 2
_FIT = {"C": 10.0, "class_weight": "balanced", "solver": "liblinear", "random_state": 7}


def train(out: Path) -> dict[str, object]:
    """Train every head and write the model to `out`; returns counts and the stamp; same inputs, same model."""
    rows = examples()
    model = fit(rows, stamp())
    save(model, out)
    levels = Counter(row.level or "none" for row in rows)
    return {"examples": len(rows), "levels": dict(levels), "features": len(model.terms), "stamp": model.stamp}


def fit(rows: Sequence[Example], name: str) -> Arrays:
    """Fit all heads: risk on every row, the others on the rows that tell of danger."""
    readings = [read(row.text) for row in rows]
    counted = [pieces(reading.line) for reading in readings]
    marked = [marks(hear(reading)) for reading in readings]
    terms, idf = _vocabulary(counted)
    names = [*terms, *sorted({mark for found in marked for mark in found})]
    table = _table(counted, marked, {term: at for at, term in enumerate(names)}, idf)
    risky = np.array([row.level is not None for row in rows])
    weights = np.zeros((len(names), len(HEADS)), dtype=np.float32)
    bias = np.zeros(len(HEADS), dtype=np.float32)
    for at, head in enumerate(HEADS):
        chosen = np.ones(len(rows), dtype=bool) if head == "risk" else risky
        told = np.array([_target(head)(row) for row in rows])[chosen]
        model = LogisticRegression(**_FIT).fit(table[chosen], told)
        weights[:, at], bias[at] = model.coef_[0], model.intercept_[0]
    return Arrays(tuple(names), idf, weights, bias, HEADS, name)


def _target(head: str) -> Callable[[Example], bool]:
    simple: dict[str, Callable[[Example], bool]] = {
        "risk": lambda row: row.level is not None,
        "emergency": lambda row: row.level == "emergency",
        "urgent": lambda row: row.level in ("emergency", "high"),
        "other": lambda row: row.subject == "other",
    }
    return simple.get(head, lambda row: head in row.kinds)


def _vocabulary(counted: Sequence[Counter[str]]) -> tuple[list[str], np.ndarray]:
    seen = Counter(piece for counts in counted for piece in counts)
    terms = sorted(piece for piece, times in seen.items() if times >= _SEEN_TWICE)
    found = np.array([seen[term] for term in terms], dtype=np.float32)
    return terms, np.log((1 + len(counted)) / (1 + found)).astype(np.float32) + 1


def _table(
    counted: Sequence[Counter[str]], marked: Sequence[dict[str, float]], rows: dict[str, int], idf: np.ndarray
) -> csr_matrix:
    data: list[float] = []
    columns: list[int] = []
    starts = [0]
    for counts, found in zip(counted, marked, strict=True):
        known = [
            (rows[piece], (1 + np.log(times)) * idf[rows[piece]]) for piece, times in counts.items() if piece in rows
        ]
        length = float(np.sqrt(sum(value * value for _, value in known))) or 1.0
        known = [(at, value / length) for at, value in known] + [(rows[m], w * MARK_SCALE) for m, w in found.items()]
        columns += [at for at, _ in known]
        data += [value for _, value in known]
        starts.append(len(columns))
    return csr_matrix((data, columns, starts), shape=(len(counted), len(rows)), dtype=np.float64)
