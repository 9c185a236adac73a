"""Search over guides: the index's hits, re-ranked by what only a guide can tell: its kind and what it states."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from knowledge.answer.compose import states
from knowledge.answer.facets import detect
from knowledge.catalog import Catalog
from knowledge.search import regions
from knowledge.search.hybrid import Hit, Searcher

POOL = 15
HAS_FACET = 0.10
SPELLED_OUT = 0.9
"""Name signal from which a question counts as naming the guide itself."""
OTHER_REGION = -0.30
KIND = {"program": 0.03, "notice": -0.08}
"""Measured on the development questions (docs/adr/0005-retrieval.md); flat between 0.06 and 0.15."""


class GuideSearch:
    """Finds guides for a citizen's words; the same snapshot and catalog the answers use."""

    def __init__(self, searcher: Callable[[], Searcher], catalog: Callable[[], Catalog]) -> None:
        self._searcher, self._catalog = searcher, catalog

    @property
    def searcher(self) -> Searcher:
        """The Searcher now serving."""
        return self._searcher()

    def search(self, question: str, top_k: int = 8) -> list[Hit]:
        """The ``top_k`` best guides, best first, each once."""
        catalog, asked = self._catalog(), detect(question)[0]
        hits = self._searcher().search(question, max(top_k, POOL))
        ranked = [
            replace(hit, score=hit.score + _bonus(hit, catalog, asked, question)) for hit in hits if hit.doc in catalog
        ]
        return sorted(ranked, key=lambda hit: -hit.score)[:top_k]

    def elsewhere(self, question: str, hit: Hit) -> bool:
        """Whether the question asks for another region's or country's own scheme than the hit's guide is about."""
        return regions.elsewhere(question, self._catalog()[hit.doc], hit.signals.name >= SPELLED_OUT)


def _bonus(hit: Hit, catalog: Catalog, asked: str, question: str) -> float:
    guide = catalog[hit.doc]
    bonus = KIND.get(guide.kind, 0.0) + (HAS_FACET if asked != "what" and states(guide, asked) else 0.0)
    return bonus + (OTHER_REGION if regions.other(question, guide) else 0.0)
