"""Redelivery: an update is confirmed only when its answer is out, and is never handled twice."""

from __future__ import annotations

import asyncio

import httpx

from connectors.message import Button, Message, Part, Reply
from tests.connectors.desk import Desk, say
from tests.connectors.telegram.serve import CHAT, group, pressed, said, settings, telegram
from tests.fakes.http_server import until
from tests.fakes.telegram_api import SECRET, FakeTelegram


async def test_the_same_update_twice_is_handled_and_answered_once() -> None:
    async with FakeTelegram() as api:
        desk = Desk(**settings(api))
        async with telegram(desk) as served:
            at_once = await asyncio.gather(*(api.deliver(said(1, "안녕"), served.url) for _ in range(3)))
            assert at_once == [[200]] * 3
            assert await api.deliver(said(1, "안녕"), served.url) == [200]
        assert len(desk.heard) == 1
        assert len(api.sent(CHAT)) == 1


async def test_a_slow_turn_is_not_confirmed_early_and_a_redelivery_joins_it() -> None:
    go = asyncio.Event()

    async def slow(message: Message) -> Reply:
        await go.wait()
        return say("찾았어요.")

    async with FakeTelegram() as api:
        desk = Desk(slow, **settings(api))
        async with telegram(desk, answer_seconds=0.05) as served:
            assert await api.deliver(said(1, "오래"), served.url, times=2) == [503, 503]
            go.set()
            assert (await api.deliver(said(1, "오래"), served.url))[-1] == 200
        assert len(desk.heard) == 1
        assert api.texts(CHAT) == ["찾았어요."]


async def test_an_answer_that_could_not_be_sent_is_sent_by_the_redelivery_from_where_it_stopped() -> None:
    async def two(message: Message) -> Reply:
        return Reply((Part("하나"), Part("둘")))

    async with FakeTelegram() as api:
        desk = Desk(two, **settings(api))
        api.fail("sendMessage", times=2, after=1)
        async with telegram(desk, send_tries=2) as served:
            assert await api.deliver(said(1, "안녕"), served.url) == [503, 200]
            await until(lambda: served.channel.health() == "ok")
        assert len(desk.heard) == 1
        assert api.texts(CHAT) == ["하나", "둘"]


async def test_a_restart_between_turn_and_answer_loses_nothing() -> None:
    async with FakeTelegram() as api:
        desk = Desk(**settings(api))
        api.fail("sendMessage", times=1)
        async with telegram(desk, send_tries=1) as served:
            assert await api.deliver(said(1, "도와주세요"), served.url, times=1) == [503]
        async with telegram(desk) as restarted:
            assert await api.deliver(said(1, "도와주세요"), restarted.url) == [200]
        assert len(desk.heard) == 1
        assert api.texts(CHAT) == ["들은 말: 도와주세요"]


async def test_one_chat_keeps_its_order_and_does_not_hold_up_another() -> None:
    first = asyncio.Event()

    async def answer(message: Message) -> Reply:
        if message.text == "첫째":
            await first.wait()
        return say(message.text)

    async with FakeTelegram() as api:
        async with telegram(Desk(answer, **settings(api))) as served:
            early = asyncio.create_task(api.deliver(said(1, "첫째"), served.url))
            await asyncio.sleep(0.05)
            late = asyncio.create_task(api.deliver(said(2, "둘째"), served.url))
            assert await api.deliver(said(3, "다른 사람", chat=77), served.url) == [200]
            assert api.texts(CHAT) == []
            first.set()
            await asyncio.gather(early, late)
        assert api.texts(CHAT) == ["첫째", "둘째"]


async def test_an_answer_without_a_turn_waits_its_turn_too() -> None:
    go = asyncio.Event()

    async def slow(message: Message) -> Reply:
        await go.wait()
        return say("찾았어요.")

    async with FakeTelegram() as api:
        desk = Desk(slow, **settings(api))
        async with telegram(desk) as served:
            question = asyncio.create_task(api.deliver(said(1, "월세"), served.url))
            await until(lambda: desk.heard)
            photo = asyncio.create_task(api.deliver(said(2, photo=[]), served.url))
            assert await api.deliver(said(3, photo=[], chat=77), served.url) == [200]
            assert api.texts(CHAT) == []
            go.set()
            await asyncio.gather(question, photo)
        assert api.texts(CHAT)[0] == "찾았어요."
        assert len(api.texts(CHAT)) == 2


async def test_too_many_requests_is_waited_out() -> None:
    async with FakeTelegram() as api, telegram(Desk(**settings(api))) as served:
        api.fail("sendMessage", times=1, retry_after=1)
        assert await api.deliver(said(1, "안녕"), served.url) == [200]
        assert api.texts(CHAT) == ["들은 말: 안녕"]


async def test_a_blocked_chat_is_confirmed_and_push_says_no() -> None:
    async with FakeTelegram() as api, telegram(Desk(**settings(api))) as served:
        api.block(CHAT)
        assert await api.deliver(said(1, "안녕"), served.url) == [200]
        assert await served.channel.push({"chat_id": str(CHAT)}, say("담당자예요.")) is False
        assert await served.channel.push({"chat_id": "77"}, say("담당자예요.")) is True
        assert await served.channel.push({"chat_id": "모름"}, say("담당자예요.")) is False
        assert await served.channel.push({}, say("담당자예요.")) is False
        assert api.texts(77) == ["담당자예요."]


async def test_a_group_that_moved_gets_its_answer_at_the_new_number() -> None:
    async with FakeTelegram() as api, telegram(Desk(**settings(api))) as served:
        api.migrate(group()["id"], -900)
        assert await api.deliver(pressed(1, "ack:1", chat=group()), served.url) == [200]
        assert api.texts(-900) == ["들은 말: ack:1"]


async def test_a_refused_keyboard_does_not_cost_the_text() -> None:
    async def offer(message: Message) -> Reply:
        return Reply((Part("골라 주세요.", (), (Button("예", "예"),)),))

    async with FakeTelegram() as api, telegram(Desk(offer, **settings(api))) as served:
        api.fail("sendMessage", times=1, status=400)
        assert await api.deliver(said(1, "안녕"), served.url) == [200]
        assert "reply_markup" not in api.sent(CHAT)[0]


async def test_many_updates_at_once_are_all_answered_once() -> None:
    async with FakeTelegram() as api:
        desk = Desk(**settings(api))
        async with telegram(desk) as served, httpx.AsyncClient(verify=False) as client:
            header = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
            updates = [said(n % 20, f"{n % 20}번", chat=1 + n % 20) for n in range(60)]
            answers = await asyncio.gather(*(client.post(served.url, json=one, headers=header) for one in updates))
        assert {answer.status_code for answer in answers} == {200}
        assert len(desk.heard) == 20
        assert all(len(api.sent(1 + n)) == 1 for n in range(20))
