"""The rankers that our search is measured against."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.index import snapshot
from knowledge.search.baselines import Ranker, rankers
from tests.knowledge import corpus

PASSAGES = corpus.passages(bake=("빵 굽기", "달빛 아래에서 빵을 굽는 법이에요."))


@pytest.fixture(scope="module")
def ranked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ranker]:
    words = corpus.HashedWords()
    vectors = np.asarray(words.embed_documents([snapshot.passage_text(p) for p in PASSAGES]), dtype=np.float32)
    folder = snapshot.build(PASSAGES, tmp_path_factory.mktemp("baselines"), vectors, "words")
    return rankers(snapshot.load(folder), words)


@pytest.mark.parametrize("name", ["whitespace_bm25", "kiwi_bm25", "dense", "rrf"])
def test_each_finds_the_document_that_is_spelled_out(ranked: dict[str, Ranker], name: str):
    assert ranked[name]("나룻배 대여", 3)[0] == "boat"
    assert len(ranked[name]("달빛 이용권 빵", 2)) == 2


def test_kiwi_knows_a_word_under_its_particle_and_whitespace_does_not(ranked: dict[str, Ranker]):
    assert ranked["kiwi_bm25"]("나룻배한테", 3) == ["boat"]
    assert ranked["whitespace_bm25"]("나룻배한테", 3) == []


def test_fusion_puts_first_what_both_sides_like(ranked: dict[str, Ranker]):
    sides = ranked["kiwi_bm25"]("달빛에 빵 굽기", 4), ranked["dense"]("달빛에 빵 굽기", 4)
    assert ranked["rrf"]("달빛에 빵 굽기", 4)[0] == "bake" and all(side[0] == "bake" for side in sides)


def test_without_vectors_only_words_rank(tmp_path: Path):
    found = rankers(snapshot.load(snapshot.build(PASSAGES, tmp_path)), corpus.HashedWords())
    assert set(found) == {"whitespace_bm25", "kiwi_bm25"}


def test_an_unknown_question_finds_nothing_by_words(ranked: dict[str, Ranker]):
    assert ranked["kiwi_bm25"]("zzz", 3) == ranked["whitespace_bm25"]("", 3) == []
