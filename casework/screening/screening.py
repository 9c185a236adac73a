"""What a screening says."""

from __future__ import annotations

from dataclasses import dataclass, replace

LEVELS = ("normal", "high", "emergency")


@dataclass(frozen=True)
class Screening:
    """What a message tells of danger.

    `level` (emergency, high, normal) and `subject` (self, other) are None when there is no risk; `kinds` come most
    likely first; `score` is the chance of risk between 0 and 1; `ask` says the message is unclear and the bot should
    ask one caring question.
    """

    risk: bool
    immediate: bool
    level: str | None
    subject: str | None
    kinds: tuple[str, ...]
    score: float
    ask: bool

    @property
    def rank(self) -> int:
        """0 for no risk, then 1 to 3 by level."""
        return 1 + LEVELS.index(self.level) if self.level else 0


def nothing(score: float, *, ask: bool) -> Screening:
    """No risk heard, with how near it came."""
    return Screening(risk=False, immediate=False, level=None, subject=None, kinds=(), score=score, ask=ask)


def merged(found: list[Screening]) -> Screening:
    """The worst of several judgements about parts of one message, with the kinds of all that tell of danger."""
    worst = max(found, key=lambda one: (one.rank, one.score))
    if not worst.risk:
        return replace(worst, ask=any(one.ask for one in found), score=max(one.score for one in found))
    kinds = tuple(dict.fromkeys([*worst.kinds, *(kind for one in found for kind in one.kinds)]))
    return replace(worst, kinds=kinds, score=max(one.score for one in found))
