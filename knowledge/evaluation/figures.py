"""From judged rows to figures: one share or mean per name, over all rows and over the rows of each group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

SUMMED = frozenset(("unsupported",))
"""Figures that are counted; every other is a mean over the rows it applies to."""
Figures = dict[str, float]
Tables = dict[str, dict[str, Figures]]
"""Column (domain, style, facet) to group to figures; ``n`` is the number of rows in the group."""


@dataclass(frozen=True)
class Mistake:
    """What was asked, what was wanted and what came."""

    id: str
    question: str
    expected: str
    got: str


@dataclass(frozen=True)
class Judged:
    """One row's values (None: does not apply), the groups it belongs to, and what went wrong with it."""

    values: Mapping[str, float | None]
    groups: Mapping[str, str] = field(default_factory=dict)
    mistake: Mistake | None = None


@dataclass(frozen=True)
class Part:
    """What one part (retrieval, answers, dialogues) found on one set."""

    rows: int
    figures: Figures
    tables: Tables
    mistakes: tuple[Mistake, ...] = ()
    baselines: Mapping[str, Figures] = field(default_factory=dict)

    def flat(self) -> Figures:
        """Every figure by name, a baseline's under its own name: ``kiwi_bm25/recall@1``."""
        beside = {f"{name}/{key}": value for name, figures in self.baselines.items() for key, value in figures.items()}
        return self.figures | beside


def figures(judged: Iterable[Judged]) -> Figures:
    """The mean (or sum, see SUMMED) of each value; a value that applies to no row is left out."""
    columns: dict[str, list[float]] = {}
    for row in judged:
        for name, value in row.values.items():
            if value is not None:
                columns.setdefault(name, []).append(float(value))
    return {name: sum(all_) / (1 if name in SUMMED else len(all_)) for name, all_ in columns.items()}


def tables(judged: Sequence[Judged]) -> Tables:
    """The same figures for every group of every column, groups in alphabetical order."""
    found: Tables = {}
    for column in dict.fromkeys(name for row in judged for name in row.groups):
        for group in sorted({row.groups[column] for row in judged if row.groups.get(column)}):
            rows = [row for row in judged if row.groups.get(column) == group]
            found.setdefault(column, {})[group] = {"n": float(len(rows)), **figures(rows)}
    return found


def part(judged: Sequence[Judged], baselines: Mapping[str, Figures] | None = None) -> Part:
    """Everything about one set."""
    mistakes = tuple(row.mistake for row in judged if row.mistake)
    return Part(len(judged), figures(judged), tables(judged), mistakes, baselines or {})


Track = Callable[[Sequence, str], Iterable]
"""Goes through rows and shows how far it is: ``track(rows, "what")``."""


def quietly(rows: Sequence, _what: str) -> Iterable:
    """A Track that shows nothing."""
    return rows
