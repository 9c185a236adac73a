"""Signed webhooks against a receiver that checks them on its own."""

from __future__ import annotations

import base64
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from connectors.alerts.webhook import WebhookAlerts
from tests.fakes.alert_sinks import WebhookSink, served

KEY = bytes(range(32))
SECRET = "whsec_" + base64.b64encode(KEY).decode()


@pytest.fixture
async def sink() -> AsyncIterator[tuple[WebhookSink, str]]:
    sink = WebhookSink(KEY)
    async with served(sink.app) as base:
        yield sink, f"{base}/hook"
        sink.release.set()


@pytest.mark.parametrize("secret", [SECRET, SECRET.removeprefix("whsec_"), SECRET.rstrip("="), f" {SECRET}\n"])
async def test_taken_with_every_spelling_of_the_secret(sink, alert, secret):
    box, url = sink
    outcome = await WebhookAlerts(secret, [url]).send(alert(target=url, test=True))
    assert outcome.ok and outcome.vendor_id == "al_7K3M9Q"
    taken = box.taken["al_7K3M9Q"]
    assert taken["type"] == "case.alert.created" and taken["timestamp"] == "2026-11-20T01:02:03Z"
    assert taken["data"]["receipt"] == "R-7K3M-9Q" and taken["data"]["level"] == "emergency"
    assert taken["data"]["case_url"].endswith("/C-17") and taken["data"]["test"] is True


async def test_retry_bears_the_same_id_and_the_same_bytes(sink, alert):
    box, url = sink
    box.modes = ["503"]
    sender = WebhookAlerts(SECRET, [url])
    first, second = await sender.send(alert(target=url)), await sender.send(alert(target=url))
    assert (first.ok, first.permanent, second.ok) == (False, False, True)
    assert len({(head["webhook-id"], body) for head, body in box.attempts}) == 1 and len(box.taken) == 1


@pytest.mark.parametrize(
    ("mode", "permanent", "wait"),
    [
        ("429", False, 7.0), ("503", False, 7.0), ("500", False, None), ("408", False, None),
        ("410", True, None), ("404", True, None), ("400", True, None), ("redirect", True, None),
    ],
)  # fmt: skip
async def test_each_refusal(sink, alert, mode, permanent, wait):
    box, url = sink
    box.modes = [mode]
    outcome = await WebhookAlerts(SECRET, [url]).send(alert(target=url))
    assert (outcome.ok, outcome.permanent, outcome.retry_after) == (False, permanent, wait)
    assert outcome.detail and url not in outcome.detail and len(box.attempts) == 1 and box.elsewhere == 0


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        ("999999999", 900, 900), ("-5", 0, 0), ("nan", None, None), ("inf", None, None), ("soon", None, None),
        ("in ten minutes", 500, 601),
    ],
)  # fmt: skip
async def test_retry_after_is_read_and_never_obeyed_blindly(sink, alert, value, low, high):
    box, url = sink
    if value == "in ten minutes":  # counted from the call, not from when the tests were collected
        value = format_datetime(datetime.now(UTC) + timedelta(seconds=600))
    box.modes, box.retry_after = ["429"], value
    outcome = await WebhookAlerts(SECRET, [url]).send(alert(target=url))
    assert not outcome.permanent
    assert outcome.retry_after is None if low is None else low <= outcome.retry_after <= high


async def test_no_answer_in_time_may_be_retried(sink, alert):
    box, url = sink
    box.modes = ["hang"]
    outcome = await WebhookAlerts(SECRET, [url], timeout=0.3).send(alert(target=url))
    assert (outcome.ok, outcome.permanent) == (False, False) and "TimeoutError" in outcome.detail


async def test_a_body_that_never_ends_does_not_undo_a_200(sink, alert):
    box, url = sink
    box.modes = ["endless"]
    assert (await WebhookAlerts(SECRET, [url], timeout=5).send(alert(target=url))).ok


async def test_nobody_listening_may_be_retried(alert):
    url = "http://127.0.0.1:1/hook"
    outcome = await WebhookAlerts(SECRET, [url]).send(alert(target=url))
    assert (outcome.ok, outcome.permanent) == (False, False)


async def test_another_key_or_an_old_clock_is_refused_by_the_receiver(sink, alert):
    box, url = sink
    wrong = WebhookAlerts("whsec_" + base64.b64encode(bytes(32)).decode(), [url])
    late = WebhookAlerts(SECRET, [url], now=lambda: datetime.now(UTC) - timedelta(minutes=6))
    assert (await wrong.send(alert(target=url))).permanent and (await late.send(alert(target=url))).permanent
    assert not box.taken


async def test_without_a_secret_nothing_leaves(sink, alert):
    box, url = sink
    outcome = await WebhookAlerts("", [url]).send(alert(target=url))
    assert outcome.permanent and "IEUM_ALERT_WEBHOOK_SECRET" in outcome.detail and not box.attempts


@pytest.mark.parametrize("secret", ["whsec_", "whsec_한글", "whsec_a", "no base64!"])
def test_an_unusable_secret_is_named_at_once_and_not_shown(secret):
    with pytest.raises(ValueError, match="IEUM_ALERT_WEBHOOK_SECRET") as caught:
        WebhookAlerts(secret)
    assert "한글" not in str(caught.value)


async def test_the_address_stays_out_of_the_log(sink, alert, caplog):
    _, url = sink
    with caplog.at_level(logging.DEBUG, logger="httpx"):
        await WebhookAlerts(SECRET, [url]).send(alert(target=url))
    assert "/hook" not in "\n".join(r.getMessage() for r in caplog.records if r.name == "httpx")
    assert any(r.name == "httpx" for r in caplog.records)
