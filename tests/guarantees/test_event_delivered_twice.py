"""Guarantee 9: the same inbound event delivered twice is handled once, by the connectors and by the turn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from gateway.build import Building, build
from gateway.rasa import Rasa
from gateway.turn import Turns
from tests.connectors.desk import Desk
from tests.connectors.kakao.serve import SETTINGS, kakao
from tests.connectors.telegram.serve import CHAT, pressed, said, settings, telegram
from tests.fakes.kakao_platform import FakeKakao
from tests.fakes.rasa_server import TOKEN, FakeRasa
from tests.fakes.telegram_api import FakeTelegram
from tests.gateway.kit import NEIGHBOUR, RENT, SELF, drop, lines, message, rows


@pytest.mark.parametrize("at_once", [True, False])
async def test_a_telegram_update_is_handled_and_answered_once(at_once: bool) -> None:
    async with FakeTelegram() as api:
        desk = Desk(**settings(api))
        async with telegram(desk) as served:
            for update in (said(1, "도와주세요"), pressed(2, "더 보기"), said(3, "고쳐 씀", kind="edited_message")):
                if at_once:
                    await asyncio.gather(*(api.deliver(update, served.url) for _ in range(2)))
                else:
                    assert [await api.deliver(update, served.url) for _ in range(2)] == [[200], [200]]
        assert [message.message_id for message in desk.heard] == ["u1", "u2", "u3"]
        assert len(api.sent(CHAT)) == 3


async def test_a_telegram_update_redelivered_after_a_restart_is_handled_once() -> None:
    async with FakeTelegram() as api:
        desk = Desk(**settings(api))
        for _ in range(2):
            async with telegram(desk) as served:
                await api.deliver(said(1, "도와주세요"), served.url)
        assert len(desk.heard) == 1


async def test_two_different_updates_with_the_same_words_are_two_events() -> None:
    async with FakeTelegram() as api:
        desk = Desk(**settings(api))
        async with telegram(desk) as served:
            await api.deliver(said(1, "네"), served.url)
            await api.deliver(said(2, "네"), served.url)
        assert len(desk.heard) == 2


@pytest.mark.parametrize("at_once", [True, False])
async def test_a_kakao_call_with_the_same_request_id_is_handled_once(at_once: bool) -> None:
    desk = Desk(**SETTINGS)
    async with FakeKakao() as platform, kakao(desk) as served:
        calls = [platform.ask(served.url, "도와주세요", request_id="chp-1") for _ in range(2)]
        first, second = await asyncio.gather(*calls) if at_once else [await call for call in calls]
    assert first == second
    assert len(desk.heard) == 1


@pytest.mark.parametrize("words", [SELF, NEIGHBOUR, RENT, "안녕하세요", ""])
@pytest.mark.parametrize("at_once", [True, False])
async def test_the_turn_gives_the_same_reply_and_has_one_effect(building: Building, words: str, at_once: bool):
    turns, sent = Turns(building.house), message(words)
    if at_once:
        first, *others = await asyncio.gather(*(turns(sent) for _ in range(3)))
        once = rows(building)
    else:
        first, once = await turns(sent), rows(building)
        others = [await turns(sent) for _ in range(2)]
    assert all(other == first for other in others)
    assert rows(building) == once and once["inbound_events"] == 1
    assert once["conversation_lines"] == (2 if words else 0) and once["cases"] == (1 if first.risk else 0)


async def test_the_dialogue_hears_it_once(building: Building):
    async with FakeRasa() as server:
        building.house.rasa = Rasa(server.url, TOKEN, timeout=2)
        turns, sent = Turns(building.house), message("안녕하세요")
        replies = await asyncio.gather(*(turns(sent) for _ in range(3)))
        await building.house.rasa.close()
        assert len(server.heard) == 1 and replies[0] == replies[1] == replies[2]


async def test_after_a_restart_too(building: Building, make_settings: Callable):
    sent = message(SELF)
    first = await Turns(building.house)(sent)
    building.store.engine.dispose()
    again = build(make_settings())
    assert await Turns(again.house)(sent) == first
    assert len(again.house.cases.queue()) == 1 and len(lines(again, sent)) == 2


async def test_an_event_whose_keeping_failed_opens_one_case_all_the_same(building: Building):
    sent = message(NEIGHBOUR)
    drop(building, "conversation_lines")
    replies = [await Turns(building.house)(sent) for _ in range(2)]
    (case,) = building.house.cases.queue()
    assert {reply.receipt for reply in replies} == {case.receipt}
    heard = [entry for entry in building.house.cases.get(case.id).entries if entry.kind == "heard"]
    assert len(heard) == 1


async def test_the_same_id_of_another_person_or_channel_is_another_event(building: Building):
    turns = Turns(building.house)
    for sender, channel in (("a" * 20, "web"), ("b" * 20, "web"), ("a" * 20, "kakao")):
        await turns(message(SELF, sender=sender, channel=channel, message_id="u1"))
    assert len(building.house.cases.queue()) == 3


async def test_a_message_without_an_id_said_twice_is_said_twice(building: Building):
    turns = Turns(building.house)
    for _ in range(2):
        sent = message(RENT, message_id="")
        await turns(sent)
    assert len(lines(building, sent)) == 4
