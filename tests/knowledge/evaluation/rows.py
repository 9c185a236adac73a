"""Making question sets and results for tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from knowledge.evaluation.figures import Mistake, Part
from knowledge.evaluation.landed import Change
from knowledge.evaluation.report import Run
from knowledge.evaluation.run import Measured
from knowledge.evaluation.sets import Question
from knowledge.evaluation.thresholds import Miss


def asked(id_: str = "q1", *guides: str, **more: Any) -> Question:
    """A question that the guides answer."""
    row = {"id": id_, "question": f"질문 {id_}", "guides": guides, "domain": "welfare", "style": "plain"}
    return Question.model_validate(row | more)


def jsonl(path: Path, *rows: dict[str, Any] | str) -> Path:
    """A set file; a text stands as it is."""
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def a_run(**more: Any) -> Run:
    """A whole run with something of everything."""
    retrieval = Part(
        7, {"recall@1": 0.8571, "mrr@10": 0.9048}, {"style": {"typo": {"n": 3.0, "recall@1": 0.6667, "mrr@10": 0.75}}},
        (Mistake("q<3", "달<빛 이용권?", "moon", "없음"),), {"kiwi_bm25": {"recall@1": 0.4286, "mrr@10": 0.5123}},
    )  # fmt: skip
    answers = Part(
        9, {"facts": 0.7778, "unsupported": 2.0, "lines": 6.125}, {"style": {"plain": {"n": 9.0, "facts": 0.375}}}
    )
    screening = Part(4, {"recall": 0.75}, {"kind": {"hunger": {"recall": 0.3333}}})
    found = {
        "retrieval/retrieval_dev": Measured(retrieval, 1.25), "answers/retrieval_dev": Measured(answers, 2.5),
        "screening/screening_test": Measured(screening, 0.5),
    }  # fmt: skip
    then = {"retrieval/retrieval_dev/recall@1": 0.8, "answers/retrieval_dev/unsupported": 0.0}
    figures = {f"{name}/{key}": value for name, each in found.items() for key, value in each.part.flat().items()}
    changes = [Change(name, then.get(name), value) for name, value in figures.items()]
    missed = (Miss("answers/retrieval_dev/unsupported", 2.0, "0 이하"),)
    given: dict[str, Any] = {
        "at": "2026-11-22T14:00+09:00", "mode": "words", "guides": "0123456789ab", "found": found, "changes": changes,
        "missed": missed, "bounded": True,
    }  # fmt: skip
    return Run(**(given | more))
