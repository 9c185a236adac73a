"""``ieum purge``: destroying what is past its days."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from gateway.retention.kinds import Due
from gateway.retention.policy import RetentionError
from gateway.retention.run import Purge
from gateway.settings import load

SEOUL = ZoneInfo("Asia/Seoul")
console = Console()


def purge(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="지우지 않고 무엇이 지워질지만 보여요")] = False,
) -> None:
    """보관 기간이 지난 것을 지우고 감사 기록에 증거를 남겨요."""
    from gateway.offline import purge_of

    try:
        chore = purge_of(load())
    except RetentionError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    if dry_run:
        console.print(_table(chore))
        return
    gone = _with_progress(chore)
    told = ", ".join(f"{name} {count}건" for name, count in gone.items() if count)
    typer.echo(f"지웠어요: {told}. 증거는 감사 기록에 있어요(ieum audit verify)." if told else "지울 것이 없어요.")


def _with_progress(chore: Purge) -> dict[str, int]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        tasks = {kind.name: bar.add_task(kind.name, total=None) for kind in chore.kinds}
        return chore.run(lambda name, done, total: bar.update(tasks[name], completed=done, total=total))


def _table(chore: Purge) -> Table:
    table = Table("기록", "보관(일)", "지울 것", "가장 오래된 것", "가장 새 것")
    days = {kind.name: kind.days for kind in chore.kinds}
    for name, due in chore.due().items():
        table.add_row(name, str(days[name]), str(due.count), *_times(due))
    return table


def _times(due: Due) -> tuple[str, str]:
    first, last = (f"{at.astimezone(SEOUL):%Y-%m-%d}" if at else "" for at in (due.first, due.last))
    return first, last
