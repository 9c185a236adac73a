"""Telegram alerts against a Bot API that refuses what the real one refuses."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator

import pytest

from connectors.alerts.telegram import TelegramAlerts
from tests.fakes.alert_sinks import TelegramSink, served

TOKEN = "123456:fake-token-for-tests"
CHAT = "-1001234567890"


@pytest.fixture
async def bot() -> AsyncIterator[tuple[TelegramSink, str]]:
    sink = TelegramSink(TOKEN)
    sink.chats = {CHAT, "-1009999999999", "5550001"}
    async with served(sink.app) as base:
        yield sink, base
        sink.release.set()


@pytest.fixture
def api(bot: tuple[TelegramSink, str]) -> tuple[TelegramSink, TelegramAlerts]:
    return bot[0], TelegramAlerts(TOKEN, bot[1] + "/", timeout=5)


def tg(alert, **changed):
    return alert(**({"kind": "telegram", "target": CHAT} | changed))


async def test_the_message_has_level_receipt_and_both_buttons(api, alert):
    sink, sender = api
    outcome = await sender.send(tg(alert, test=True))
    assert (outcome.ok, outcome.vendor_id) == (True, "41")
    message = sink.sent[0]
    assert message["text"].startswith("[훈련] [긴급] 위험 신호가 들어왔어요\n\n3분 안에")
    assert "접수번호: R-7K3M-9Q" in message["text"] and "https://" not in message["text"]
    (ack,), (case,) = message["reply_markup"]["inline_keyboard"]
    assert ack == {"text": "확인했어요", "callback_data": "ack:al_7K3M9Q"}
    assert case == {"text": "사건 열기", "url": "https://ieum.example.kr/console/cases/C-17"}


async def test_a_link_that_telegram_would_refuse_is_spelled_out(api, alert):
    sink, sender = api
    assert (await sender.send(tg(alert, case_url="http://ieum.local/c/1"))).ok
    assert "사건 열기: http://ieum.local/c/1" in sink.sent[0]["text"] and len(sink.calls) == 1
    assert [list(row[0]) for row in sink.sent[0]["reply_markup"]["inline_keyboard"]] == [["text", "callback_data"]]


@pytest.mark.parametrize("local_links", [True, False])
async def test_a_refused_button_never_costs_the_alert(api, alert, local_links):
    sink, sender = api
    sink.local_links = local_links
    assert (await sender.send(tg(alert, case_url="http://127.0.0.1:8000/c/1"))).ok
    assert ("reply_markup" in sink.sent[0]) is local_links
    assert ("사건 열기: http://127.0.0.1:8000/c/1" in sink.sent[0]["text"]) is not local_links


async def test_an_id_too_long_for_a_button_leaves_the_link_to_acknowledge(api, alert):
    sink, sender = api
    assert (await sender.send(tg(alert, id="가" * 21))).ok
    assert "확인했어요: https://ieum.example.kr/console/cases/C-17/ack" in sink.sent[0]["text"]


async def test_a_text_too_long_is_cut_before_the_links(api, alert):
    sink, sender = api
    assert (await sender.send(tg(alert, text="🙂 긴 글. " * 2000, case_url="http://ieum.local/c/1"))).ok
    assert sink.sent[0]["text"].endswith("사건 열기: http://ieum.local/c/1")


async def test_a_group_that_moved_is_followed_and_remembered(api, alert):
    sink, sender = api
    sink.moved = {"-77": -1009999999999}
    assert (await sender.send(tg(alert, target="-77"))).ok and (await sender.send(tg(alert, target="-77"))).ok
    assert [call["chat_id"] for call in sink.calls] == ["-77", "-1009999999999", "-1009999999999"]


async def test_flood_control_is_passed_on(api, alert):
    sink, sender = api
    sink.modes = ["429"]
    outcome = await sender.send(tg(alert))
    assert (outcome.ok, outcome.permanent, outcome.retry_after) == (False, False, 9.0)


@pytest.mark.parametrize("mode", ["500", "502", "garbage"])
async def test_trouble_that_passes(api, alert, mode):
    sink, sender = api
    sink.modes = [mode]
    first, second = await sender.send(tg(alert)), await sender.send(tg(alert))
    assert (first.ok, first.permanent, second.ok) == (False, False, True) and first.detail


async def test_blocked_and_unknown_chats_are_permanent(api, alert):
    sink, sender = api
    sink.blocked = {"5550001"}
    blocked, unknown = await sender.send(tg(alert, target="5550001")), await sender.send(tg(alert, target="1"))
    assert blocked.permanent and "blocked" in blocked.detail
    assert unknown.permanent and "chat not found" in unknown.detail


async def test_no_answer_and_nobody_there_may_be_retried(bot, alert):
    sink, base = bot
    sink.modes = ["hang"]
    for address in (base, "http://127.0.0.1:1"):
        outcome = await TelegramAlerts(TOKEN, address, timeout=0.3).send(tg(alert))
        assert (outcome.ok, outcome.permanent) == (False, False) and TOKEN not in outcome.detail


async def test_a_wrong_token_is_permanent_and_in_no_log(bot, alert, caplog):
    with caplog.at_level(logging.DEBUG, logger="httpx"):
        outcome = await TelegramAlerts("999:another", bot[1]).send(tg(alert))
    assert outcome.permanent and "Unauthorized" in outcome.detail
    assert "999:another" not in caplog.text + outcome.detail and "HTTP Request" in caplog.text


async def test_without_a_token_or_with_a_broken_address_it_says_so(alert):
    assert "IEUM_TELEGRAM_TOKEN" in (await TelegramAlerts("").send(tg(alert))).detail
    for base in ("http://[::1", "nonsense", ""):
        outcome = await TelegramAlerts(TOKEN, base).send(tg(alert))
        assert not outcome.ok and TOKEN not in outcome.detail
