"""The auditor as a process: a clock that is really killed, alarms that really arrive, a gateway that dies."""

import asyncio
import base64
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from casework.escalation.auditor import beating
from casework.escalation.tables import BeatRecord
from casework.store import Store, open_store
from connectors.alerts.push import Pusher
from gateway.auditor import Auditor
from gateway.auditor_child import AuditorChild
from gateway.on_call import roster_of, setting_reader
from tests.casework import kit
from tests.fakes.alert_sinks import WebhookSink, served

KEY = bytes(range(32))
ROOT = Path(__file__).parents[2]


class Pinged:
    """An outside dead-man service."""

    def __init__(self) -> None:
        self.calls = 0
        self.app = Starlette(routes=[Route("/ping", self._ping, methods=["POST"])])

    async def _ping(self, request: Request) -> Response:
        self.calls += 1
        return PlainTextResponse("ok")


@asynccontextmanager
async def clock_process(url: str, hook: str) -> AsyncIterator[asyncio.subprocess.Process]:
    command = (sys.executable, "-m", "tests.guarantees.clock_process", url, hook)
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def until(condition: Callable[[], bool], seconds: float = 30) -> None:
    async with asyncio.timeout(seconds):
        while not await asyncio.to_thread(condition):  # noqa: ASYNC110  another process is all there is to look at
            await asyncio.sleep(0.05)


def clocks(store: Store) -> int:
    """How many clocks ever beat."""
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(BeatRecord)) or 0


@pytest.fixture(params=kit.kinds())
def ledger(request: pytest.FixtureRequest, tmp_path: Path):
    with kit.database(request.param, tmp_path) as url:
        yield url


async def test_a_killed_clock_is_told_loudly_and_the_outside_service_hears_no_more(ledger: str, make_settings):
    sink, pinged, store, ahead = WebhookSink(KEY), Pinged(), open_store(ledger), timedelta()
    async with served(sink.app) as web, served(pinged.app) as outside, clock_process(ledger, f"{web}/hook") as clock:
        settings = make_settings(
            auditor_webhook_url=f"{web}/hook", heartbeat_url=f"{outside}/ping",
            alert_webhook_secret=base64.b64encode(KEY).decode(),
        )  # fmt: skip
        pusher = Pusher(setting_reader(settings), [settings.auditor_webhook_url])
        auditor = Auditor(store, roster_of(settings), pusher, settings, lambda: datetime.now(UTC) + ahead)
        await until(lambda: beating(store, datetime.now(UTC)))
        assert await auditor.round() == () and (pinged.calls, sink.taken) == (1, {})
        clock.send_signal(signal.SIGKILL)
        await clock.wait()
        ahead = timedelta(seconds=60)
        (finding,) = await auditor.round()
        assert finding.kind == "clock_stopped" and pinged.calls == 1
        (alarm,) = sink.taken.values()
        assert alarm["data"]["title"].startswith("[감시]") and alarm["data"]["level"] == "emergency"
        assert await auditor.round() and len(sink.taken) == 1, "the same trouble is not told at every look"
        ahead = timedelta(minutes=10)
        assert await auditor.round() and len(sink.taken) == 2, "lasting trouble is told again"
        ahead = timedelta()
        async with clock_process(ledger, f"{web}/hook") as second:
            await until(lambda: clocks(store) == 2)
            assert await auditor.round() == () and "다시 정상" in list(sink.taken.values())[2]["data"]["title"]
            second.terminate()
            assert await second.wait() == 0
        ahead = timedelta(minutes=30)
        assert await auditor.round() == (), "a clock that was stopped in order did not die"
    store.engine.dispose()


async def test_an_alarm_that_does_not_arrive_is_tried_again_with_its_key(ledger: str, make_settings):
    sink, world = WebhookSink(KEY), kit.World(ledger)
    world.hear()
    sink.modes = ["503", "503"]
    async with served(sink.app) as web:
        settings = make_settings(
            alert_webhook_url=f"{web}/hook", alert_webhook_secret=base64.b64encode(KEY).decode(), auditor_seconds=0.05
        )
        pusher = Pusher(setting_reader(settings))
        auditor = Auditor(world.store, roster_of(settings), pusher, settings, lambda: kit.START + timedelta(hours=1))
        for _ in range(3):
            await auditor.round()
    assert len(sink.attempts) == 3 and len(sink.taken) == 1
    assert len({head["webhook-id"] for head, _ in sink.attempts}) == 1


async def test_the_gateways_auditor_is_a_process_that_is_started_again(home: Path, make_settings):
    sink, world = WebhookSink(KEY), kit.World(f"sqlite:///{home / 'ieum.db'}")
    opened = world.hear()  # long ago, and nobody winds the clock
    async with served(sink.app) as web:
        settings = make_settings(
            alert_webhook_url=f"{web}/hook", alert_webhook_secret=base64.b64encode(KEY).decode(), auditor_seconds=0.1
        )
        child = AuditorChild(settings)
        child.start()
        await until(lambda: bool(sink.taken))
        first = child.pid
        assert first and child.state == "up"
        assert opened.receipt in next(iter(sink.taken.values()))["data"]["text"]
        os.kill(first, signal.SIGKILL)
        await until(lambda: child.pid != first and child.state == "up")
        await child.stop()
        assert child.pid is not None
        with pytest.raises(ProcessLookupError):
            os.kill(child.pid, 0)
    world.store.engine.dispose()
