"""``ieum eval``: what its options mean."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from gateway.settings import ROOT, load

console = Console(stderr=True)
SETS = ROOT / "tests" / "eval"
PARTS = ("retrieval", "answers", "dialogues", "screening", "intents")
HALVES = ("dev", "test")


def evaluate(
    only: Annotated[str, typer.Option(help="잴 것, 쉼표로: " + ",".join(PARTS))] = ",".join(PARTS),
    sets: Annotated[str, typer.Option(help="다듬는 쪽 dev, 재기만 하는 쪽 test")] = ",".join(HALVES),
    vectors: Annotated[bool, typer.Option(help="뜻 검색까지 쓰기")] = True,
    baselines: Annotated[bool, typer.Option(help="기준선도 나란히 재기")] = True,
    thresholds: Annotated[bool, typer.Option("--thresholds", help="문턱 아래로 내려가면 1로 끝내기")] = False,
    land: Annotated[bool, typer.Option("--land", help="이번 수치를 다음에 견줄 수치로 적어 두기")] = False,
    mistakes: Annotated[bool, typer.Option("--mistakes", help="다듬는 쪽에서 틀린 것을 보여 주기")] = False,
    out: Annotated[Path | None, typer.Option(help="보고서를 둘 폴더")] = None,
    folder: Annotated[Path, typer.Option("--from", help="질문 파일이 있는 폴더", exists=True, file_okay=False)] = SETS,
) -> None:
    """찾기, 답하기, 이어 묻기, 위험 알아듣기, 의도를 기준선과 나란히 재요."""
    from gateway.evaluate import UNUSABLE, Choice, run

    chosen = Choice(
        _listed(only, PARTS, "--only"), _listed(sets, HALVES, "--sets"), folder, vectors=vectors, baselines=baselines,
        thresholds=thresholds, land=land, mistakes=mistakes,
    )  # fmt: skip
    settings = load()
    try:
        code = run(settings, chosen, out or settings.home / "eval", console)
    except UNUSABLE as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    raise typer.Exit(code)


def _listed(text: str, allowed: tuple[str, ...], option: str) -> tuple[str, ...]:
    named = tuple(name.strip() for name in text.split(",") if name.strip())
    if not named or not set(named) <= set(allowed):
        raise typer.BadParameter(f"{text!r}은 쓸 수 없어요. 쓸 수 있는 값: {', '.join(allowed)}", param_hint=option)
    return tuple(name for name in allowed if name in named)
