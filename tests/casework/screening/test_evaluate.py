"""Measuring: shares are right, the file is checked line by line, the command prints both forms."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from casework.screening.evaluate import Case, evaluate, keyword_baseline, main, measure, read_cases
from casework.screening.screen import Screener
from casework.screening.screening import Screening, nothing

ROWS = [
    {"text": "사흘째 굶고 있어요", "level": "high", "subject": "self", "kinds": ["hunger"]},
    {"text": "단전 지원 제도가 있나요", "level": None, "subject": None, "kinds": []},
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS), encoding="utf-8")
    return path


def test_shares_are_counted_as_named() -> None:
    cases = [
        Case("a", "emergency", "self", ("suicide",)),
        Case("b", "high", "other", ("hunger",)),
        Case("c", None, None, ()),
    ]
    said = [
        Screening(True, False, "high", "self", ("suicide",), 0.9, ask=False),
        nothing(0.4, ask=True),
        Screening(True, False, "high", "self", ("debt",), 0.6, ask=False),
    ]
    found = measure(cases, said)
    assert found["recall"] == 0.5
    assert found["recall_by_level"] == {"emergency": 1.0, "high": 0.0}
    assert found["immediate_recall"] == 0.0
    assert found["false_alarms"] == 1.0
    assert found["asked_when_missed"] == 1.0
    assert (found["level"], found["subject"], found["kind"]) == (0.0, 1.0, 1.0)


def test_the_keyword_baseline_is_fooled_by_a_question() -> None:
    assert keyword_baseline("단전 지원 제도가 있나요").risk


def test_all_four_judges_are_measured_in_one_run(screener: Screener, data: Path) -> None:
    found = evaluate(screener, data)
    assert set(found) == {"messages", "harmless", "screener", "classifier_alone", "lexicon_alone", "keywords"}
    assert found["screener"]["recall"] == 1.0


def test_without_a_model_the_classifier_cannot_be_compared(data: Path) -> None:
    with pytest.raises(ValueError, match="선별 모델이"):
        evaluate(Screener(), data)


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "{}",
        '{"text": 1, "level": null}',
        '{"text": "x", "level": "soon"}',
        '{"text": "x", "level": "high", "kinds": ["rain"]}',
    ],
)
def test_a_bad_line_is_named(line: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(json.dumps(ROWS[0]) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"bad\.jsonl:2"):
        read_cases(path)


def test_the_command_prints_a_table_and_json(model_dir: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(data), "--model", str(model_dir)]) == 0
    assert "keywords" in capsys.readouterr().out
    assert main(["--data", str(data), "--model", str(model_dir), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["messages"] == 2
