"""The command line over crisis signals: ``ieum signals …``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from gateway.settings import load

if TYPE_CHECKING:
    from casework.signals.importing import BadLine
    from casework.signals.service import Signals, Swept

signals_app = typer.Typer(no_args_is_help=True, help="위기정보")
console = Console(stderr=True)
TOLD = 20
"""Bad lines named on the screen; all of them are in the file beside."""


@signals_app.callback()
def signals() -> None:
    """기관이 보낸 위기정보를 다뤄요."""


@signals_app.command("kinds")
def kinds() -> None:
    """받을 수 있는 위기정보의 종류와 근거를 보여 줘요."""
    from casework.signals.rules import rules

    found, screen = Table("kind", "종류", "분야", "점수", "민감정보"), Console()
    for name, kind in rules().kinds.items():
        group, sensitive = rules().groups[kind.group].label, "예" if kind.sensitive else ""
        found.add_row(name, kind.label, group, f"{kind.weight:g}", sensitive)
    bases = Table("basis", "근거", "민감정보")
    for name, basis in rules().bases.items():
        bases.add_row(name, basis.label, "예" if basis.sensitive else "")
    screen.print(found)
    screen.print(bases)


@signals_app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="첫 줄에 항목 이름이 있는 CSV", exists=True, dir_okay=False)],
    source: Annotated[str, typer.Option(help="보낸 기관")],
    basis: Annotated[str, typer.Option(help="받는 근거(ieum signals kinds)")],
    rejected: Annotated[
        Path | None, typer.Option(help="받지 못한 줄을 따로 둘 파일 (없으면 FILE 옆의 .rejected.csv)")
    ] = None,
) -> None:
    """CSV의 위기정보를 받고, 신고와 잇고, 점수를 매기고, 올릴 집을 사건으로 열어요."""
    from casework.signals.csv_file import FileError
    from casework.signals.importing import Apart, import_file
    from casework.signals.incoming import SignalError, sender_of
    from gateway.offline import signals_service

    service = signals_service(load())
    apart, told = Apart(rejected or file.with_name(f"{file.name}.rejected.csv")), _Told()
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    try:
        sender = sender_of(source, basis, "file", service.rules)
        with file.open("rb") as lines, Progress(*columns, console=console) as bar:
            task = bar.add_task("위기정보 읽기", total=file.stat().st_size)
            done = import_file(service, lines, sender, apart, told, lambda at: bar.update(task, completed=at))
    except (SignalError, FileError, OSError) as error:
        typer.echo(f"{file.name}: {error}", err=True)
        raise typer.Exit(2) from error
    swept = _swept(service)
    typer.echo(
        f"새 위기정보 {done.taken.new}건, 이미 있던 것 {done.taken.same}건. 집 {swept.scored}곳의 점수를 매겼고 "
        f"사건 {swept.proposed}건을 열었어요."
    )
    if done.bad:
        typer.echo(f"받지 못한 줄 {done.bad}개를 까닭과 함께 {apart.path}에 따로 두었어요.", err=True)
        raise typer.Exit(1)


def _swept(service: Signals) -> Swept:
    with Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console) as bar:
        task = bar.add_task("점수 매기기", total=None)
        return service.sweep(lambda count: bar.update(task, completed=count))


class _Told:
    """Names the first bad lines on the screen."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, bad: BadLine) -> None:
        self.count += 1
        if self.count <= TOLD:
            typer.echo(f"{bad.number}번째 줄: {bad.why}", err=True)
        elif self.count == TOLD + 1:
            typer.echo("… 나머지는 따로 둔 파일에 있어요.", err=True)
