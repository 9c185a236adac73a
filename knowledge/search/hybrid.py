"""Score fusion over documents: BM25 of the whole document and of its best passage, its vectors, and its names."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import faiss
import numpy as np
from langchain_core.embeddings import Embeddings

from knowledge.catalog import squeeze
from knowledge.index.snapshot import Snapshot
from knowledge.index.tokens import morphemes, terms
from knowledge.passages import ASKED, Passage
from knowledge.search.query.understand import Form, Query, understand
from knowledge.search.query.vocabulary import Vocabulary
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
    passage: float = 0.20
    question: float = 0.10
    dense: float = 0.40
    dense_question: float = 0.15
    name: float = 0.12

    @property
    def lexical(self) -> float:
        """All of the words' half but names."""
        return self.whole + self.passage + self.question


@dataclass(frozen=True)
class Signals:
    """What speaks for one hit: raw scores of words, meaning and name, and each share of the fused score (0..1 among the
    pool): the whole document, its told and its asked passages by words, both again by meaning; and the fused score.

    ``evidence``: what a ranker weighed it as, comparable between questions.
    """

    lexical: float
    dense: float
    name: float
    shares: tuple[float, ...] = (0.0,) * 5
    fused: float = 0.0
    evidence: float = 0.0


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
        self.vocabulary = Vocabulary(snapshot).ready()
        self._first = np.unique(snapshot.doc_of, return_index=True)[1]
        self._told = np.array([passage.section != ASKED for passage in snapshot.passages])

    @cached_property
    def text(self) -> str:
        """All passages without spaces, for asking whether a compound word occurs anywhere."""
        return "\n".join(squeeze(f"{p.names} {p.text}") for p in self.snapshot.passages)

    def search(self, query: str | Query, top_k: int = 10) -> list[Hit]:
        """The ``top_k`` best documents for ``query``, best first; an empty list when nothing matches at all."""
        asked = understand(query, self.vocabulary) if isinstance(query, str) else query
        if not asked.meant:
            return []
        said, implied = asked.meant, meant(asked.meant)
        counted = _counted(asked, implied)
        whole, parts = self.snapshot.whole.weighted(counted), self.snapshot.parts.weighted(counted)
        dense = self._dense(said)
        told_part, asked_part = self._best(parts * self._told), self._best(parts * ~self._told)
        told_dense, asked_dense = self._best(dense * self._told), self._best(dense * ~self._told)
        best_part, best_dense = np.maximum(told_part, asked_part), np.maximum(told_dense, asked_dense)
        names = np.maximum(self._name_scores(said), NAMED * self._name_scores(" ".join(implied)))
        pool = _pool(whole, best_part, best_dense, names)
        if not len(pool):
            return []
        w = self._weights
        lexical_only = not best_dense.any()
        shares = np.stack([_mm(each[pool]) for each in (whole, told_part, asked_part, told_dense, asked_dense)])
        words = w.whole * shares[0] + w.passage * shares[1] + w.question * shares[2]
        fused = w.name * names[pool] + words / (w.lexical if lexical_only else 1)
        if not lexical_only:
            fused = fused + w.dense * shares[3] + w.dense_question * shares[4]
        order = np.argsort(-fused, kind="stable")[:top_k]
        near = self._told * (1 + parts / (float(np.max(parts)) or 1.0) + (dense if dense.any() else 0))
        raw = (whole, best_dense, names)
        return [self._hit(int(pool[i]), float(fused[i]), near, raw, shares[:, i]) for i in order]

    def _dense(self, query: str) -> np.ndarray:
        if self._embeddings is None or self.snapshot.vectors is None:
            return np.zeros(len(self.snapshot.passages), dtype=np.float32)
        vector = np.asarray([self._embeddings.embed_query(query)], dtype=np.float32)
        return self._matrix @ vector[0]

    @cached_property
    def _matrix(self) -> np.ndarray:
        """The vectors where FAISS keeps them, not a copy; only for a snapshot that has some."""
        vectors: Any = self.snapshot.vectors
        return faiss.rev_swig_ptr(vectors.get_xb(), vectors.ntotal * vectors.d).reshape(vectors.ntotal, vectors.d)

    def _best(self, scores: np.ndarray) -> np.ndarray:
        """Per document its best passage's score, 0 at least; a document's passages stand together."""
        return np.maximum(np.maximum.reduceat(scores, self._first), 0)

    def _name_scores(self, query: str) -> np.ndarray:
        """Share of a document's own name that the query spells out: 1 for the longest name found, less for shorter."""
        asked = squeeze(query)
        found = {name: self.vocabulary.names.docs[name] for _, name in self.vocabulary.names.inside(asked)}
        out = np.zeros(len(self.snapshot.docs), dtype=np.float32)
        inside = [n for n in found if any(n != other and n in other for other in found)]
        longest = max((len(name) for name in found), default=1)
        for name, docs in found.items():
            value = len(name) / longest * (0.5 if name in inside else 1.0) / len(docs) ** 0.5
            for doc in docs:
                out[doc] = max(out[doc], value)
        return out

    def _hit(self, doc: int, score: float, near: np.ndarray, raw: tuple[np.ndarray, ...], shares: np.ndarray) -> Hit:
        start = int(self._first[doc])
        end = int(self._first[doc + 1]) if doc + 1 < len(self._first) else len(self.snapshot.passages)
        best = start + int(np.argmax(near[start:end]))
        whole, dense, names = (float(each[doc]) for each in raw)
        signals = Signals(whole, dense, names, tuple(float(share) for share in shares), score)
        return Hit(self.snapshot.docs[doc], score, self.snapshot.passages[best], signals)


def _counted(asked: Query, implied: list[str]) -> dict[str, float]:
    """How much each term counts: those said 1, those meant less."""
    counted: dict[str, float] = defaultdict(float)
    for form in (*asked.forms, *(Form(word, MEANT) for word in implied)):
        for term in terms(form.text) if form.pairs else morphemes(form.text):
            counted[term] += form.weight
    return counted


def _pool(*signals: np.ndarray) -> np.ndarray:
    chosen: set[int] = set()
    for scores in signals:
        top = np.argpartition(-scores, POOL)[:POOL] if len(scores) > POOL else np.arange(len(scores))
        chosen.update(int(i) for i in top if scores[i] > 0)
    return np.array(sorted(chosen), dtype=np.int64)


def _mm(scores: np.ndarray) -> np.ndarray:
    low, high = float(scores.min()), float(scores.max())
    return (scores - low) / (high - low) if high > low else np.zeros_like(scores)
