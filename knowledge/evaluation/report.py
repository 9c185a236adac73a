"""The editors' report: one self-contained page with every figure, its change, its groups, and what went wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from knowledge.evaluation.landed import Change, Mode
from knowledge.evaluation.run import Measured
from knowledge.evaluation.thresholds import Miss
from knowledge.evaluation.words import DATA, words

WIDE = 0.1
"""The change that fills half of a change's bar; larger ones are cut."""
MODES = {"words": "낱말로만 찾음", "vectors": "낱말과 뜻으로 찾음"}


@dataclass(frozen=True)
class Run:
    """One whole run, as the report tells it; ``bounded`` when thresholds were asked for."""

    at: str
    mode: Mode
    guides: str
    found: Mapping[str, Measured]
    changes: Sequence[Change]
    missed: Sequence[Miss] = ()
    bounded: bool = False

    def changes_of(self, name: str) -> dict[str, Change]:
        """The changes of one ``part/set`` by the rest of their name."""
        start = f"{name}/"
        return {each.figure.removeprefix(start): each for each in self.changes if each.figure.startswith(start)}

    @property
    def seconds(self) -> float:
        """How long all measuring took."""
        return sum(each.seconds for each in self.found.values())


def render(run: Run) -> str:
    """The page as HTML; it loads nothing from anywhere."""
    template = _environment().get_template("report.html.j2")
    return template.render(run=run, words=words(), mode=MODES[run.mode])


def bar(value: float) -> float | None:
    """How much of a bar a value fills, in percent; None for a value that is no share."""
    return round(100 * value, 1) if 0 <= value <= 1 else None


def shift(change: Change) -> tuple[float, float] | None:
    """Start and width of a change's bar in percent, its middle being no change; None without anything to compare."""
    if change.before is None:
        return None
    half = max(-1.0, min(1.0, (change.now - change.before) / WIDE)) * 50
    return (round(50 + min(half, 0), 1), round(abs(half), 1))


def direction(change: Change) -> str:
    """Whether a change is ``better``, ``worse``, or neither (``same``)."""
    way = words().figure(change.figure).better
    if change.arrow not in "▲▼" or way == "none":
        return "same"
    return "better" if (change.arrow == "▲") == (way == "up") else "worse"


@cache
def _environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(DATA), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    env.filters.update(bar=bar, shift=shift, direction=direction)
    return env
