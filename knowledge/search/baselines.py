"""What anybody would try first, on the same snapshot: rankers to stand beside our search in every evaluation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

import bm25s
import faiss
import numpy as np
from langchain_core.embeddings import Embeddings

from knowledge.index.snapshot import Snapshot
from knowledge.index.tokens import morphemes, normalise

Ranker = Callable[[str, int], list[str]]
"""From a question and a number to at most so many document ids, best first, each once."""

RRF_K = 60
RRF_DEPTH = 100
"""Reciprocal rank fusion as its authors set it; no weights."""


def rankers(snapshot: Snapshot, embeddings: Embeddings | None = None) -> dict[str, Ranker]:
    """The baselines by name; ``dense`` and ``rrf`` only where the snapshot has vectors and a model is given.

    Each indexes the snapshot's documents at its first question: Kiwi's takes about a minute for all guides.
    """
    words = Words(snapshot, lambda text: normalise(text).split())
    kiwi = Words(snapshot, morphemes)
    found: dict[str, Ranker] = {"whitespace_bm25": words.rank, "kiwi_bm25": kiwi.rank}
    if embeddings is not None and snapshot.vectors is not None:
        dense = Dense(snapshot, snapshot.vectors, embeddings)
        found |= {"dense": dense.rank, "rrf": lambda question, top_k: _fused((kiwi, dense), question)[:top_k]}
    return found


class Words:
    """BM25 (k1 1.5, b .75) over whole documents, each its names and its passages once, in the given terms."""

    def __init__(self, snapshot: Snapshot, terms: Callable[[str], list[str]]) -> None:
        self._snapshot, self._terms = snapshot, terms

    @cached_property
    def _bm25(self) -> bm25s.BM25:
        texts: dict[str, list[str]] = {}
        for passage in self._snapshot.passages:
            texts.setdefault(passage.doc, [passage.names]).append(f"{passage.section} {passage.text}")
        bm25 = bm25s.BM25(k1=1.5, b=0.75)
        bm25.index([self._terms("\n".join(text)) or ["\0"] for text in texts.values()], show_progress=False)
        return bm25

    def rank(self, question: str, top_k: int) -> list[str]:
        """Documents that share a term with the question."""
        known = [term for term in self._terms(question) if term in self._bm25.vocab_dict]
        if not known:
            return []
        scores = np.asarray(self._bm25.get_scores(known))
        return [self._snapshot.docs[i] for i in np.argsort(-scores, kind="stable")[:top_k] if scores[i] > 0]


class Dense:
    """Each document by its nearest passage."""

    def __init__(self, snapshot: Snapshot, vectors: faiss.Index, embeddings: Embeddings) -> None:
        self._snapshot, self._vectors, self._embeddings = snapshot, vectors, embeddings

    def rank(self, question: str, top_k: int) -> list[str]:
        """Every document has a nearest passage, so ``top_k`` are always found."""
        vector = np.asarray([self._embeddings.embed_query(question)], dtype=np.float32)
        _, order = self._vectors.search(vector, len(self._snapshot.passages))
        return list(dict.fromkeys(self._snapshot.passages[i].doc for i in order[0]))[:top_k]


def _fused(sides: Sequence[Words | Dense], question: str) -> list[str]:
    scores: dict[str, float] = {}
    for side in sides:
        for place, doc in enumerate(side.rank(question, RRF_DEPTH), 1):
            scores[doc] = scores.get(doc, 0.0) + 1 / (RRF_K + place)
    return sorted(scores, key=lambda doc: -scores[doc])
