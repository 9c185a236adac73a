"""``ieum collect``: bring public data home."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from casework.store import open_store
from gateway import migrate
from gateway.collecting import KeyMissing, access_of, client_of, records_of
from gateway.settings import Settings, load
from knowledge.collectors.attachments import read_papers
from knowledge.collectors.collect import Collected, collect
from knowledge.collectors.sources import POLICIES, SEOUL, SOURCES, TITLES, source
from knowledge.collectors.store import Busy, Records

console = Console(stderr=True)
COLUMNS = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())


def _now() -> datetime:
    return datetime.now(UTC)


def collect_sources(
    names: Annotated[list[str] | None, typer.Argument(help="수집처: " + ", ".join(SOURCES))] = None,
    papers: Annotated[int, typer.Option("--papers", min=0, help="첨부를 읽을 입찰공고의 수")] = 0,
    state: Annotated[bool, typer.Option("--state", help="모으지 않고 어디까지 모았는지 보여 주기")] = False,
) -> None:
    """공고와 정책을 모아요. 끊기면 다음에 이어서 모아요."""
    unknown = sorted(set(names or ()) - set(SOURCES))
    if unknown:
        typer.echo(f"모르는 수집처 {', '.join(unknown)}; 쓸 수 있는 값: {', '.join(SOURCES)}", err=True)
        raise typer.Exit(2)
    settings = load()
    settings.home.mkdir(parents=True, exist_ok=True)
    migrate.upgrade(settings.database)
    records = records_of(open_store(settings.database), _now)
    if state:
        console.print(_state(records))
        return
    done = [_one(settings, name, records, asked=bool(names)) for name in names or SOURCES]
    if papers:
        _papers(settings, records, papers)
    raise typer.Exit(0 if all(done) else 1)


def _papers(settings: Settings, records: Records, most: int) -> None:
    client = client_of(settings)
    hosts = [host.strip().lower() for host in settings.paper_hosts.split(",") if host.strip()]
    with Progress(*COLUMNS, console=console) as bar:
        task = bar.add_task("공고 첨부", total=None)
        read, wrong = read_papers(
            records, client, "g2b", hosts, most, lambda done, of: bar.update(task, completed=done, total=of)
        )
    client.close()
    console.print(f"공고 {read}건의 첨부를 읽었어요.")
    for each in wrong[:20]:
        console.print(f"  {each}", markup=False)


def _one(settings: Settings, name: str, records: Records, asked: bool) -> bool:
    """Collect one source; whether its pass is complete. Without a key it is an error only when it was asked for."""
    client = client_of(settings)
    try:
        chosen = source(name, access_of(settings, name))
        with Progress(*COLUMNS, console=console) as bar:
            task = bar.add_task(chosen.title, total=None)

            def shown(rows: int, of: int | None, task: TaskID = task) -> None:
                bar.update(task, completed=rows, total=of and max(of, rows))

            found = collect(chosen, client, records, _now, shown)
    except KeyMissing as error:
        console.print(str(error))
        return not asked
    except Busy as error:
        console.print(f"{TITLES[name]}: {error}")
        return False
    finally:
        client.close()
    console.print(_told(name, found))
    if name in POLICIES and found.new:
        _propose(settings, name, records)
    return found.trouble is None


def _propose(settings: Settings, name: str, records: Records) -> None:
    """Show the editors what changed in policies that guides speak of."""
    from gateway.offline import revised
    from knowledge.collectors.proposals import propose
    from knowledge.revisions.editing import Editing

    layers = revised(settings)[0]
    made = propose(records, name, Editing(layers, layers.revisions), _now().astimezone(SEOUL).date())
    if made:
        guides = ", ".join(sorted({one.guide_id for one in made}))
        console.print(f"{TITLES[name]}에서 바뀐 것을 편집자에게 제안했어요: {guides}")


def _told(name: str, found: Collected) -> str:
    done = f"{TITLES[name]}: {found.pages}쪽 {found.records}건을 읽어 새롭거나 바뀐 {found.new}건을 두었어요."
    return f"{done} 멈춘 까닭: {found.trouble}" if found.trouble else done


def _state(records: Records) -> Table:
    table = Table(title="수집", title_justify="left")
    for column in ("수집처", "건수", "마지막으로 다 모은 때", "지금"):
        table.add_column(column)
    for row in records.progress():
        at = f"{row.ended_at.astimezone(SEOUL):%Y-%m-%d %H:%M}" if row.ended_at else "아직 없음"
        state = row.trouble or ("도중에 멈춤" if row.cursor else "다 모음")
        table.add_row(TITLES[row.source], str(records.mark(row.source)[0]), at, state)
    return table
