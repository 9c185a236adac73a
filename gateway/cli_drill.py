"""``ieum drill``."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from casework.policy import LEVELS
from gateway.settings import load


def drill(
    level: Annotated[str, typer.Option(help=f"{' | '.join(LEVELS)}. 없으면 걸러낸 대로")] = "",
    minutes: Annotated[float, typer.Option(min=0.01, max=24 * 60, help="확인을 기다리는 시간(분)")] = 20,
    out: Annotated[Path | None, typer.Option(help="보고서를 둘 폴더. 없으면 home/drills")] = None,
) -> None:
    """훈련: 표시된 사건을 열어 실제 길로 알리고 누가 언제 받았는지 적어요. 아무도 확인하지 않으면 1로 끝나요."""
    from gateway.drill import Drill, save, text_of

    settings = load()
    if level and level not in LEVELS:
        typer.echo(f"모르는 위험 단계예요: {level!r} (쓸 수 있는 단계: {', '.join(LEVELS)})", err=True)
        raise typer.Exit(2)
    try:
        report = asyncio.run(Drill(settings, typer.echo).run(level or None, timedelta(minutes=minutes)))
        path = save(report, out or settings.home / "drills")
    except (ValueError, OSError) as error:
        typer.echo(f"훈련을 할 수 없어요: {error}", err=True)
        raise typer.Exit(2) from error
    typer.echo(text_of(report) + f"보고서: {path}")
    raise typer.Exit(0 if report.passed else 1)
