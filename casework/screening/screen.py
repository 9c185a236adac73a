"""The one public call of this room: is somebody at risk in this message?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from casework.screening.hearing import Heard, hear

LEVELS = ("normal", "high", "emergency")


@dataclass(frozen=True)
class Screening:
    """What a message tells of danger.

    `level` and `subject` are None when there is no risk; `kinds` come worst first; `score` is the chance of risk
    between 0 and 1; `ask` says the message is unclear and the bot should ask one caring question.
    """

    risk: bool
    immediate: bool
    level: str | None
    subject: str | None
    kinds: tuple[str, ...]
    score: float
    ask: bool


class Screener:
    """Screens messages; pure after construction, offline, a few milliseconds, never raises for any str.

    Without a model it works on the lexicon alone.
    """

    def __init__(self, model_dir: Path | None = None) -> None:
        self._model_dir = model_dir

    def screen(self, text: str, history: Sequence[str] = ()) -> Screening:
        """Judge a message in the light of the person's earlier messages (oldest first, this one left out).

        An earlier danger already judged is not counted again: it only matters when this message makes it worse.
        """
        alone = hear(text)
        if not history:
            return _decide(alone)
        before = hear("\n".join(history[-3:]))
        joined = hear("\n".join([*history[-3:], text]))
        return _decide(joined if _rank(joined) > max(_rank(before), _rank(alone)) else alone)


def _rank(heard: Heard) -> int:
    return 1 + LEVELS.index(heard.level) if heard.level else 0


def _decide(heard: Heard) -> Screening:
    level = heard.level
    return Screening(
        risk=level is not None,
        immediate=level == "emergency",
        level=level,
        subject=heard.subject if level else None,
        kinds=heard.kinds,
        score=(0.0, 0.6, 0.85, 0.99)[_rank(heard)],
        ask=level is None and bool(heard.silenced),
    )
