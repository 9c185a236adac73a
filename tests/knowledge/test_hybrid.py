"""Search: names, words and meaning together; the same question finds the same, and nothing breaks it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.catalog import Catalog
from knowledge.index import snapshot
from knowledge.index.library import Library
from knowledge.search.guides import GuideSearch
from knowledge.search.hybrid import Searcher
from tests.house import FORMS, RENT
from tests.knowledge import corpus


@pytest.fixture(scope="module")
def dense(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """A searcher with both halves."""
    words = corpus.HashedWords()
    vectors = np.asarray(words.embed_documents([snapshot.passage_text(p) for p in corpus.passages()]), dtype=np.float32)
    folder = snapshot.build(corpus.passages(), tmp_path_factory.mktemp("dense"), vectors, "words")
    return Searcher(snapshot.load(folder), words)


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """A searcher on words alone."""
    return Searcher(snapshot.load(snapshot.build(corpus.passages(), tmp_path_factory.mktemp("words"))))


def test_a_document_is_found_by_its_name_its_words_and_its_meaning(dense: Searcher, words: Searcher):
    for searcher in (dense, words):
        assert searcher.search("달빛 이용권")[0].doc == "moon"
        assert searcher.search("이웃에게 빵을 나눠 주는 곳")[0].doc == "bread"
        assert searcher.search("나룻배대여")[0].doc == "boat"


def test_both_halves_are_heard(dense: Searcher):
    hit = dense.search("강을 건너는 나룻배")[0]
    assert hit.signals.lexical > 0 and 0 < hit.signals.dense <= 1.01
    assert hit.passage.text == corpus.TEXTS["boat"][1]


def test_scores_fall_and_documents_are_told_once(dense: Searcher, words: Searcher):
    for searcher in (dense, words):
        hits = searcher.search("이웃에게 하루 동안 빌려주는 제도", 10)
        scores = [hit.score for hit in hits]
        assert scores == sorted(scores, reverse=True) and len({hit.doc for hit in hits}) == len(hits)
        assert all(0 <= score <= 1.3 for score in scores)


def test_top_k_is_the_most_that_comes_back(dense: Searcher):
    assert [len(dense.search("달빛 빵 나룻배", k)) for k in (1, 2, 3, 50)] == [1, 2, 3, 3]


@pytest.mark.parametrize("query", ["", "   ", "\n\u3000", "xyzzy qwerty", "!!!"])
def test_a_query_without_a_known_word_finds_nothing_by_words(words: Searcher, query: str):
    assert words.search(query) == []


@settings(max_examples=60, deadline=None)
@given(query=st.text(max_size=60))
def test_any_query_is_answered_and_twice_the_same(dense: Searcher, query: str):
    first, second = dense.search(query), dense.search(query)
    assert [(h.doc, h.score) for h in first] == [(h.doc, h.score) for h in second]
    assert {hit.doc for hit in first} <= set(corpus.TEXTS)


def test_broken_and_endless_queries_are_answered(dense: Searcher):
    for query in ("\ud800달빛", "\x00", "달빛 " * 2_000, "가" * 4_000):
        assert isinstance(dense.search(query), list)


def test_guides_are_found_for_what_citizens_say(library: Library, catalog: Catalog):
    search = GuideSearch(lambda: library.searcher, lambda: catalog).search
    assert search("청년월세 지원 얼마까지 되나요?")[0].doc in (RENT, "youth-monthly-rent")
    assert search("디지털서비스 심사 신청할 때 서류 뭐 내야 해요?")[0].doc in FORMS
    assert search("자살 상담 전화")[0].doc in ("call-109", "mind-crisis-109", "mind-crisis-1577-0199")


def test_every_guide_of_the_whole_catalog_is_found_by_its_own_name(all_guides: Catalog, all_index: Path):
    searcher = Searcher(snapshot.load(all_index))
    lost = []
    for guide in list(all_guides)[::6]:
        twins = {guide.id, *guide.same_as, *(g.id for g in all_guides if g.name == guide.name)}
        if not twins & {hit.doc for hit in searcher.search(guide.name, 3)}:
            lost.append(guide.id)
    assert lost == []
