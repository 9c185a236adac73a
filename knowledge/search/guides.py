"""Search over guides: the index's hits, ranked by what only a guide can tell: what it states, whose it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from knowledge.catalog import Catalog
from knowledge.search import regions
from knowledge.search.hybrid import Hit, Searcher
from knowledge.search.query.understand import understand
from knowledge.search.rank import Asking, score, weights

POOL = 20
"""Hits of the index that are ranked."""
SPELLED_OUT = 0.9
"""Name signal from which a question counts as naming the guide itself."""


class GuideSearch:
    """Finds guides for a citizen's words; the same snapshot and catalog the answers use."""

    def __init__(self, searcher: Callable[[], Searcher], catalog: Callable[[], Catalog]) -> None:
        self._searcher, self._catalog = searcher, catalog

    @property
    def searcher(self) -> Searcher:
        """The Searcher now serving."""
        return self._searcher()

    def search(self, question: str, top_k: int = 8) -> list[Hit]:
        """The ``top_k`` best guides, best first, each once; their scores are the chances (0..1) that each is meant."""
        catalog, searcher = self._catalog(), self._searcher()
        asked = understand(question, searcher.vocabulary)
        hits = [hit for hit in searcher.search(asked, max(top_k, POOL)) if hit.doc in catalog]
        if not hits:
            return []
        asking = Asking(asked.meant or question, searcher)
        by = weights()["with_vectors" if any(hit.signals.dense for hit in hits) else "lexical_only"]
        scores = np.array([score(asking.weigh(hit, catalog[hit.doc]), by) for hit in hits])
        chances = np.exp(scores - scores.max())
        chances /= chances.sum()
        order = np.argsort(-chances, kind="stable")[:top_k]
        return [_ranked(hits[i], float(chances[i]), float(scores[i])) for i in order]

    def elsewhere(self, question: str, hit: Hit) -> bool:
        """Whether the question asks for another region's or country's own scheme than the hit's guide is about."""
        return regions.elsewhere(question, self._catalog()[hit.doc], hit.signals.name >= SPELLED_OUT)


def _ranked(hit: Hit, chance: float, weighed: float) -> Hit:
    return replace(hit, score=chance, signals=replace(hit.signals, evidence=weighed))
