"""The lexical half: BM25 over Kiwi morphemes and character bigrams together, one document per passage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import bm25s
import numpy as np

from knowledge.index.tokens import terms, terms_of_all

_NO_WORD = "\0"


class Lexical:
    """BM25 scores of every passage for a query; needs no model and answers in about a millisecond."""

    def __init__(self, bm25: bm25s.BM25, size: int) -> None:
        self._bm25, self._size = bm25, size
        self._vocabulary: dict[str, int] = bm25.vocab_dict

    @classmethod
    def build(cls, texts: list[str], terms_of: Callable[[list[str]], list[list[str]]] = terms_of_all) -> Lexical:
        """Index ``texts``; the position of a text is its number in every score array."""
        bm25 = bm25s.BM25(k1=1.2, b=0.75)
        found = terms_of(texts)
        # bm25s cannot index a corpus without any word; a term that no query has stands in for it.
        bm25.index(found if any(found) else [[_NO_WORD] for _ in texts], show_progress=False)
        return cls(bm25, len(texts))

    def scores(self, query: str) -> np.ndarray:
        """One BM25 score per passage (float32, zeros when no term is known)."""
        return self.weighted(Counter(terms(query)))

    def weighted(self, asked: Mapping[str, float]) -> np.ndarray:
        """BM25 scores when each term counts as often as ``asked`` says; unknown terms count nothing."""
        out = np.zeros(self._size, dtype=np.float32)
        values, texts = self._bm25.scores["data"], self._bm25.scores["indices"]
        for term, weight in asked.items():
            if term and (number := self._vocabulary.get(term)) is not None:
                start, end = self._column(number)
                # A term stands once in the column of each text, so that no index repeats.
                out[texts[start:end]] += weight * values[start:end]
        return out

    def idf(self, term: str) -> float:
        """How telling a term is; an unknown one is as telling as the rarest."""
        number = self._vocabulary.get(term)
        found = 0 if number is None else int(self._column(number)[1] - self._column(number)[0])
        return float(np.log(1 + (self._size - found + 0.5) / (found + 0.5)))

    def knows(self, term: str) -> bool:
        """Whether any text contains this term."""
        return term in self._vocabulary

    def frequent(self, least: int) -> list[tuple[str, int]]:
        """Morphemes that stand in at least ``least`` texts, with their number, most frequent first."""
        texts = np.diff(self._bm25.scores["indptr"])
        known = (
            (term, int(texts[i]))
            for term, i in self._vocabulary.items()
            if term[:1] not in ("", "_") and i < len(texts)
        )
        return sorted((each for each in known if each[1] >= least), key=lambda each: -each[1])

    def holds(self, term: str, text: int) -> bool:
        """Whether text number ``text`` contains ``term``."""
        return text in self.texts_with(term)

    def texts_with(self, term: str) -> np.ndarray:
        """The numbers of the texts that contain ``term``; none for a term that no text has."""
        number = self._vocabulary.get(term)
        start, end = self._column(number) if number is not None else (0, 0)
        return np.asarray(self._bm25.scores["indices"][start:end])

    def _column(self, number: int) -> tuple[int, int]:
        pointers = self._bm25.scores["indptr"]
        return int(pointers[number]), int(pointers[number + 1])

    def save(self, folder: Path) -> None:
        """Write the half into ``folder``."""
        self._bm25.save(str(folder), show_progress=False)

    @classmethod
    def load(cls, folder: Path, size: int) -> Lexical:
        """Read what ``save`` wrote."""
        return cls(bm25s.BM25.load(str(folder), load_vocab=True), size)
