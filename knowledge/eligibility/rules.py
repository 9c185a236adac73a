"""One guide's rules as three-valued outcomes (Kleene) with the fact used, the threshold and what would change it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.eligibility.condition import Condition
from knowledge.eligibility.facts import Facts, Outcome
from knowledge.eligibility.leaves import data, judge_leaf
from knowledge.eligibility.profile import Profile
from knowledge.eligibility.rulebook import Rule, rules_of
from knowledge.guide import Guide

YEAR = 2026
"""The year of the income tables when the caller names none."""
_NOT: dict[Outcome, Outcome] = {"met": "failed", "failed": "met", "unknown": "unknown"}


@dataclass(frozen=True)
class Reason:
    """One rule judged: what it is about, the fact used (None when not told), threshold, outcome, the fields that would
    settle it, the guide's sentence behind it, what would change the outcome ("" when it is met), and the rule as a
    citizen is told."""

    rule: str
    fact: str | None
    threshold: str
    outcome: Outcome
    fields: tuple[str, ...]
    source: str = ""
    change: str = ""
    short: str = ""

    @property
    def field(self) -> str:
        """The first field that would settle it; "" when no field of a profile can."""
        return self.fields[0] if self.fields else ""


def field_name(field: str) -> str:
    """A profile field in Korean."""
    return data()["fields"].get(field, field)


def judge(condition: Condition, facts: Facts) -> tuple[Outcome, list[str], list[str]]:
    """Kleene outcome, the facts used, and the fields that would settle it while it is unknown."""
    if not condition.parts:
        outcome, fact, about = judge_leaf(condition, facts)
        return outcome, [fact] if fact else [], _open_fields(about, facts) if outcome == "unknown" else []
    judged = [judge(part, facts) for part in condition.parts]
    outcomes = {one[0] for one in judged}
    if condition.kind == "not":
        outcome = _NOT[judged[0][0]]
    else:
        stop: Outcome = "met" if condition.kind == "any" else "failed"
        outcome = stop if stop in outcomes else "unknown" if "unknown" in outcomes else _NOT[stop]
    used = [fact for one, facts_used, _ in judged if one == outcome or condition.kind == "not" for fact in facts_used]
    fields = [field for one, _, wanted in judged if one == "unknown" for field in wanted]
    return outcome, list(dict.fromkeys(used)), list(dict.fromkeys(fields)) if outcome == "unknown" else []


def _open_fields(fields: tuple[str, ...], facts: Facts) -> list[str]:
    """What is not told, and what was told in contradiction."""
    doubtful = facts.doubtful
    return [
        name
        for name in fields
        if getattr(facts.profile, name) is None
        or name in doubtful
        or (name == "household" and doubtful & set(facts.profile.household or ()))
    ]


def reasons(guide: Guide, profile: Profile, year: int = YEAR) -> Iterator[Reason]:
    """Judge every rule of the guide."""
    facts = Facts(profile, year)
    for rule in rules_of(guide).rules:
        yield judge_rule(rule, facts)


def judge_rule(rule: Rule, facts: Facts) -> Reason:
    """One rule as a Reason; a threshold that the guide no longer states is left open."""
    outcome, used, fields = judge(rule.condition, facts)
    if rule.source is None:
        outcome, fields = "unknown", []
    threshold = rule.threshold
    return Reason(
        rule.about, ", ".join(used) or None, threshold, outcome, tuple(fields), rule.source or "",
        _change(rule, outcome, fields, threshold), rule.short,
    )  # fmt: skip


def _change(rule: Rule, outcome: Outcome, fields: list[str], threshold: str) -> str:
    if outcome == "met":
        return ""
    if outcome == "failed":
        return f"‘{threshold}’에 맞게 바뀌면 달라져요"
    if rule.source is None:
        return "안내가 바뀌어 기준을 다시 확인하고 있어요"
    if fields:
        return f"{', '.join(field_name(field) for field in fields)}을(를) 알려 주시면 더 정확해져요"
    return f"신청하는 곳에서 확인해요: {rule.source}"
