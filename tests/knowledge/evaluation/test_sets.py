"""Question sets: every mistake is named with its line, and the committed sets have none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gateway.settings import ROOT
from knowledge.catalog import Catalog
from knowledge.evaluation.run import SETS
from knowledge.evaluation.sets import Dialogue, Question, SetError, half_of, read
from tests.house import RENT
from tests.knowledge.evaluation.rows import jsonl

GOOD: dict[str, Any] = {
    "id": "q1",
    "question": "청년월세 얼마예요",
    "guides": [RENT],
    "must": ["20만 원"],
    "refusal": None,
}
REFUSE: dict[str, Any] = {"id": "q2", "question": "로또 번호", "guides": [], "refusal": "out_of_area"}


def test_good_rows_are_read_in_order_and_empty_lines_passed_over(tmp_path: Path, catalog: Catalog) -> None:
    rows = read(jsonl(tmp_path / "a_dev.jsonl", GOOD, "", REFUSE), Question, catalog)
    assert [(row.id, row.answerable) for row in rows] == [("q1", True), ("q2", False)]


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("{", "JSON"),
        ("[1]", "줄 전체"),
        (GOOD | {"id": "q9", "guides": ["no-such-guide"]}, "no-such-guide"),
        (GOOD | {"id": "q9", "also": [[RENT], ["not-there"]]}, "not-there"),
        (GOOD, "두 번"),
        ({"id": "q9", "guides": [RENT]}, "question"),
        (GOOD | {"id": "q9", "refusal": "because"}, "refusal"),
        (GOOD | {"id": "q9", "refusal": "no_source"}, "guides는 비어야"),
        ({"id": "q9", "question": "뭐"}, "guides나 refusal"),
        (GOOD | {"id": "q9", "must": "20만 원"}, "must"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, catalog: Catalog, bad: Any, said: str) -> None:
    with pytest.raises(SetError, match=r"b_dev\.jsonl 2번째 줄") as told:
        read(jsonl(tmp_path / "b_dev.jsonl", GOOD, bad), Question, catalog)
    assert said in str(told.value)


def test_all_mistakes_are_told_at_once(tmp_path: Path, catalog: Catalog) -> None:
    turn = {"question": "얼마예요", "guides": [RENT]}
    path = jsonl(
        tmp_path / "c_dev.jsonl",
        {"id": "d1", "turns": [turn, {"question": "서류는?", "guides": []}]},
        {"id": "d2", "turns": []},
        {"id": "d3", "turns": [turn | {"guides": ["gone"]}]},
    )
    with pytest.raises(SetError) as told:
        read(path, Dialogue, catalog)
    lines = str(told.value).splitlines()
    assert [line.split()[1] for line in lines] == ["1번째", "2번째", "3번째"] and "turns.1" in lines[0]


def test_an_empty_set_is_no_set(tmp_path: Path, catalog: Catalog) -> None:
    with pytest.raises(SetError, match="질문이 없어요"):
        read(jsonl(tmp_path / "d_dev.jsonl"), Question, catalog)


def test_the_half_is_told_by_the_name() -> None:
    assert (half_of("answers_test"), half_of("query_dev")) == ("test", "dev")


def test_the_committed_sets_can_be_read() -> None:
    catalog = Catalog.read(ROOT / "knowledge" / "guides")
    paths = {ROOT / "tests" / "eval" / f"{name}.jsonl" for names in SETS.values() for name in names}
    assert len([path for path in paths if path.exists()]) >= 5
    for path in (path for path in paths if path.exists()):
        assert read(path, Dialogue if path.stem.startswith("dialogues") else Question, catalog)
