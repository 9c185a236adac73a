"""Measure screening on a labelled file: ``python -m casework.screening.evaluate --data FILE.jsonl [--json]``.

Each line is ``{"text", "level": emergency|high|normal|null, "subject": self|other|null, "kinds": [..]}``; other fields
are ignored. The same run measures plain keyword matching, the lexicon alone and the classifier alone.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from casework.screening.examples import KINDS
from casework.screening.screen import Screener, train
from casework.screening.screening import LEVELS, Screening, nothing
from casework.screening.text import DATA, squash

Judge = Callable[[str], Screening]


class Case(NamedTuple):
    """One labelled message; level None means harmless."""

    text: str
    level: str | None
    subject: str | None
    kinds: tuple[str, ...]


def read_cases(path: Path) -> list[Case]:
    """Read the labelled file; raises ValueError naming line and field that break the schema."""
    cases = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            level = row["level"] if row["level"] not in (None, "none", "") else None
            case = Case(row["text"], level, row.get("subject"), tuple(row.get("kinds") or ()))
        except (ValueError, KeyError, TypeError, AttributeError) as broken:
            raise ValueError(f"{path}:{number}: 읽을 수 없는 줄이에요 ({broken!r})") from broken
        if level not in (None, *LEVELS) or not set(case.kinds) <= set(KINDS) or not isinstance(case.text, str):
            raise ValueError(f"{path}:{number}: level={level!r} kinds={case.kinds!r}; 쓸 수 있는 값: {LEVELS}, {KINDS}")
        cases.append(case)
    return cases


def evaluate(screener: Screener, path: Path) -> dict[str, Any]:
    """Compare the screener with its halves and with keyword matching; every number is a share between 0 and 1."""
    cases = read_cases(path)
    judges: dict[str, Judge] = {
        "screener": screener.screen,
        "classifier_alone": screener.by_classifier,
        "lexicon_alone": Screener().screen,
        "keywords": keyword_baseline,
    }
    measured = {name: measure(cases, [judge(case.text) for case in cases]) for name, judge in judges.items()}
    return {"messages": len(cases), "harmless": sum(case.level is None for case in cases), **measured}


def measure(cases: Sequence[Case], found: Sequence[Screening]) -> dict[str, Any]:
    """Recall by level and kind, false alarms on harmless messages, and how often level, subject and kind are right."""
    pairs = list(zip(cases, found, strict=True))
    risky = [(case, said) for case, said in pairs if case.level]
    heard = [(case, said) for case, said in risky if said.risk]
    by_level = {level: [said.risk for case, said in risky if case.level == level] for level in reversed(LEVELS)}
    by_kind = {kind: [said.risk for case, said in risky if kind in case.kinds] for kind in KINDS}
    return {
        "recall": _share([said.risk for _, said in risky]),
        "recall_by_level": {level: _share(hits) for level, hits in by_level.items() if hits},
        "immediate_recall": _share([said.immediate for case, said in risky if case.level == "emergency"]),
        "immediate_over_alarm": _share([said.immediate for case, said in pairs if case.level != "emergency"]),
        "false_alarms": _share([said.risk for case, said in pairs if not case.level]),
        "asked_when_harmless": _share([said.ask for case, said in pairs if not case.level]),
        "asked_when_missed": _share([said.ask for _, said in risky if not said.risk]),
        "level": _share([said.level == case.level for case, said in heard]),
        "subject": _share([said.subject == case.subject for case, said in heard]),
        "kind": _share([said.kinds[:1] != () and said.kinds[0] in case.kinds for case, said in heard]),
        "recall_by_kind": {kind: _share(hits) for kind, hits in by_kind.items() if hits},
    }


def keyword_baseline(text: str) -> Screening:
    """What a plain list of words would say: any word found is a high risk to the writer."""
    bare = squash(text)
    kinds = tuple(kind for kind, words in _keywords().items() if words.search(bare))
    if not kinds:
        return nothing(0.0, ask=False)
    return Screening(True, False, "high", "self", kinds, 1.0, ask=False)


def _keywords() -> dict[str, re.Pattern[str]]:
    lists = yaml.safe_load((DATA / "baseline_keywords.yaml").read_text(encoding="utf-8"))
    return {kind: re.compile("|".join(map(re.escape, words))) for kind, words in lists.items()}


def _share(hits: Sequence[bool]) -> float | None:
    return round(sum(hits) / len(hits), 4) if hits else None


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line: prints a table, or JSON with ``--json``; trains a throw-away model unless ``--model`` is given."""
    parser = argparse.ArgumentParser(description="위험 선별을 재요.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as made:
        folder = options.model or Path(made)
        if options.model is None:
            train(folder)
        results = evaluate(Screener(folder), options.data)
    print(json.dumps(results, ensure_ascii=False, indent=1) if options.json else _lines(results))
    return 0


def _lines(results: dict[str, Any]) -> str:
    names = [name for name, value in results.items() if isinstance(value, dict)]
    rows = [f"{'':24}" + "".join(f"{name:>18}" for name in names)]
    for key in results[names[0]]:
        first = results[names[0]][key]
        for part in first if isinstance(first, dict) else (None,):
            cells = [results[name][key][part] if part else results[name][key] for name in names]
            shown = "".join(f"{'-' if cell is None else f'{cell:.3f}':>18}" for cell in cells)
            rows.append(f"{part or key:24}{shown}")
    return f"messages {results['messages']} (harmless {results['harmless']})\n" + "\n".join(rows)


if __name__ == "__main__":
    raise SystemExit(main())
