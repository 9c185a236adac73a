"""Everything that is measured, in one run: figures beside baselines and the last landed run, thresholds, a report."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from gateway.build import SEOUL
from gateway.eval_parts import Unmeasured, intents, knowledge, screening
from gateway.eval_tables import show
from gateway.settings import Settings
from knowledge.evaluation import landed, report, thresholds
from knowledge.evaluation.retrieval import Disagreement
from knowledge.evaluation.run import Measured
from knowledge.evaluation.sets import SetError

UNUSABLE = (Unmeasured, SetError, Disagreement, thresholds.ThresholdError, landed.LandedError)
"""What a step that cannot be done, or a set, thresholds or landed figures that cannot be used raise; fit to show."""


@dataclass(frozen=True)
class Choice:
    """What to measure, on which halves of which folder, and what to do with the figures."""

    parts: Sequence[str]
    halves: Sequence[str]
    folder: Path
    vectors: bool = True
    baselines: bool = True
    thresholds: bool = False
    land: bool = False
    mistakes: bool = False


def run(settings: Settings, choice: Choice, out: Path, console: Console) -> int:
    """Measure, show, and write ``results.json`` and ``report.html`` into ``out``.

    Returns 1 when ``choice.thresholds`` is set and a figure does not keep its bound, else 0. Raises UNUSABLE.
    """
    mode: landed.Mode = "vectors" if choice.vectors and settings.embeddings != "none" else "words"
    before = landed.read(choice.folder / "landed.json").figures(mode)
    bounds = getattr(thresholds.read(choice.folder / "thresholds.yaml"), mode) if choice.thresholds else {}
    found = _measure(settings, choice, console)
    figures = {f"{name}/{key}": value for name, each in found.items() for key, value in each.part.flat().items()}
    missed = thresholds.missed(bounds, figures, choice.parts, choice.halves)
    at = datetime.now(SEOUL).isoformat(timespec="minutes")
    guides = landed.guides_hash(settings.guides_dir, settings.home / "guides")
    changes = landed.changes(before, figures)
    show(console, found, before, missed, choice.mistakes)
    _write(out, report.Run(at, mode, guides, found, changes, missed, bool(bounds)))
    console.print(f"보고서: {out / 'report.html'}")
    if choice.land:
        entries = {name: landed.Entry(at=at, guides=guides, figures=each.part.flat()) for name, each in found.items()}
        landed.land(choice.folder / "landed.json", mode, entries)
        console.print(f"다음부터 이 수치와 견줘요: {choice.folder / 'landed.json'}")
    return 1 if missed else 0


def _measure(settings: Settings, choice: Choice, console: Console) -> dict[str, Measured]:
    found: dict[str, Measured] = {}
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    steps: tuple[tuple[tuple[str, ...], Callable[..., dict[str, Measured]]], ...] = (
        (("retrieval", "answers", "dialogues"), knowledge), (("screening",), screening), (("intents",), intents),
    )  # fmt: skip
    with Progress(*columns, TimeRemainingColumn(), console=console) as bar:
        for parts, step in steps:
            if any(part in choice.parts for part in parts):
                found |= step(settings, choice, _Bar(bar))
    return found


class _Bar:
    """Shows each step as a bar of its own; what is said stands above the bars."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar

    def say(self, text: str) -> None:
        """One line."""
        self._bar.console.print(text)

    def track(self, rows: Sequence[Any], what: str) -> Iterable[Any]:
        """The rows, one step each."""
        return self._bar.track(rows, description=what)

    def count(self, what: str) -> Callable[[int, int], None]:
        """Tell it (done, all) as often as wanted."""
        task = self._bar.add_task(what, total=None)
        return lambda done, total: self._bar.update(task, completed=done, total=total)


def _write(out: Path, measured: report.Run) -> None:
    out.mkdir(parents=True, exist_ok=True)
    parts = {name: {"seconds": round(each.seconds, 1), **asdict(each.part)} for name, each in measured.found.items()}
    results = {"at": measured.at, "mode": measured.mode, "guides": measured.guides, "parts": parts}
    (out / "results.json").write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (out / "report.html").write_text(report.render(measured), encoding="utf-8")
