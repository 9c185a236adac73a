"""A drill goes the whole real way to a real receiver, is marked everywhere, and counts nowhere."""

import asyncio
import base64
import json
from datetime import timedelta
from pathlib import Path

import pytest

from casework.actor import Actor
from casework.escalation.health import ledger_health
from gateway.drill import Drill, save, text_of
from tests.fakes.alert_sinks import WebhookSink, served

KEY = bytes(range(32))
MINJI = Actor("S-minji", "민지", "caseworker")


@pytest.fixture
def lines() -> list[str]:
    return []


def drill_of(make_settings, screening_model: Path, web: str, lines: list[str]) -> Drill:
    settings = make_settings(alert_webhook_url=f"{web}/hook", alert_webhook_secret=base64.b64encode(KEY).decode())
    (settings.home / "models").mkdir(exist_ok=True)
    (settings.home / "models" / "screening").symlink_to(screening_model)
    return Drill(settings, lines.append)


async def test_a_drill_that_somebody_takes(make_settings, screening_model: Path, lines: list[str], tmp_path: Path):
    sink = WebhookSink(KEY)
    async with served(sink.app) as web:
        drill = drill_of(make_settings, screening_model, web, lines)
        running = asyncio.create_task(drill.run(None, timedelta(minutes=1)))
        async with asyncio.timeout(30):
            while not sink.taken:  # noqa: ASYNC110  the receiver is a server
                await asyncio.sleep(0.02)
        (alert,) = sink.taken.values()
        await asyncio.to_thread(drill.cases.acknowledge, alert["data"]["case_id"], MINJI, "webhook")
        report = await running
    assert alert["data"]["test"] is True and alert["data"]["title"].startswith("[훈련]")
    assert alert["data"]["level"] == report.level == "emergency", "screening judged the words"
    assert report.passed and report.acknowledged_by == "민지" and report.reached == ["첫 당직자/webhook"]
    assert report.clock == "own" and any("게이트웨이" in line for line in lines)
    case = drill.cases.get(alert["data"]["case_id"])
    assert (case.state, case.close_reason, case.test) == ("closed", "test", True)
    health = ledger_health(drill.store, drill.now())
    assert (health["waiting"], health["unanswered"], health["oldest_pending_alert_seconds"]) == (0, 0, None)
    path = save(report, tmp_path / "drills")
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert kept["test"] is kept["passed"] is True and kept["alerts"][0]["who"] == "첫 당직자"
    assert "[훈련]" in path.with_suffix(".txt").read_text(encoding="utf-8")


async def test_a_drill_that_reaches_nobody_says_what_failed(make_settings, screening_model: Path, lines: list[str]):
    sink = WebhookSink(KEY)
    sink.modes = ["410"] * 20
    async with served(sink.app) as web:
        report = await drill_of(make_settings, screening_model, web, lines).run("high", timedelta(seconds=2))
    assert not report.passed and report.first_delivered_seconds is None
    assert "410" in report.failed[0] and "실패" in text_of(report) and "없었어요" in text_of(report)
