"""A chart as numbers in rows, drawn as bars by the server: no script, no inline style, the same rows as a table."""

from __future__ import annotations

from dataclasses import dataclass, field

Cell = str | int | float | None
WIDEST = 78.0
"""Percent of the drawing that the longest bar takes; the rest is for its number."""
LABEL, BAR, GAP = 2.2, 2.0, 1.2
"""Heights in rem (1rem is 10px unless the person chose larger letters)."""


@dataclass(frozen=True)
class Bar:
    """One bar: its place and length, the number beside it, and which series it is of."""

    y: float
    width: float
    text: str
    series: int


@dataclass(frozen=True)
class Group:
    """The bars of one row of the table below their label."""

    label: str
    y: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Figure:
    """One chart: ``columns`` name the cells of ``rows``, the first cell is the label, the last ones are drawn.

    ``drawn`` is how many of the last columns are series; an empty cell means that there is no number.
    """

    id: str
    title: str
    about: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    drawn: int = 1
    unit: str = ""
    groups: tuple[Group, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "groups", tuple(self._draw()))

    @property
    def series(self) -> tuple[str, ...]:
        """The names of what is drawn."""
        return self.columns[-self.drawn :]

    @property
    def height(self) -> float:
        """The height of the drawing in rem."""
        return round(len(self.groups) * (LABEL + self.drawn * BAR + GAP), 1)

    def _draw(self) -> list[Group]:
        numbers = [float(cell) for row in self.rows for cell in row[-self.drawn :] if isinstance(cell, int | float)]
        longest = max(numbers, default=0.0) or 1.0
        return [self._group(place, row, longest) for place, row in enumerate(self.rows)]

    def _group(self, place: int, row: tuple[Cell, ...], longest: float) -> Group:
        top = place * (LABEL + self.drawn * BAR + GAP)
        bars = []
        for number, cell in enumerate(row[-self.drawn :]):
            value = float(cell) if isinstance(cell, int | float) else None
            text = f"{value:g}{self.unit}" if value is not None else "없음"
            y = round(top + LABEL + number * BAR, 1)
            bars.append(Bar(y, round(WIDEST * (value or 0) / longest, 2), text, number))
        return Group(str(row[0]), round(top + LABEL - 0.6, 1), tuple(bars))
