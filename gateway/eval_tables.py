"""The figures of an evaluation on the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from knowledge.evaluation.landed import Change
from knowledge.evaluation.run import Measured
from knowledge.evaluation.thresholds import Miss
from knowledge.evaluation.words import words


def show(
    console: Console, found: Mapping[str, Measured], before: Mapping[str, float], missed: Sequence[Miss], mistakes: bool
) -> None:
    """A table per part and set, the bounds that were not kept and, if wanted, the mistakes of the dev halves."""
    for name, measured in found.items():
        console.print(_table(name, measured, before))
        for wrong in measured.part.mistakes if mistakes else ():
            console.print(f"{wrong.id}  {wrong.question}\n    바른 것: {wrong.expected}\n    나온 것: {wrong.got}")
    for miss in missed:
        got = "재지 않음" if miss.got is None else words().figure(miss.figure).show(miss.got)
        named = f"{miss.figure} ({words().of_figure(miss.figure)})"
        console.print(f"[bold red]문턱[/] {named}: {got}, {miss.wanted}이어야 해요")


def _table(name: str, measured: Measured, before: Mapping[str, float]) -> Table:
    part = measured.part
    table = Table(title=f"{words().of_set(name)} · {part.rows}줄 · {measured.seconds:.1f}초", title_justify="left")
    table.add_column("수치")
    for column in ("이음", "", "지난번", *(words().baselines.get(each, each) for each in part.baselines)):
        table.add_column(column, justify="right")
    for key, value in part.figures.items():
        figure, change = words().figure(key), Change(key, before.get(f"{name}/{key}"), value)
        then = "" if change.before is None else figure.show(change.before)
        beside = (part.baselines[each].get(key) for each in part.baselines)
        cells = ("" if other is None else figure.show(other) for other in beside)
        table.add_row(f"{figure.label} ({key})", figure.show(value), change.arrow, then, *cells)
    return table
