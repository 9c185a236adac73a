"""The webhook: who may post, what is refused, what comes back to the person."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from connectors.message import Button, Message, Part, Reply
from connectors.telegram.route import create
from tests.connectors.desk import Desk, say
from tests.connectors.telegram.serve import CHAT, group, pressed, said, settings, telegram
from tests.fakes.http_server import serving, until
from tests.fakes.telegram_api import SECRET, FakeTelegram

HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json; charset=utf-8"}


async def post(url: str, content: bytes, **headers: str) -> httpx.Response:
    async with httpx.AsyncClient(verify=False) as client:
        return await client.post(url, content=content, headers=HEADERS | headers)


async def test_a_question_is_answered_and_confirmed() -> None:
    async with FakeTelegram() as api:
        desk = Desk(**settings(api))
        async with telegram(desk) as served:
            assert await api.deliver(said(1, "청년 월세 알려줘"), served.url) == [200]
        assert api.texts(CHAT) == ["들은 말: 청년 월세 알려줘"]
        assert api.refused == []


@pytest.mark.parametrize(
    ("headers", "content", "status"),
    [
        ({"X-Telegram-Bot-Api-Secret-Token": "wrong"}, b"{}", 403),
        ({"X-Telegram-Bot-Api-Secret-Token": ""}, b"{}", 403),
        ({"Content-Type": "text/plain"}, b"{}", 403),
        ({}, b"", 400),
        ({}, b"{", 400),
        ({}, b"[1]", 400),
        ({}, b'{"update_id": "1"}', 400),
        ({}, b'{"update_id": true}', 400),
        ({}, b'{"update_id": -1}', 400),
        ({}, b'{"update_id": 1e400}', 400),
        ({}, b'{"message": {}}', 400),
        ({}, b'{"update_id": 1, "x": "\xff"}', 400),
        ({}, b"[" * 100_000, 400),
        ({}, b"x" * 1_100_000, 413),
    ],
)
async def test_strangers_and_malformed_updates_change_nothing(
    headers: dict[str, str], content: bytes, status: int
) -> None:
    async with FakeTelegram() as api:
        desk = Desk(**settings(api))
        async with telegram(desk) as served:
            response = await post(served.url, content, **headers)
        assert response.status_code == status
        assert set(response.json()) == {"error", "detail"}
        assert desk.heard == []
        assert api.sent(CHAT) == []


async def test_a_missing_secret_header_is_refused() -> None:
    async with (
        FakeTelegram() as api,
        telegram(Desk(**settings(api))) as served,
        httpx.AsyncClient(verify=False) as client,
    ):
        assert (await client.post(served.url, json=said(1, "안녕"))).status_code == 403


async def test_a_poison_update_is_confirmed_and_holds_nothing_up() -> None:
    async with FakeTelegram() as api:
        desk = Desk(**settings(api))
        async with telegram(desk) as served:
            poison = {"update_id": 1, "message": {"chat": "무엇", "from": 3}}
            assert await api.deliver(poison, served.url) == [200]
            surrogate = json.dumps(said(2, "\ud83d 도와주세요")).encode()
            assert (await post(served.url, surrogate)).status_code == 200
            assert await api.deliver(said(3, "다음 말"), served.url) == [200]
        assert [message.text for message in desk.heard] == ["\ufffd 도와주세요", "다음 말"]


async def test_a_turn_that_always_fails_is_let_go_with_an_apology() -> None:
    tries: list[str] = []

    async def broken(message: Message) -> Reply:
        tries.append(message.message_id)
        raise RuntimeError("고장")

    async with FakeTelegram() as api, telegram(Desk(broken, **settings(api)), attempts=3) as served:
        assert await api.deliver(said(9, "도와주세요"), served.url) == [503, 503, 200]
        assert await api.deliver(said(9, "도와주세요"), served.url) == [200]
        assert tries == ["u9"] * 3
        [apology] = api.texts(CHAT)
        assert "109" in apology


async def test_a_press_is_acknowledged_and_says_its_value() -> None:
    async def offer(message: Message) -> Reply:
        return Reply((Part(f"들은 말: {message.text}", (), (Button("초안 만들기", "가" * 60),)),))

    async with FakeTelegram() as api:
        desk = Desk(offer, **settings(api))
        async with telegram(desk) as served:
            await api.deliver(said(1, "안녕"), served.url)
            keyboard = api.sent(CHAT)[0]["reply_markup"]
            data = keyboard["inline_keyboard"][0][0]["callback_data"]
            assert await api.deliver(pressed(2, data), served.url) == [200]
        async with telegram(Desk(offer, **settings(api))) as restarted:
            assert await api.deliver(pressed(3, data, keyboard), restarted.url) == [200]
        assert api.texts(CHAT)[1:] == ["들은 말: " + "가" * 60, "들은 말: 초안 만들기"]
        assert api.counts["answerCallbackQuery"] == 2
        assert api.refused == []


async def test_a_press_too_old_to_acknowledge_is_still_heard() -> None:
    async with FakeTelegram() as api, telegram(Desk(**settings(api))) as served:
        response = await post(served.url, json.dumps(pressed(2, "더 보기")).encode())
        assert response.status_code == 200
        assert api.texts(CHAT) == ["들은 말: 더 보기"]


async def test_groups_are_silent_except_for_presses() -> None:
    async with FakeTelegram() as api:
        desk = Desk(**settings(api))
        async with telegram(desk) as served:
            spoken = said(1, "안녕")
            spoken["message"]["chat"] = group()
            assert await api.deliver(spoken, served.url) == [200]
            assert desk.heard == []
            assert await api.deliver(pressed(2, "ack:a-1", chat=group()), served.url) == [200]
        assert desk.heard[0].payload == "ack:a-1"
        assert api.texts(group()["id"]) == ["들은 말: ack:a-1"]


async def test_a_photo_gets_a_hint_and_no_turn() -> None:
    async with FakeTelegram() as api:
        desk = Desk(**settings(api))
        async with telegram(desk) as served:
            assert await api.deliver(said(1, photo=[]), served.url) == [200]
        assert desk.heard == []
        assert "사진" in api.texts(CHAT)[0]


async def test_silence_and_blocking_send_nothing() -> None:
    async def silent(message: Message) -> Reply:
        return Reply(())

    async with FakeTelegram() as api, telegram(Desk(silent, **settings(api))) as served:
        assert await api.deliver(said(1, "여보세요"), served.url) == [200]
        chat = {"id": CHAT, "type": "private"}
        left = {"update_id": 2, "my_chat_member": {"chat": chat, "new_chat_member": {"status": "kicked"}}}
        assert await api.deliver(left, served.url) == [200]
        assert api.sent(CHAT) == []


async def test_typing_is_shown_only_while_a_turn_takes_long() -> None:
    go = asyncio.Event()

    async def slow(message: Message) -> Reply:
        if message.text == "오래":
            await go.wait()
        return say("찾았어요.")

    async with FakeTelegram() as api:
        bounds = {"typing_after_seconds": 0.05, "typing_every_seconds": 0.05}
        async with telegram(Desk(slow, **settings(api)), **bounds) as served:
            delivery = asyncio.create_task(api.deliver(said(1, "오래"), served.url))
            await until(lambda: api.counts["sendChatAction"] >= 2)
            go.set()
            assert await delivery == [200]
            shown = api.counts["sendChatAction"]
            await api.deliver(said(2, "빨리"), served.url)
            assert api.counts["sendChatAction"] == shown


def served_app(channel: Any) -> FastAPI:
    app = FastAPI()
    app.include_router(channel.router)
    return app


@pytest.mark.parametrize(
    ("chosen", "named"),
    [
        ({}, "IEUM_TELEGRAM_TOKEN"),
        ({"telegram_token": "1:a"}, "IEUM_TELEGRAM_SECRET"),
        ({"telegram_token": "1:a", "telegram_secret": "빈칸 있음"}, "IEUM_TELEGRAM_SECRET"),
    ],
)
async def test_without_its_secrets_the_channel_is_off_and_says_so(chosen: dict[str, str], named: str) -> None:
    channel: Any = create(Desk(**chosen).gateway)
    async with serving(served_app(channel)) as base:
        response = await post(f"{base}/channels/telegram", json.dumps(said(1, "안녕")).encode())
    assert response.status_code == 503
    assert named in response.json()["detail"]
    assert channel.health().startswith("off: ")
