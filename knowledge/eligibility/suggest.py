"""What to look into first: ranked by how sure it is, what it is worth, and whether one can apply now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from knowledge.eligibility.assess import Verdict, assess
from knowledge.eligibility.next_question import worth
from knowledge.eligibility.profile import Profile
from knowledge.guide import Guide


def candidates(guides: Iterable[Guide], profile: Profile, today: date) -> list[Verdict]:
    """The programmes of this day that a person may get, each judged."""
    return [
        assess(guide, profile, today.year)
        for guide in guides
        if guide.kind == "program" and guide.benefit and guide.domain != "procurement" and guide.is_current(today)
    ]


def suggest(guides: Iterable[Guide], profile: Profile, today: date, limit: int = 5) -> list[Verdict]:
    """The programmes worth looking at: not ruled out, open before closed, the surest and most worth first, twins
    once. How sure is the share of its rules that are met, where an open one costs the more if it can be asked."""
    return ranked(candidates(guides, profile, today), limit)


def ranked(judged: Iterable[Verdict], limit: int) -> list[Verdict]:
    """Verdicts as ``suggest`` orders them; what is ruled out or rests on no fact is left out."""
    fit = [verdict for verdict in judged if verdict.outcome != "ineligible" and verdict.met]
    fit.sort(key=lambda v: (v.guide.status != "open", -sureness(v) * worth(v.guide), v.guide.id))
    out: list[Verdict] = []
    for verdict in fit:
        if not any(verdict.guide.id in chosen.guide.same_as for chosen in out):
            out.append(verdict)
    return out[:limit]


def sureness(verdict: Verdict) -> float:
    """Between 0 and 1: eligible is 1, each open rule lowers it."""
    if verdict.outcome == "eligible":
        return 1.0
    unknown = len(verdict.reasons) - verdict.met
    return verdict.met / (verdict.met + unknown + len(verdict.ask)) if verdict.met else 0.0
