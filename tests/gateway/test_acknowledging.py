"""An alert goes out with its links, and the press of its button counts only from the chat it was sent to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from gateway.build import Building
from tests.fakes.alert_sinks import TelegramSink, served
from tests.fakes.http_server import until
from tests.gateway.kit import NEIGHBOUR, say, words_of

TOKEN = "7000001:fake-token-of-the-fake-bot_0123456"
CHAT, STRANGER = "4242", "666"


@asynccontextmanager
async def ticking(building: Building) -> AsyncIterator[None]:
    """The clock runs while the block does."""
    stop = asyncio.Event()
    running = asyncio.create_task(building.clock.run(0.05, stop))
    try:
        yield
    finally:
        stop.set()
        await running


@pytest.fixture
async def alerted(make_building: Callable[..., Any]) -> AsyncIterator[tuple[Building, TelegramSink]]:
    """A house whose on-call contact has been told of one case by Telegram."""
    sink = TelegramSink(TOKEN)
    sink.chats.add(CHAT)
    async with served(sink.app) as url:
        building = make_building(
            telegram_token=TOKEN, telegram_secret="s3cret", telegram_api_base=url, alert_telegram_chat=CHAT
        )
        await say(building, NEIGHBOUR)
        async with ticking(building):
            await until(lambda: bool(sink.sent), 10)
        yield building, sink


def pressed(sink: TelegramSink) -> str:
    """What the alert's button carries."""
    rows = sink.sent[0]["reply_markup"]["inline_keyboard"]
    return next(button["callback_data"] for row in rows for button in row if "callback_data" in button)


async def test_the_alert_names_the_receipt_and_leads_to_the_case(alerted: tuple[Building, TelegramSink]):
    building, sink = alerted
    (case,) = building.house.cases.queue()
    assert case.receipt in sink.sent[0]["text"] and NEIGHBOUR not in str(sink.sent)
    assert f"https://ieum.example/console/cases/{case.id}" in str(sink.sent[0])


async def test_a_press_in_the_right_chat_acknowledges(alerted: tuple[Building, TelegramSink]):
    building, sink = alerted
    reply = await say(
        building, "확인했어요", sender=CHAT, channel="telegram", payload=pressed(sink), address={"chat_id": CHAT}
    )
    (case,) = building.house.cases.queue()
    assert "확인했어요" in words_of(reply) and case.state == "acknowledged" and case.owner_name


async def test_pressing_twice_changes_nothing_more(alerted: tuple[Building, TelegramSink]):
    building, sink = alerted
    told = {"sender": CHAT, "channel": "telegram", "payload": pressed(sink), "address": {"chat_id": CHAT}}
    await say(building, "확인했어요", **told)
    before = building.house.cases.get(building.house.cases.queue()[0].id)
    await say(building, "확인했어요", **told)
    assert building.house.cases.get(before.id) == before


@pytest.mark.parametrize("alert", ["the real one", "al0123456789", "", "x" * 300, "' OR 1=1 --"])
async def test_a_press_in_another_chat_or_of_another_alert_is_refused(
    alerted: tuple[Building, TelegramSink], alert: str
):
    building, sink = alerted
    real = alert == "the real one"
    chat, data = (STRANGER, pressed(sink)) if real else (CHAT, f"ack:{alert}")
    reply = await say(building, "확인했어요", sender=chat, channel="telegram", payload=data, address={"chat_id": chat})
    assert "처리하지 않았어요" in words_of(reply)
    assert building.house.cases.queue()[0].state in ("received", "notified")
