"""``ieum roster check | who``: is somebody on duty at all times, and who is it now."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, NoReturn

import typer

from casework.escalation.duty import KST
from casework.escalation.health import told
from casework.escalation.roster import Roster, RosterError
from gateway.on_call import roster_of
from gateway.settings import load

roster_app = typer.Typer(no_args_is_help=True, help="당직표")


@roster_app.command("check")
def check(
    days: Annotated[int, typer.Option(min=1, max=366, help="앞으로 며칠을 볼지")] = 30,
) -> None:
    """당직표를 읽고, 앞으로 당직이 비는 때를 알려줘요. 비는 때가 있으면 1로 끝나요."""
    roster = _roster()
    gaps = roster.gaps(timedelta(days=days))
    typer.echo(f"사람 {len(roster.contacts)}명, 단계 {len(roster.steps)}개, 근무표 {len(roster.duty.schedules)}개")
    if not roster.reachable():
        typer.echo("알릴 수 있는 사람이 한 명도 없어요. 당직표(IEUM_ROSTER_FILE)나 알림 설정을 채워 주세요.")
        raise typer.Exit(1)
    if not gaps:
        typer.echo(f"앞으로 {days}일 동안 모든 단계에 당직이 있어요.")
        return
    typer.echo(f"앞으로 {days}일 동안 당직이 비는 때가 {len(gaps)}번 있어요. 그때는 다음 단계의 사람에게 알려요.")
    for gap in gaps:
        typer.echo(f"  {told(gap)}")
    raise typer.Exit(1)


@roster_app.command("who")
def who(at: Annotated[str, typer.Option(help="언제(한국 시각, 2026-12-25T03:00). 없으면 지금")] = "") -> None:
    """그때 단계마다 누구에게 어떤 방법으로 알리는지 보여줘요."""
    roster = _roster()
    when = _moment(at)
    typer.echo(f"{when.astimezone(KST):%Y-%m-%d %H:%M} (한국 시각)")
    for number in range(len(roster.steps)):
        people = ", ".join(f"{c.name}({'·'.join(route.kind for route in c.routes)})" for c in roster.who(number, when))
        typer.echo(f"  {number + 1}단계: {people or '아무도 없어요'}")


def _moment(at: str) -> datetime:
    if not at:
        return datetime.now(KST)
    try:
        found = datetime.fromisoformat(at)
    except ValueError:
        _fail(f"때를 읽을 수 없어요: {at!r} (2026-12-25T03:00 꼴이어야 해요)")
    return found if found.tzinfo else found.replace(tzinfo=KST)


def _roster() -> Roster:
    try:
        return roster_of(load())
    except (RosterError, OSError) as error:
        _fail(str(error))


def _fail(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(2)
