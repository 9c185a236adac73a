"""The sets that are measured: those of the folder, and what this home's own inbox came to answer."""

from __future__ import annotations

import json
from pathlib import Path

from knowledge.answer.answerer import Answerer
from knowledge.catalog import Catalog
from knowledge.evaluation.run import INBOX, Bench, measure

CASE = {"id": "inbox-1-1", "question": "주거급여 서류 뭐 내요", "guides": ["housing-benefit-rent", "housing-benefit"]}


def bench(folder: Path, inbox: Path, answerer: Answerer, catalog: Catalog) -> Bench:
    return Bench(folder, answerer, catalog, {}, inbox)


def test_the_questions_of_the_inbox_are_measured_from_the_home(
    tmp_path: Path, all_answerer: Answerer, all_guides: Catalog
):
    kept, said = tmp_path / "home.jsonl", list[str]()
    kept.write_text(json.dumps(CASE, ensure_ascii=False) + "\n", encoding="utf-8")
    found = measure(
        bench(tmp_path, kept, all_answerer, all_guides), ["answers"], ["dev"], lambda rows, what: rows, said.append
    )
    assert list(found) == [f"answers/{INBOX}"] and found[f"answers/{INBOX}"].part.rows == 1
    assert any("retrieval_dev" in line for line in said)


def test_a_home_without_an_inbox_is_said_and_skipped(tmp_path: Path, all_answerer: Answerer, all_guides: Catalog):
    said = list[str]()
    house = bench(tmp_path, tmp_path / "none.jsonl", all_answerer, all_guides)
    assert measure(house, ["answers"], ["dev"], lambda rows, what: rows, said.append) == {}
    assert any(INBOX in line for line in said)
