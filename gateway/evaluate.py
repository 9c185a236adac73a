"""``ieum eval``: intents, retrieval, answers and screening, each beside a baseline in the same run, with a report."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from casework.screening.evaluate import evaluate as evaluate_screening
from gateway.build import SEOUL, today
from gateway.offline import guides_library, screener_of
from gateway.settings import ROOT, Settings
from knowledge.answer.answerer import Answerer
from knowledge.catalog import Catalog
from knowledge.evaluation import answers, retrieval
from knowledge.passages import of_guide

SETS = ROOT / "tests" / "eval"


def run(settings: Settings, out: Path | None, console: Console) -> int:
    """Measure everything, print tables, write ``results.json`` into ``out`` (default home/eval); 0 when all ran."""
    results: dict[str, Any] = {"at": datetime.now(SEOUL).isoformat(timespec="seconds")}
    steps: tuple[tuple[str, Callable[[], Any]], ...] = (
        ("retrieval", lambda: _knowledge(settings, console)),
        ("screening", lambda: evaluate_screening(screener_of(settings), SETS / "screening_test.jsonl")),
        ("intents", lambda: _intents(settings, console)),
    )
    for name, measure in steps:
        console.print(f"{name} 재는 중 ...")
        results[name] = measure()
        console.print(_table(name, results[name]))
    folder = out or settings.home / "eval"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.json").write_text(json.dumps(results, ensure_ascii=False, indent=1), encoding="utf-8")
    console.print(f"결과: {folder / 'results.json'}")
    return 0


def _knowledge(settings: Settings, console: Console) -> dict[str, Any]:
    catalog, library = Catalog.read(settings.guides_dir), guides_library(settings, console)
    answerer = Answerer(lambda: catalog, library, today)
    passages = [passage for guide in catalog for passage in of_guide(guide)]
    found: dict[str, Any] = {}
    for half in ("dev", "test"):
        rows = [json.loads(line) for line in (SETS / f"retrieval_{half}.jsonl").read_text("utf-8").splitlines()]
        found[half] = {**retrieval(rows, answerer.guides, passages), **answers(rows, answerer, catalog)}
    return found


def _intents(settings: Settings, console: Console) -> dict[str, Any]:
    models = settings.home.resolve() / "models" / "rasa"
    python, script = str(ROOT / "bot" / ".venv" / "bin" / "python"), str(ROOT / "bot" / "evaluate.py")
    train = [python, str(ROOT / "bot" / "train.py"), "--guides", str(settings.guides_dir), "--out", str(models)]
    subprocess.run(train, check=True, cwd=ROOT)
    model = models / (models / "current.txt").read_text().strip()
    found: dict[str, Any] = {}
    for name, arguments in (
        ("held_out", ["--model", str(model), "--data", str(SETS / "nlu_test.jsonl")]),
        ("cross_validated", ["--cross-validate", "--guides", str(settings.guides_dir)]),
    ):
        done = subprocess.run([python, script, *arguments], check=True, cwd=ROOT, capture_output=True, text=True)
        found[name] = done.stdout.strip().splitlines()
    return found


def _table(title: str, values: dict[str, Any]) -> Table:
    table = Table(title=title, show_header=False)
    for name, value in _flat(values):
        table.add_row(name, f"{value:.3f}" if isinstance(value, float) else str(value))
    return table


def _flat(values: dict[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = []
    for name, value in values.items():
        if isinstance(value, dict):
            rows += _flat(value, f"{prefix}{name} / ")
        elif isinstance(value, list):
            rows.append((prefix + name, "\n".join(map(str, value))))
        else:
            rows.append((prefix + name, value))
    return rows
