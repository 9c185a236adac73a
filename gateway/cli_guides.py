"""The command line over the guides: ``ieum guides …``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from gateway.settings import load

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
