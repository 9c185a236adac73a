"""Landed figures: written per part and set, read back, compared; the guides' hash tells whether guides changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.evaluation.landed import Change, Entry, LandedError, changes, guides_hash, land, read
from tests.knowledge.guides import text, write


def entry(**figures: float) -> Entry:
    return Entry(at="2026-11-22T14:00+09:00", guides="abc", figures=figures)


def test_nothing_is_landed_at_first(tmp_path: Path) -> None:
    assert read(tmp_path / "landed.json").figures("words") == {}


def test_landing_replaces_what_was_measured_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "landed.json"
    land(path, "words", {"answers/a_dev": entry(facts=0.123456), "retrieval/a_dev": entry(recall=1)})
    land(path, "vectors", {"answers/a_dev": entry(facts=0.9)})
    land(path, "words", {"answers/a_dev": entry(facts=0.5)})
    assert read(path).figures("words") == {"answers/a_dev/facts": 0.5, "retrieval/a_dev/recall": 1.0}
    assert read(path).figures("vectors") == {"answers/a_dev/facts": 0.9}
    assert path.read_text(encoding="utf-8").endswith("}\n")


def test_figures_are_landed_with_four_places(tmp_path: Path) -> None:
    land(tmp_path / "landed.json", "words", {"a/b_dev": entry(x=0.123456)})
    assert read(tmp_path / "landed.json").figures("words") == {"a/b_dev/x": 0.1235}


def test_a_file_of_another_shape_is_told(tmp_path: Path) -> None:
    path = tmp_path / "landed.json"
    path.write_text('{"words": {"a/b": 3}}', encoding="utf-8")
    with pytest.raises(LandedError, match=r"landed\.json"):
        read(path)


def test_arrows() -> None:
    found = changes({"a": 0.5, "b": 0.5, "c": 0.5}, {"a": 0.6, "b": 0.4, "c": 0.5004, "d": 1.0})
    assert [(change.figure, change.arrow) for change in found] == [("a", "▲"), ("b", "▼"), ("c", "＝"), ("d", "＊")]
    assert Change("d", None, 1.0) in found


def test_the_hash_follows_names_and_contents_and_not_the_place(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        write(tmp_path / folder, text())
    before = guides_hash(tmp_path / "one")
    assert before == guides_hash(tmp_path / "two") == guides_hash(tmp_path / "one", tmp_path / "none")
    write(tmp_path / "two", text(summary="바뀐 한 줄이에요."))
    assert guides_hash(tmp_path / "two") != before
    write(tmp_path / "one", text(), name="moon-renamed")
    assert guides_hash(tmp_path / "one") != before
