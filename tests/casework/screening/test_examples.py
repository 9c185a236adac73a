"""The committed examples: enough, well formed, of every kind and level, and no two alike but for a slot."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from casework.screening.evaluate import read_cases
from casework.screening.examples import KINDS, examples, read_examples

DEV = Path(__file__).parents[2] / "eval" / "screening_train"
_SLOT = re.compile(
    r"\d+|한|두|세|네|하루|이틀|사흘|나흘|닷새|며칠|일주일|열흘|보름|옆집|윗집|아랫집|앞집|뒷집|할머니|할아버지"
)


def test_there_are_enough_of_both_sorts() -> None:
    levels = Counter(row.level for row in examples())
    assert sum(levels.values()) >= 5_000
    assert levels[None] >= 2_000
    assert min(levels["emergency"], levels["high"], levels["normal"]) >= 500


def test_every_kind_is_told_by_many_for_self_and_other() -> None:
    told = Counter((kind, row.subject) for row in examples() for kind in row.kinds)
    for kind in KINDS:
        assert told[kind, "self"] + told[kind, "other"] >= 60, kind
        assert min(told[kind, "self"], told[kind, "other"]) >= 10, kind


def test_no_two_are_alike_but_for_a_slot() -> None:
    seen = Counter(_SLOT.sub("_", re.sub(r"\W", "", row.text)) for row in examples() if len(row.text) > 12)
    assert [text for text, times in seen.items() if times > 1] == []


def test_the_dev_halves_are_not_learnt_from() -> None:
    learnt = {re.sub(r"\W", "", row.text) for row in examples()}
    for path in sorted(DEV.glob("*.jsonl")):
        assert not learnt & {re.sub(r"\W", "", case.text) for case in read_cases(path)}, path.name


@pytest.mark.parametrize(
    "row",
    [
        {"text": "x", "level": "high", "subject": None, "kinds": ["hunger"]},
        {"text": "x", "level": None, "subject": None, "kinds": ["hunger"]},
        {"text": "x", "level": "urgent", "subject": "self", "kinds": ["hunger"]},
        {"text": "x", "level": "high", "subject": "self", "kinds": ["weather"]},
        {"text": "x", "level": "high", "subject": "self", "kinds": ["hunger"], "note": 1},
    ],
)
def test_a_half_told_or_unknown_row_is_refused_by_line(row: dict, tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"bad\.jsonl:1"):
        read_examples(path)
