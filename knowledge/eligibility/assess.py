"""Verdict (판정): eligible, ineligible or undecided for one guide, with a Reason per rule; and what to suggest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from knowledge.eligibility.profile import Profile
from knowledge.eligibility.rules import Reason, reasons
from knowledge.guide import Guide


@dataclass(frozen=True)
class Verdict:
    """One guide judged. ``undecided`` whenever a rule lacks a fact, or a condition stands only as a sentence."""

    guide: Guide
    outcome: Literal["eligible", "ineligible", "undecided"]
    reasons: tuple[Reason, ...]

    @property
    def met(self) -> int:
        """How many rules the person is known to meet."""
        return sum(reason.outcome == "met" for reason in self.reasons)

    @property
    def ask(self) -> tuple[str, ...]:
        """The profile fields that would settle more."""
        return tuple(dict.fromkeys(r.field for r in self.reasons if r.outcome == "unknown" and r.field))


def assess(guide: Guide, profile: Profile) -> Verdict:
    """Judge one guide; a sentence the guide states besides its rules keeps it undecided, never eligible."""
    judged = tuple(reasons(guide, profile))
    who = guide.eligibility
    if any(reason.outcome == "failed" for reason in judged):
        return Verdict(guide, "ineligible", judged)
    open_sentences = bool(who and (who.other or who.income or who.assets))
    if not judged or open_sentences or any(reason.outcome == "unknown" for reason in judged):
        return Verdict(guide, "undecided", judged)
    return Verdict(guide, "eligible", judged)


def suggest(guides: Iterable[Guide], profile: Profile, today: date, limit: int = 5) -> list[Verdict]:
    """The programmes worth looking at: not ruled out, most rules met first, open before closed, twins once."""
    judged = [
        assess(guide, profile)
        for guide in guides
        if guide.kind == "program" and guide.benefit and guide.domain != "procurement" and guide.is_current(today)
    ]
    fit = [verdict for verdict in judged if verdict.outcome != "ineligible" and verdict.met]
    fit.sort(key=lambda v: (v.guide.status != "open", -v.met, len(v.ask), v.guide.id))
    out: list[Verdict] = []
    for verdict in fit:
        if not any(verdict.guide.id in chosen.guide.same_as for chosen in out):
            out.append(verdict)
    return out[:limit]
