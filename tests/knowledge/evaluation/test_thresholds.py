"""Thresholds: what is below is named with value and bound, what was asked for and not measured too."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.settings import ROOT
from knowledge.evaluation.thresholds import Miss, Threshold, ThresholdError, missed, read
from knowledge.evaluation.words import words

BOUNDS = {
    "retrieval/retrieval_dev/recall@1": Threshold(least=0.8),
    "answers/retrieval_dev/unsupported": Threshold(most=0),
    "answers/answers_test/facts": Threshold(least=0.5),
}
FINE = {"retrieval/retrieval_dev/recall@1": 0.8, "answers/retrieval_dev/unsupported": 0.0}


def test_a_figure_on_its_bound_keeps_it() -> None:
    assert missed(BOUNDS, FINE, ("retrieval", "answers"), ("dev",)) == []


@pytest.mark.parametrize(
    ("name", "got", "wanted"),
    [("retrieval/retrieval_dev/recall@1", 0.799, "0.8 이상"), ("answers/retrieval_dev/unsupported", 1.0, "0 이하")],
)
def test_a_figure_past_its_bound_is_named(name: str, got: float, wanted: str) -> None:
    assert missed(BOUNDS, FINE | {name: got}, ("retrieval", "answers"), ("dev",)) == [Miss(name, got, wanted)]


def test_a_figure_that_was_not_measured_keeps_no_bound() -> None:
    found = missed(BOUNDS, FINE, ("retrieval", "answers"), ("dev", "test"))
    assert found == [Miss("answers/answers_test/facts", None, "0.5 이상")]


def test_bounds_of_parts_that_were_not_asked_for_are_left_alone() -> None:
    assert missed(BOUNDS, {}, ("dialogues",), ("dev", "test")) == []


@pytest.mark.parametrize(
    "text",
    [
        "words: {}",
        "words: {a/b/c: {least: 1, most: 2}}\nvectors: {}",
        "words: {a/b/c: {}}\nvectors: {}",
        "words: {a/b/c: {least: viel}}\nvectors: {}",
        "words: [",
    ],
)
def test_a_file_that_does_not_fit_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "thresholds.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ThresholdError, match=r"thresholds\.yaml"):
        read(path)


def test_the_committed_bounds_name_figures_that_are_measured() -> None:
    bounds = read(ROOT / "tests" / "eval" / "thresholds.yaml")
    names = [name.split("/") for name in (*bounds.words, *bounds.vectors)]
    assert names and all(len(name) == 3 for name in names)
    assert {part for part, _, _ in names} <= set(words().parts)
    assert {rows for _, rows, _ in names} <= set(words().sets)
    assert {figure for _, _, figure in names} <= set(words().figures)
