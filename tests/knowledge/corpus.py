"""A small corpus of our own, and embeddings that need no model."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from itertools import pairwise

import numpy as np
from langchain_core.embeddings import Embeddings

from knowledge.passages import Passage

TEXTS = {
    "moon": ("달빛 이용권", "밤에 달을 보러 가는 사람에게 입장료를 내주는 제도예요."),
    "bread": ("빵 나눔", "동네 빵집이 남은 빵을 이웃에게 나누어 주는 모임이에요."),
    "boat": ("나룻배 대여", "강을 건너는 나룻배를 하루 동안 빌려주는 곳이에요."),
}


def passages(**more: tuple[str, str]) -> list[Passage]:
    """One passage per text."""
    return [Passage(doc, "한눈에", title, title, text) for doc, (title, text) in (TEXTS | more).items()]


class HashedWords(Embeddings):
    """Vectors of 384 numbers from character pairs: equal texts are equal, like texts are near. Counts its work.

    ``before`` is called ahead of every batch of documents.
    """

    def __init__(self, before: Callable[[], None] = lambda: None) -> None:
        self.documents = 0
        self.before = before

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.before()
        self.documents += len(texts)
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        vector = np.full(384, 1e-3)
        for pair in pairwise(text):
            vector[int(hashlib.sha256("".join(pair).encode("utf-8", "ignore")).hexdigest(), 16) % 384] += 1
        return (vector / np.linalg.norm(vector)).tolist()
