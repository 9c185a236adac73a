"""Connecting: start never waits for the network, health tells, polling loses nothing, the token stays secret."""

from __future__ import annotations

import logging
import socket
import time

import pytest

from connectors.message import Message, Reply
from connectors.telegram.sender import describe
from tests.connectors.desk import Desk
from tests.connectors.telegram.serve import CHAT, said, settings, telegram
from tests.fakes.http_server import until
from tests.fakes.telegram_api import SECRET, TOKEN, FakeTelegram


async def test_the_webhook_and_the_menu_are_registered() -> None:
    async with FakeTelegram() as api:
        async with telegram(Desk(**settings(api, public_url="https://ieum.example.kr/"))) as served:
            await until(lambda: served.channel.health() == "ok")
            assert api.webhook["url"] == "https://ieum.example.kr/channels/telegram"
            assert api.webhook["secret_token"] == SECRET
            assert "edited_message" in api.webhook["allowed_updates"]
            assert api.counts["setMyCommands"] == 1
        assert api.refused == []


async def test_without_a_public_https_address_nothing_is_registered() -> None:
    async with FakeTelegram() as api, telegram(Desk(**settings(api))) as served:
        await until(lambda: served.channel.health() == "ok")
        assert api.counts["setWebhook"] == 0


async def test_start_does_not_fail_when_the_api_is_away_and_connects_later() -> None:
    async with FakeTelegram() as api:
        api.fail("getMe", times=3)
        begun = time.monotonic()
        async with telegram(Desk(**settings(api))) as served:
            assert time.monotonic() - begun < 2
            assert served.channel.health().startswith("degraded: ")
            await until(lambda: served.channel.health() == "ok")
        assert api.counts["getMe"] >= 4


async def test_a_dead_address_is_told_without_the_token() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    desk = Desk(telegram_token=TOKEN, telegram_secret=SECRET, telegram_api_base=f"http://127.0.0.1:{port}")
    async with telegram(desk) as served:
        await until(lambda: "닿지 않습니다" in served.channel.health())
        assert TOKEN not in served.channel.health()


async def test_a_wrong_token_is_told_without_the_token(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    async with FakeTelegram() as api:
        desk = Desk(**settings(api, telegram_token="9:wrong-token-wrong-token-wrong"))
        async with telegram(desk) as served:
            await until(lambda: "InvalidToken" in served.channel.health())
            assert "wrong-token" not in served.channel.health()
    assert "wrong-token" not in caplog.text
    assert describe(ValueError(f"https://x/bot{TOKEN}/getMe")) == "ValueError: https://x/bot<token>/getMe"


async def test_polling_answers_and_confirms_in_order() -> None:
    async with FakeTelegram() as api:
        api.webhook = {"url": "https://old.example.kr"}
        desk = Desk(**settings(api, telegram_mode="polling", telegram_secret=None))
        api.queue(said(1, "하나"), said(2, "둘"), {"update_id": 3, "message": "독"}, said(4, "다른 사람", chat=77))
        async with telegram(desk) as served:
            await until(lambda: api.unconfirmed == [])
            assert api.webhook == {}
            api.queue(said(5, "셋"))
            await until(lambda: api.unconfirmed == [])
            assert served.channel.health() == "ok"
        assert api.texts(CHAT) == ["들은 말: 하나", "들은 말: 둘", "들은 말: 셋"]
        assert api.texts(77) == ["들은 말: 다른 사람"]
        assert api.refused == []


async def test_polling_does_not_confirm_what_is_not_finished() -> None:
    broken = [True]

    async def answer(message: Message) -> Reply:
        if broken[0]:
            broken[0] = False
            raise RuntimeError("한 번 고장")
        return Reply(())

    async with FakeTelegram() as api:
        desk = Desk(answer, **settings(api, telegram_mode="polling"))
        api.queue(said(1, "하나"))
        async with telegram(desk):
            await until(lambda: api.unconfirmed == [])
        assert len(desk.heard) == 2


async def test_polling_refuses_webhook_posts() -> None:
    async with FakeTelegram() as api:
        desk = Desk(**settings(api, telegram_mode="polling"))
        async with telegram(desk) as served:
            assert await api.deliver(said(1, "안녕"), served.url, times=1) == [503]
        assert desk.heard == []


async def test_two_consumers_are_told_as_degraded() -> None:
    async with FakeTelegram() as api:
        desk = Desk(**settings(api, telegram_mode="polling"))
        async with telegram(desk) as served:
            await until(lambda: api.counts["getUpdates"] > 0)
            api.webhook = {"url": "https://other.example.kr"}
            await until(lambda: "Conflict" in served.channel.health())
            api.webhook = {}
            await until(lambda: served.channel.health() == "ok")
