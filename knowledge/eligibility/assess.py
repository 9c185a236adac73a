"""Verdict (판정): eligible, ineligible or undecided for one guide, with a Reason per rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from knowledge.eligibility.facts import Facts
from knowledge.eligibility.profile import Profile
from knowledge.eligibility.rulebook import rules_of
from knowledge.eligibility.rules import YEAR, Reason, judge_rule
from knowledge.guide import Guide

Outcome = Literal["eligible", "ineligible", "undecided"]


@dataclass(frozen=True)
class Verdict:
    """One guide judged. ``undecided`` whenever a rule lacks a fact, or a condition is none a profile can tell."""

    guide: Guide
    outcome: Outcome
    reasons: tuple[Reason, ...]
    warnings: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def met(self) -> int:
        """How many rules the person is known to meet."""
        return sum(reason.outcome == "met" for reason in self.reasons)

    @property
    def ask(self) -> tuple[str, ...]:
        """The profile fields that would settle more."""
        return tuple(dict.fromkeys(f for r in self.reasons if r.outcome == "unknown" for f in r.fields))


def assess(guide: Guide, profile: Profile, year: int = YEAR) -> Verdict:
    """Judge one guide against the income tables of ``year``; nothing unclear ever makes it eligible."""
    return _assess(guide, Facts(profile, year))


def assess_all(guides: Iterable[Guide], profile: Profile, year: int = YEAR) -> list[Verdict]:
    """Judge every guide that has rules about a person."""
    facts = Facts(profile, year)
    return [_assess(guide, facts) for guide in guides if rules_of(guide).told]


def _assess(guide: Guide, facts: Facts) -> Verdict:
    rules = rules_of(guide)
    judged = tuple(judge_rule(rule, facts) for rule in rules.rules)
    outcomes = {reason.outcome for reason in judged}
    outcome: Outcome = "undecided"
    if "failed" in outcomes:
        outcome = "ineligible"
    elif rules.told and "unknown" not in outcomes:
        outcome = "eligible"
    return Verdict(guide, outcome, judged, facts.contradictions, rules.beside)
