"""Starts the gateway and tells whoever started it, in Korean, how far it is and where to look."""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
import time
from typing import Any

import uvicorn
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from casework.escalation.roster import RosterError
from casework.policy import PolicyError
from gateway import logs
from gateway.app import Running, create_app
from gateway.build import Building, build
from gateway.offline import screener_of
from gateway.settings import Settings
from knowledge.guide import GuideError

console = Console()
PHASES = {
    "training": "대화 모델을 학습하는 중", "starting": "대화 모델을 띄우는 중", "up": "대화 모델 준비됨",
    "down": "대화 모델이 꺼져 있음",
}  # fmt: skip
UNUSABLE = (GuideError, PolicyError, RosterError, SQLAlchemyError, OSError, ValueError)


def run(settings: Settings) -> int:
    """Serve until stopped; 0 after a clean stop, 1 when it cannot start (the reason is printed)."""
    logs.configure(settings.log_level)
    if not _free(settings.host, settings.port):
        console.print(f"{settings.host}:{settings.port} 는 이미 쓰이고 있어요. PORT=8123처럼 다른 포트를 골라 주세요.")
        return 1
    console.print("이음을 시작해요. 안내를 읽고 데이터베이스를 여는 중이에요 ...")
    try:
        building = build(settings)
    except UNUSABLE as error:
        console.print(reason(error), markup=False, highlight=False)
        return 1
    screener_of(settings)
    _first_operator(building)
    app = create_app(building)
    config = uvicorn.Config(
        app, host=settings.host, port=settings.port, log_level="warning", access_log=False, log_config=None,
        server_header=False, timeout_graceful_shutdown=10,
    )  # fmt: skip
    asyncio.run(_serve(uvicorn.Server(config), app.state.running))
    return 0


def reason(error: Exception) -> str:
    """Why it cannot start, in words for whoever starts it; never a password out of a database address."""
    if isinstance(error, GuideError):
        return f"안내 파일에 고칠 곳이 있어요:\n{error}"
    if isinstance(error, ArgumentError | NoSuchModuleError):
        return "IEUM_DATABASE_URL을 읽을 수 없어요. postgresql://이름:비밀번호@주소/데이터베이스 꼴이어야 해요."
    if isinstance(error, DBAPIError):
        return f"데이터베이스를 열 수 없어요: {_without_secrets(str(error.orig).strip())}"
    if isinstance(error, OSError):
        return f"파일이나 폴더를 쓸 수 없어요: {error.filename or ''} ({error.strerror or error})"
    return f"설정에 고칠 곳이 있어요: {error}"


def _without_secrets(text: str) -> str:
    return re.sub(r"(password=|://[^:/@\s]*:)[^@\s]+", r"\1(가림)", text)


async def _serve(server: uvicorn.Server, running: Running) -> None:
    teller = asyncio.create_task(_tell(server, running))
    try:
        await server.serve()
    finally:
        teller.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await teller


async def _tell(server: uvicorn.Server, running: Running) -> None:
    began, settings = time.monotonic(), running.building.settings
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        rasa = bar.add_task("대화 모델", total=1)
        vectors = bar.add_task("뜻 검색 벡터", total=1)
        said = False
        while not said or not _settled(running):
            await asyncio.sleep(0.3)
            _show(bar, rasa, vectors, running)
            if not said and server.started and running.building.library.state.docs and _talking(running):
                said = True
                console.print(f"이음이 준비됐어요({time.monotonic() - began:.0f}초): {settings.base_url}")
                console.print(
                    f"담당자 화면: {settings.base_url}/console   상태: {settings.base_url}/healthz   끝내기: Ctrl+C"
                )


def _show(bar: Progress, rasa: Any, vectors: Any, running: Running) -> None:
    state, supervisor = running.building.library.state, running.supervisor
    phase = supervisor.status.phase if supervisor else "up"
    bar.update(rasa, description=PHASES[phase], completed=1 if phase == "up" else 0)
    bar.update(vectors, completed=state.vectors_done, total=state.vectors_total or 1)


def _talking(running: Running) -> bool:
    return (
        running.supervisor is None or running.supervisor.status.phase == "up" or running.supervisor.status.restarts > 2
    )


def _settled(running: Running) -> bool:
    state = running.building.library.state
    return (
        bool(state.error)
        or running.building.settings.embeddings == "none"
        or (state.vectors_total > 0 and state.vectors_done == state.vectors_total)
    )


def _first_operator(building: Building) -> None:
    made = building.staff.first_operator()
    if made:
        login, password = made
        console.print(f"처음 쓰는 운영자 계정을 만들었어요. 로그인: {login}  비밀번호(한 번만 보여요): {password}")


def _free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True
