"""Figures: means over the rows a value applies to, sums where things are counted, the same for every group."""

from __future__ import annotations

import pytest

from knowledge.evaluation.figures import Judged, Mistake, figures, part

ROWS = [
    Judged({"recall@1": 1.0, "facts": None, "unsupported": 0}, {"style": "typo", "domain": "mind"}),
    Judged({"recall@1": 0.0, "facts": 1.0, "unsupported": 2}, {"style": "plain", "domain": "mind"}),
    Judged({"recall@1": 0.5, "facts": 0.0, "unsupported": 1}, {"style": "plain", "domain": ""}),
]


def test_a_figure_is_the_mean_over_the_rows_it_applies_to() -> None:
    assert figures(ROWS) == {"recall@1": pytest.approx(0.5), "facts": 0.5, "unsupported": 3}


def test_a_value_that_applies_nowhere_is_no_figure() -> None:
    assert figures(ROWS[:1]) == {"recall@1": 1.0, "unsupported": 0}


def test_groups_have_their_own_figures_and_say_how_many_rows_they_are() -> None:
    found = part(ROWS).tables
    assert list(found["style"]) == ["plain", "typo"]
    assert found["style"]["plain"] == {"n": 2, "recall@1": 0.25, "facts": 0.5, "unsupported": 3}
    assert found["domain"] == {"mind": {"n": 2, "recall@1": 0.5, "facts": 1.0, "unsupported": 2}}


def test_a_part_keeps_its_mistakes_and_names_baselines_figures() -> None:
    wrong = Mistake("q1", "뭐예요", "a", "b")
    found = part([*ROWS, Judged({"recall@1": 0.5}, {}, wrong)], {"dense": {"recall@1": 0.1}})
    assert found.rows == 4 and found.mistakes == (wrong,)
    assert found.flat()["dense/recall@1"] == 0.1 and found.flat()["recall@1"] == pytest.approx(0.5)
