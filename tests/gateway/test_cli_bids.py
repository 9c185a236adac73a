"""``ieum match`` on files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from gateway.cli import app
from tests.knowledge.bids.kit import firm, notice

ASKED = {"id": "f1", "firm": firm().model_dump(), "today": "2026-11-22"}


def _file(path: Path, *rows: Any) -> str:
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows))
    return str(path)


def _run(*arguments: str) -> Any:
    return CliRunner().invoke(app, ["match", *arguments])


@pytest.fixture
def notices(tmp_path: Path) -> str:
    closed = notice(bidNtceNo="R2", bidClseDt="2026-11-01")
    return _file(tmp_path / "notices.jsonl", notice(id="n1"), closed, {"bidNtceNo": "R3"}, "", notice(bidNtceNo="R4"))


def test_a_batch_gives_what_fits_best_first(tmp_path: Path, notices: str) -> None:
    out = tmp_path / "out.jsonl"
    extra = {**ASKED, "id": 7, "firm": {**ASKED["firm"], "stars": 5, "keywords": None}}  # type: ignore[dict-item]
    found = _run("--batch", _file(tmp_path / "in.jsonl", ASKED, extra), "--out", str(out), "--notices", notices)
    assert found.exit_code == 0, found.output
    assert "notices.jsonl 3번째 줄: 건너뛰었어요" in found.output and "stars" in found.output
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["f1", 7]
    assert [one["id"] for one in rows[0]["results"]] == ["n1", "R4"]
    assert all(set(one) == {"id", "score"} and one["score"] > 0 for one in rows[0]["results"])


def test_one_firm_is_told_why(tmp_path: Path, notices: str) -> None:
    path = tmp_path / "firm.json"
    path.write_text(firm().model_dump_json())
    found = _run(str(path), "--notices", notices, "--today", "2026-11-22")
    assert found.exit_code == 0
    assert "복지 챗봇 구축 용역" in found.output and "+ 공고에 '챗봇'" in found.output
    assert "맞는 공고가 없어요." in _run(str(path), "--notices", notices, "--today", "2027. 1. 1.").output


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("{", "in.jsonl 1번째 줄"), ("[]", "JSON 객체"), ({"id": "x"}, "'firm'"),
        ({"id": "x", "firm": {"size": "거대"}}, "거대"),
        ({"id": "x", "firm": {"budget_min_won": -1}}, "budget_min_won"),
        ({"id": "x", "firm": {}, "today": "모레"}, "모레"),
        ({"id": "x", "firm": {"budget_min_won": 5, "budget_max_won": 2}}, "budget_max_won"),
    ],
)  # fmt: skip
def test_bad_input_is_named_and_writes_nothing(tmp_path: Path, notices: str, row: Any, told: str) -> None:
    out = tmp_path / "out.jsonl"
    found = _run("--batch", _file(tmp_path / "in.jsonl", row), "--out", str(out), "--notices", notices)
    assert found.exit_code == 2 and told in found.output
    assert not out.exists()
