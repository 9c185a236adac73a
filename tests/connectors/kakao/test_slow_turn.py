"""The five seconds: a turn that takes longer is answered in time, finished, and handed over once."""

from __future__ import annotations

import asyncio

import pytest

from connectors.message import Message, Reply
from tests.connectors.desk import Desk, say
from tests.connectors.kakao.serve import SETTINGS, kakao
from tests.fakes.http_server import until
from tests.fakes.kakao_platform import FakeKakao

QUICK = {**SETTINGS, "kakao_budget_seconds": 0.15}


class Slow:
    """A turn that waits for its go."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.cancelled = False

    async def __call__(self, message: Message) -> Reply:
        if message.text.startswith("빠른"):
            return say(f"바로 답해요: {message.text}")
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.cancelled = True
            raise
        return say(f"다 찾았어요: {message.text}")


async def test_a_late_answer_goes_to_the_callback_once() -> None:
    slow = Slow()
    async with FakeKakao() as platform, kakao(Desk(slow, **QUICK)) as served:
        address = platform.issue()
        first = await platform.ask(served.url, "월세 지원", callback=address)
        assert first.waiting
        assert "찾아보고 있어요" in first.body["data"]["text"]
        slow.go.set()
        late = await platform.called_back(address)
        assert late.texts == ["다 찾았어요: 월세 지원"]
        assert served.channel.health() == "ok"
    assert platform.refused == []
    assert not slow.cancelled


async def test_a_quick_turn_does_not_use_the_callback() -> None:
    async with FakeKakao() as platform, kakao(Desk(**SETTINGS)) as served:
        answer = await platform.ask(served.url, "안녕", callback=platform.issue())
        assert not answer.waiting
    assert platform.received == {}


async def test_the_same_event_delivered_twice_calls_back_once() -> None:
    slow = Slow()
    desk = Desk(slow, **QUICK)
    async with FakeKakao() as platform, kakao(desk) as served:
        address = platform.issue()
        asked = [platform.ask(served.url, "월세", callback=address, request_id="chp-9") for _ in range(2)]
        first, second = await asyncio.gather(*asked)
        assert first.waiting and second.waiting
        slow.go.set()
        await platform.called_back(address)
    assert platform.refused == []
    assert len(desk.heard) == 1


async def test_without_a_callback_the_answer_waits_for_the_press() -> None:
    slow = Slow()
    async with FakeKakao() as platform, kakao(Desk(slow, **QUICK)) as served:
        first = await platform.ask(served.url, "월세 지원")
        assert "아직 찾고 있어요" in first.texts[0]
        assert first.labels == ["결과 보기"]
        still = await platform.ask(served.url, "결과 보기", pressed=True)
        assert still.labels == ["결과 보기"]
        other = await platform.ask(served.url, "결과 보기", user="u-2", pressed=True)
        assert "새 답이 없어요" in other.texts[0]
        slow.go.set()
        done = await platform.ask(served.url, "결과 보기", pressed=True)
        assert done.texts == ["다 찾았어요: 월세 지원"]
        again = await platform.ask(served.url, "결과 보기", pressed=True)
        assert "새 답이 없어요" in again.texts[0]


async def test_the_same_slow_call_twice_is_shown_once_on_the_press() -> None:
    slow = Slow()
    desk = Desk(slow, **QUICK)
    async with FakeKakao() as platform, kakao(desk) as served:
        await asyncio.gather(*(platform.ask(served.url, "월세", request_id="chp-3") for _ in range(2)))
        slow.go.set()
        await until(lambda: not served.channel._waiting.pending("u-0001"))
        assert (await platform.ask(served.url, "결과 보기")).texts == ["다 찾았어요: 월세"]
    assert len(desk.heard) == 1


async def test_a_press_waits_for_an_answer_that_is_about_to_come() -> None:
    slow = Slow()
    desk = Desk(slow, **(QUICK | {"kakao_budget_seconds": 1.0}))
    async with FakeKakao() as platform, kakao(desk) as served:
        await platform.ask(served.url, "월세 지원")
        press = asyncio.create_task(platform.ask(served.url, "결과 보기"))
        await asyncio.sleep(0.05)
        slow.go.set()
        assert (await press).texts == ["다 찾았어요: 월세 지원"]


async def test_who_asks_on_instead_of_pressing_gets_both_answers() -> None:
    slow = Slow()
    desk = Desk(slow, **QUICK)
    async with FakeKakao() as platform, kakao(desk) as served:
        await platform.ask(served.url, "월세 지원")
        slow.go.set()
        await until(lambda: not served.channel._waiting.pending("u-0001"))
        both = await platform.ask(served.url, "빠른 질문")
        assert both.texts == ["다 찾았어요: 월세 지원", "바로 답해요: 빠른 질문"]


async def test_what_did_not_fit_is_read_on() -> None:
    async def long(message: Message) -> Reply:
        return say("한 문장이에요. " * 400)

    async with FakeKakao() as platform, kakao(Desk(long, **SETTINGS)) as served:
        first = await platform.ask(served.url, "길게")
        assert first.labels == ["이어서 보기"]
        rest = await platform.ask(served.url, "이어서 보기", pressed=True)
        assert "\n".join([*first.texts, *rest.texts]).split() == ("한 문장이에요. " * 400).split()


async def test_a_turn_beyond_the_callbacks_life_is_kept_for_the_press() -> None:
    slow = Slow()
    async with FakeKakao() as platform, kakao(Desk(slow, **QUICK), callback_seconds=0.3) as served:
        address = platform.issue()
        await platform.ask(served.url, "월세", callback=address)
        late = await platform.called_back(address)
        assert late.labels == ["결과 보기"]
        slow.go.set()
        done = await platform.ask(served.url, "결과 보기")
        assert done.texts == ["다 찾았어요: 월세"]


@pytest.mark.parametrize("trouble", ["failing", "redirecting", "expired"])
async def test_an_answer_the_callback_did_not_take_is_not_lost(trouble: str) -> None:
    slow = Slow()
    now = [0.0]
    async with FakeKakao(clock=lambda: now[0]) as platform, kakao(Desk(slow, **QUICK)) as served:
        address = platform.issue()
        await platform.ask(served.url, "월세", callback=address)
        if trouble == "expired":
            now[0] = 61.0
        else:
            setattr(platform, trouble, True)
        slow.go.set()
        await until(lambda: served.channel.health() != "ok")
        assert served.channel.health().startswith("degraded: ")
        assert "a redirect was followed" not in platform.refused
        done = await platform.ask(served.url, "결과 보기")
        assert done.texts == ["다 찾았어요: 월세"]


async def test_an_address_we_may_not_call_is_treated_as_none() -> None:
    slow = Slow()
    desk = Desk(slow, **QUICK)
    async with FakeKakao() as platform, kakao(desk) as served:
        first = await platform.ask(served.url, "월세", callback="http://169.254.169.254/latest/meta-data")
        assert not first.waiting
        assert first.labels == ["결과 보기"]
        slow.go.set()


async def test_stopping_lets_an_accepted_turn_finish_and_call_back() -> None:
    slow = Slow()
    async with FakeKakao() as platform:
        address = platform.issue()
        async with kakao(Desk(slow, **QUICK)) as served:
            await platform.ask(served.url, "월세", callback=address)
            asyncio.get_running_loop().call_later(0.05, slow.go.set)
        assert (await platform.called_back(address)).texts == ["다 찾았어요: 월세"]
