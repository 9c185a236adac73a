"""Guarantee 9: the same inbound event delivered twice is handled once (here: as the connectors see to it)."""

from __future__ import annotations

import asyncio

import pytest

from tests.connectors.desk import Desk
from tests.connectors.kakao.serve import SETTINGS, kakao
from tests.connectors.telegram.serve import CHAT, pressed, said, settings, telegram
from tests.fakes.kakao_platform import FakeKakao
from tests.fakes.telegram_api import FakeTelegram


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
