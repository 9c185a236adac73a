"""The guides in force: files below, revisions above, swapped as a whole together with their index."""

from __future__ import annotations

from typing import Any

from knowledge.answer.answerer import Answerer
from knowledge.answer.model import Answer
from knowledge.answer.statements import every_line
from knowledge.catalog import Catalog
from knowledge.index.library import Library
from knowledge.passages import Passage, of_guide
from knowledge.revisions.layers import Laid, Layers


class Shelf:
    """The catalog in force: the one the index was made of, before the first index the one read at start."""

    def __init__(self, layers: Layers, library: Library) -> None:
        self.layers, self._library = layers, library
        self._first = layers.read().catalog

    def __call__(self) -> Catalog:
        """The catalog now."""
        return self._library.catalog or self._first


class LiveAnswerer(Answerer):
    """An Answerer whose every answer sees one catalog and its own index, though both may be swapped meanwhile."""

    def answer(self, *question: Any, **more: Any) -> Answer:
        """As Answerer.answer."""
        with self._library.pinned():
            return super().answer(*question, **more)

    def compare(self, *question: Any, **more: Any) -> Answer:
        """As Answerer.compare."""
        with self._library.pinned():
            return super().compare(*question, **more)

    def easy(self, *topic: Any, **more: Any) -> Answer:
        """As Answerer.easy."""
        with self._library.pinned():
            return super().easy(*topic, **more)


def passages_of(laid: Laid) -> list[Passage]:
    """What the index of these guides is made of."""
    return [passage for guide in laid.catalog for passage in of_guide(guide)]


def lines_of(catalog: Catalog) -> list[str]:
    """Every line an answer can be made of."""
    return [line.text for guide in catalog for line in every_line(guide)]
