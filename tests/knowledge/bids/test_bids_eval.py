"""Precision@5 on the committed firms and notices, beside keyword search in the same run."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from knowledge.bids.firm import Firm
from knowledge.bids.match import Matcher
from knowledge.index.lexical import Lexical

SETS = Path(__file__).resolve().parents[2] / "eval"
RELEVANT, TOP = 2, 5


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SETS / name).read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def notices() -> list[dict[str, Any]]:
    return _lines("bids_notices.jsonl")


@pytest.fixture(scope="module")
def matcher(notices: list[dict[str, Any]]) -> Matcher:
    return Matcher.of_rows(notices)


@pytest.fixture(scope="module")
def keywords(notices: list[dict[str, Any]]) -> Lexical:
    return Lexical.build([f"{row['bidNtceNm']} {row['text']}" for row in notices])


def _precision(found: list[str], relevant: dict[str, int]) -> float:
    return sum(relevant.get(one, 0) >= RELEVANT for one in found) / TOP


def test_the_set_is_large_and_graded() -> None:
    firms = [*_lines("bids_dev.jsonl"), *_lines("bids_test.jsonl")]
    notices = {row["id"] for row in _lines("bids_notices.jsonl")}
    assert len(firms) >= 20 and len(notices) >= 150
    assert {grade for each in firms for grade in each["relevant"].values()} == {1, 2, 3}
    assert all(set(each["relevant"]) <= notices for each in firms)


@pytest.mark.parametrize(("half", "least"), [("dev", 0.85), ("test", 0.55)])
def test_precision_at_5_is_above_keyword_search(
    half: str, least: float, matcher: Matcher, keywords: Lexical, notices: list[dict[str, Any]]
) -> None:
    ours, theirs = [], []
    for row in _lines(f"bids_{half}.jsonl"):
        who, relevant = Firm.model_validate(row["firm"]), row["relevant"]
        found = matcher.match(who, date.fromisoformat(row["today"]), TOP)
        ours.append(_precision([each.notice.id for each in found], relevant))
        scores = keywords.scores(" ".join([*who.keywords, *who.business_types, *who.experience]))
        theirs.append(_precision([notices[place]["id"] for place in np.argsort(-scores)[:TOP]], relevant))
    print(f"{half}: precision@5 {np.mean(ours):.3f}, keyword search {np.mean(theirs):.3f}")
    assert np.mean(ours) >= least
    assert np.mean(ours) > np.mean(theirs) + 0.15


def test_nothing_that_is_cancelled_or_replaced_is_ever_shown(matcher: Matcher, notices: list[dict[str, Any]]) -> None:
    gone = {row["id"] for row in notices if row["ntceKindNm"] == "취소공고" or row["id"].endswith("-old")}
    assert gone
    for row in [*_lines("bids_dev.jsonl"), *_lines("bids_test.jsonl")]:
        found = matcher.match(Firm.model_validate(row["firm"]), date.fromisoformat(row["today"]), 500)
        assert not gone & {each.notice.id for each in found}
