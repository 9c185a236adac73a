"""``ieum purge`` and ``ieum keys``: destroying what is past its days, changing the keys of sealed fields."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from gateway.retention.kinds import Due
from gateway.retention.policy import RetentionError
from gateway.retention.run import Purge
from gateway.settings import load

SEOUL = ZoneInfo("Asia/Seoul")
console = Console()
keys_app = typer.Typer(no_args_is_help=True, help="암호화하는 칸의 열쇠")
HOUSE = "IEUM_SECRET_KEY"


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


@keys_app.command("list")
def keys_list() -> None:
    """어느 열쇠가 어느 칸을 몇 개 잠갔는지 보여요."""
    from gateway.offline import keys_of

    settings = load()
    known = {key.id for key in settings.named_keys} | {""}
    table = Table("칸", "열쇠", "개수", "")
    for column, counts in keys_of(settings).counts().items():
        for id, count in sorted(counts.items()):
            table.add_row(column, id or HOUSE, str(count), "" if id in known else "열쇠가 없어요")
    console.print(table)


@keys_app.command("rotate")
def keys_rotate() -> None:
    """모든 칸을 첫째 열쇠로 다시 잠가요."""
    from gateway.offline import keys_of

    keys = keys_of(load())
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def told(name: str, done: int, total: int) -> None:
            tasks.setdefault(name, bar.add_task(name, total=total))
            bar.update(tasks[name], completed=done, total=total)

        done, lost = keys.rotate(told)
    typer.echo(f"{done}칸을 다시 잠갔어요.")
    if lost:
        typer.echo(f"{lost}칸은 열쇠가 없어 그대로예요. IEUM_FIELD_KEYS에 예전 열쇠를 더하고 다시 해 주세요.", err=True)
        raise typer.Exit(2)
