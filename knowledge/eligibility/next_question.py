"""Asking little: the field whose answer is expected to settle most, of what is still open and worth having."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.eligibility.assess import Verdict
from knowledge.eligibility.facts import Facts
from knowledge.eligibility.profile import Profile
from knowledge.eligibility.rulebook import Rule, rules_of
from knowledge.eligibility.rules import YEAR, judge
from knowledge.guide import Guide

DATA = Path(__file__).resolve().parents[1] / "data" / "questions.yaml"
MOST = 60
"""Of how many open guides, the most worth first, the answers are weighed: a question must come at once."""
USEFUL = 3
"""A list is useful when this many of its best suggestions leave nothing more to ask."""


@lru_cache
def likely() -> dict[str, list[tuple[Any, float]]]:
    """The answers to expect for each field with their shares."""
    read = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return {
        field: [(value, weight / sum(w for _, w in answers)) for value, weight in answers]
        for field, answers in read.items()
    }


def worth(guide: Guide) -> float:
    """How much a programme weighs: the won it gives by order of magnitude, and less when one cannot apply now."""
    won = max((max(f.amount or 0, f.max or 0) for f in guide.figures if f.unit == "원"), default=0)
    size = min(max(math.log10(won) - 4, 0), 4) if won > 0 else 0.5
    return (1 + size) * (1 if guide.status == "open" else 0.3)


def gains(
    open_verdicts: Iterable[Verdict], profile: Profile, fields: Collection[str], year: int = YEAR
) -> dict[str, float]:
    """For each field still to ask: the expected worth of the guides that its answer settles, ruling them out or
    leaving nothing more to ask; a guide that comes nearer counts in part."""
    weighed = sorted(((worth(v.guide), v) for v in open_verdicts), key=lambda one: -one[0])[:MOST]
    found: dict[str, float] = {}
    for field, answers in likely().items():
        if field not in fields or getattr(profile, field) is not None:
            continue
        asking = [(weight, verdict, *_touched(verdict, field)) for weight, verdict in weighed if field in verdict.ask]
        found[field] = 0.0
        for value, share in answers:
            facts = Facts(profile.model_copy(update={field: value}), year)
            for weight, verdict, rules, others in asking:
                found[field] += share * weight * _credit(len(verdict.ask), rules, others, facts)
    return found


def _touched(verdict: Verdict, field: str) -> tuple[list[Rule], set[str]]:
    """The open rules that ask for the field, and what the other open rules ask for."""
    pairs = list(zip(rules_of(verdict.guide).rules, verdict.reasons, strict=True))
    others = {name for _, reason in pairs if field not in reason.fields for name in reason.fields}
    return [rule for rule, reason in pairs if field in reason.fields], others


def _credit(before: int, rules: list[Rule], others: set[str], facts: Facts) -> float:
    left = set(others)
    for rule in rules:
        outcome, _, wanted = judge(rule.condition, facts)
        if outcome == "failed":
            return 1.0
        left |= set(wanted)
    return max(before - len(left), 0) / before / 2 if left else 1.0


def next_question(
    verdicts: Iterable[Verdict], profile: Profile, fields: Collection[str], year: int = YEAR
) -> str | None:
    """The field to ask next, None when no answer would settle anything."""
    found = gains((v for v in verdicts if v.outcome == "undecided" and v.ask), profile, fields, year)
    best = max(found, key=lambda field: found[field], default=None)
    return best if best is not None and found[best] > 0 else None


def useful(suggested: list[Verdict]) -> bool:
    """Whether the list is worth showing: enough of it asks nothing more of the person."""
    return sum(not verdict.ask for verdict in suggested) >= USEFUL
