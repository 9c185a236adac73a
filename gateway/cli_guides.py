"""The command line over the guides: ``ieum guides …``."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from gateway.settings import load
from knowledge.guide import Guide

guides_app = typer.Typer(no_args_is_help=True, help="안내 살펴보기")
console = Console(stderr=True)


@guides_app.callback()
def guides() -> None:
    """안내 파일과 화면에서 고친 안내를 다뤄요."""


@guides_app.command()
def export(
    cases: Annotated[
        Path | None, typer.Option("--eval", help="질문함에서 온 평가 질문을 쓸 JSONL (없으면 home의 eval 폴더)")
    ] = None,
) -> None:
    """화면에서 승인한 안내를 안내 파일에 옮겨 적어요."""
    from gateway.offline import revised
    from knowledge.revisions.export import export as write

    settings = load()
    layers, asked = revised(settings)
    done = write(layers, settings.guides_dir)
    for path in done.written:
        typer.echo(f"썼어요: {path.parent.name}/{path.name}")
    number = asked.write(cases or settings.home / "eval" / "from_inbox.jsonl")
    typer.echo(f"안내 {len(done.written)}건을 쓰고 {len(done.same)}건은 그대로예요. 평가 질문은 {number}건이에요.")
    if done.clashing:
        names = ", ".join(f"{path.parent.name}/{path.name}" for path in done.clashing)
        typer.echo(f"파일도 따로 바뀌어 덮어쓰지 않았어요. 화면에서 지금 글을 보고 다시 고쳐 주세요: {names}", err=True)
        raise typer.Exit(2)


@guides_app.command()
def freshness(
    days: Annotated[int, typer.Option(help="며칠 안에 끝나는 것까지 볼지", min=0, max=3650)] = 30,
    out: Annotated[Path | None, typer.Option("--out", help="보고서를 쓸 JSON 파일")] = None,
    html: Annotated[Path | None, typer.Option("--html", help="보고서를 쓸 HTML 파일")] = None,
    check_links: Annotated[bool, typer.Option("--check-links", help="주소가 열리는지 하나하나 물어보기")] = False,
) -> None:
    """오래됐거나 곧 끝나거나 미덥지 않은 안내를 찾아요."""
    from gateway.build import today
    from gateway.freshness_page import page, tables
    from gateway.offline import catalog_of
    from knowledge.freshness import look_through

    guides = list(catalog_of(load()))
    report = look_through(guides, today(), days, _dead(guides) if check_links else {})
    for path, text in ((out, json.dumps(report.as_json(), ensure_ascii=False, indent=1)), (html, page(report))):
        if path is not None:
            _write(path, text)
    screen = Console()
    for table in tables(report):
        screen.print(table)


def _dead(guides: list[Guide]) -> dict[str, str]:
    from knowledge.freshness import addresses
    from knowledge.link_check import dead_links

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("주소 확인", total=None)
        asked = [address for guide in guides for address in addresses(guide)]
        return asyncio.run(dead_links(asked, lambda done, total: bar.update(task, completed=done, total=total)))


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        typer.echo(f"결과를 {path}에 쓸 수 없어요: {error.strerror}", err=True)
        raise typer.Exit(2) from error
