"""What a model would say of its own examples had it not seen them. For fitting only."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import Pipeline

from knowledge.answer.examples import Example

FOLDS = StratifiedKFold(5, shuffle=True, random_state=0)


def chances(
    unfitted: Callable[[], Pipeline], rows: Sequence[Example], label: Callable[[Example], str] = lambda row: row.facet
) -> list[dict[str, float]]:
    """Per example the probability of each class by a model fitted on the other folds."""
    questions, labels = [row.question for row in rows], [label(row) for row in rows]
    found = cross_val_predict(unfitted(), questions, labels, cv=FOLDS, method="predict_proba")
    classes = sorted(set(labels))
    return [dict(zip(classes, (float(p) for p in share), strict=True)) for share in found]
