"""Retrieval figures on a set small enough to count by hand, and trec_eval beside them."""

from __future__ import annotations

import random
import string

import pytest

from knowledge.evaluation import retrieval as module
from knowledge.evaluation.figures import figures
from knowledge.evaluation.retrieval import Disagreement, judge, retrieval
from knowledge.evaluation.trec import by_trec_eval
from tests.knowledge.evaluation.rows import asked

FOUND = {
    "질문 first": ["a", "b", "c"],
    "질문 third": ["x", "y", "b", "a"],
    "질문 sixth": ["x", "y", "z", "u", "v", "a"],
    "질문 never": ["x", "y"],
    "질문 nothing": [],
}
ROWS = [asked(id_, "a", "b") for id_ in ("first", "third", "sixth", "never", "nothing")]
REFUSED = asked("refused", refusal="out_of_area")


def test_figures_counted_by_hand() -> None:
    found = retrieval([*ROWS, REFUSED], lambda question, top: FOUND[question][:top])
    assert found.rows == 5, "what must be refused has no right place"
    assert found.figures == {
        "recall@1": pytest.approx(1 / 5), "recall@5": pytest.approx(2 / 5),
        "mrr@10": pytest.approx((1 + 1 / 3 + 1 / 6) / 5),
    }  # fmt: skip
    assert [wrong.id for wrong in found.mistakes] == ["third", "sixth", "never", "nothing"]
    assert (
        found.mistakes[0].expected == "a, b" and found.mistakes[0].got == "x, y, b" and found.mistakes[3].got == "없음"
    )


def test_a_place_below_the_tenth_counts_nothing() -> None:
    late = [str(number) for number in range(10)] + ["a"]
    assert retrieval([asked("q", "a")], lambda _question, _top: late).figures["mrr@10"] == 0


def test_baselines_stand_beside() -> None:
    found = retrieval(ROWS, lambda question, top: FOUND[question][:top], {"dense": lambda _question, _top: ["b"]})
    assert found.flat()["dense/recall@1"] == 1 and found.flat()["recall@1"] == pytest.approx(0.2)


def test_trec_eval_agrees_on_any_ranking() -> None:
    chance = random.Random(7)
    rows = [asked(f"q{n}", *chance.sample(string.ascii_lowercase, chance.randint(1, 4))) for n in range(200)]
    found = {row.id: chance.sample(string.ascii_lowercase, chance.randint(0, 10)) for row in rows}
    own = figures([judge(row, found[row.id]) for row in rows])
    theirs = by_trec_eval({row.id: row.guides for row in rows}, found)
    assert theirs == {name: pytest.approx(own[name]) for name in ("recall@1", "recall@5", "mrr@10")}


def test_a_disagreement_with_trec_eval_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "by_trec_eval", lambda _right, _found: {"recall@5": 0.41})
    with pytest.raises(Disagreement, match=r"recall@5.*0\.400000.*0\.410000"):
        retrieval(ROWS, lambda question, top: FOUND[question][:top])
