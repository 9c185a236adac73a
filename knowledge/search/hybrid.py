"""Score fusion over documents: BM25 of the whole document and of its best passage, its vectors, and its names."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from langchain_core.embeddings import Embeddings

from knowledge.catalog import squeeze
from knowledge.index.snapshot import Snapshot
from knowledge.passages import Passage
from knowledge.search.synonyms import meant

POOL = 50
MEANT = 0.4
"""Weight of a term the question only means, beside one it says (docs/adr/0005-retrieval.md); flat from .3 to .7."""
NAMED = 0.5
"""The same for a document's name."""


@dataclass(frozen=True)
class Weights:
    """How much each signal counts; measured on the development questions (docs/adr/0005-retrieval.md)."""

    whole: float = 0.30
    passage: float = 0.25
    dense: float = 0.45
    name: float = 0.12


@dataclass(frozen=True)
class Signals:
    """Raw scores of one hit, for the answer's decision whether the support is enough."""

    lexical: float
    dense: float
    name: float


@dataclass(frozen=True)
class Hit:
    """One found document: fused score (0..1.25), its best passage, and the raw signals behind it."""

    doc: str
    score: float
    passage: Passage
    signals: Signals = field(repr=False, default=Signals(0, 0, 0))


class Searcher:
    """Searches one snapshot; safe for concurrent use, since nothing in it changes."""

    def __init__(
        self, snapshot: Snapshot, embeddings: Embeddings | None = None, weights: Weights | None = None
    ) -> None:
        self.snapshot = snapshot
        self._embeddings = embeddings if snapshot.vectors is not None else None
        self._weights = weights or Weights()
        self._names = _names(snapshot)
        self._first = np.unique(snapshot.doc_of, return_index=True)[1]

    @cached_property
    def text(self) -> str:
        """All passages without spaces, for asking whether a compound word occurs anywhere."""
        return "\n".join(squeeze(f"{p.names} {p.text}") for p in self.snapshot.passages)

    def search(self, query: str, top_k: int = 10) -> list[Hit]:
        """The ``top_k`` best documents for ``query``, best first; an empty list when nothing matches at all."""
        if not query.strip():
            return []
        said = " ".join(meant(query))
        whole = self.snapshot.whole.scores(query) + MEANT * self.snapshot.whole.scores(said)
        parts = self.snapshot.parts.scores(query) + MEANT * self.snapshot.parts.scores(said)
        dense = self._dense(query)
        best_part = _max_by(parts, self.snapshot.doc_of, len(self.snapshot.docs))
        best_dense = _max_by(dense, self.snapshot.doc_of, len(self.snapshot.docs))
        names = np.maximum(self._name_scores(query), NAMED * self._name_scores(said))
        pool = _pool(whole, best_part, best_dense, names)
        if not len(pool):
            return []
        w = self._weights
        lexical_only = not best_dense.any()
        fused = w.name * names[pool] + (w.whole * _mm(whole[pool]) + w.passage * _mm(best_part[pool])) / (
            (w.whole + w.passage) if lexical_only else 1
        )
        if not lexical_only:
            fused = fused + w.dense * _mm(best_dense[pool])
        order = np.argsort(-fused, kind="stable")[:top_k]
        near = parts / (float(np.max(parts)) or 1.0) + (dense if dense.any() else 0)
        return [self._hit(int(pool[i]), float(fused[i]), near, whole, best_dense, names) for i in order]

    def _dense(self, query: str) -> np.ndarray:
        if self._embeddings is None or self.snapshot.vectors is None:
            return np.zeros(len(self.snapshot.passages), dtype=np.float32)
        vector = np.asarray([self._embeddings.embed_query(query)], dtype=np.float32)
        scores, order = self.snapshot.vectors.search(vector, len(self.snapshot.passages))
        out = np.zeros(len(self.snapshot.passages), dtype=np.float32)
        out[order[0]] = scores[0]
        return out

    def _name_scores(self, query: str) -> np.ndarray:
        """Share of a document's own name that the query spells out: 1 for the longest name found, less for shorter."""
        asked = squeeze(query)
        found = {name: docs for name, docs in self._names.items() if name in asked}
        out = np.zeros(len(self.snapshot.docs), dtype=np.float32)
        inside = [n for n in found if any(n != other and n in other for other in found)]
        longest = max((len(name) for name in found), default=1)
        for name, docs in found.items():
            value = len(name) / longest * (0.5 if name in inside else 1.0) / len(docs) ** 0.5
            for doc in docs:
                out[doc] = max(out[doc], value)
        return out

    def _hit(
        self, doc: int, score: float, near: np.ndarray, whole: np.ndarray, dense: np.ndarray, names: np.ndarray
    ) -> Hit:
        start = int(self._first[doc])
        end = int(self._first[doc + 1]) if doc + 1 < len(self._first) else len(self.snapshot.passages)
        best = start + int(np.argmax(near[start:end]))
        signals = Signals(float(whole[doc]), float(dense[doc]), float(names[doc]))
        return Hit(self.snapshot.docs[doc], score, self.snapshot.passages[best], signals)


def _names(snapshot: Snapshot) -> dict[str, tuple[int, ...]]:
    number = {doc: i for i, doc in enumerate(snapshot.docs)}
    names: dict[str, set[int]] = {}
    for passage in snapshot.passages:
        for name in passage.names.split(" / "):
            for form in {name, name.split("(")[0]}:
                if len(squeeze(form)) >= 2:
                    names.setdefault(squeeze(form), set()).add(number[passage.doc])
    return {name: tuple(sorted(docs)) for name, docs in names.items()}


def _max_by(scores: np.ndarray, group: np.ndarray, size: int) -> np.ndarray:
    out = np.zeros(size, dtype=np.float32)
    np.maximum.at(out, group, scores)
    return out


def _pool(*signals: np.ndarray) -> np.ndarray:
    chosen: set[int] = set()
    for scores in signals:
        top = np.argsort(-scores, kind="stable")[:POOL]
        chosen.update(int(i) for i in top if scores[i] > 0)
    return np.array(sorted(chosen), dtype=np.int64)


def _mm(scores: np.ndarray) -> np.ndarray:
    low, high = float(scores.min()), float(scores.max())
    return (scores - low) / (high - low) if high > low else np.zeros_like(scores)
