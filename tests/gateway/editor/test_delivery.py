"""An answer reaches its asker: Telegram at once, KakaoTalk before the next answer, and never twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from gateway.build import Building
from gateway.editor.answers import Answers
from tests.connectors.telegram.serve import CHAT, said
from tests.fakes import kakao_platform, telegram_api
from tests.fakes.http_server import serving
from tests.fakes.kakao_platform import FakeKakao
from tests.fakes.telegram_api import FakeTelegram
from tests.gateway.editor.conftest import enter_as, moved, only_group, serve

HEATING = "난방비 지원 어떻게 신청하나요?"
ANSWER = "난방비 지원은 주민센터에 가서 신청해요."
Make = Callable[..., Building]


def telegram(api: FakeTelegram) -> dict[str, Any]:
    return {
        "telegram_token": telegram_api.TOKEN, "telegram_secret": telegram_api.SECRET, "telegram_api_base": api.url,
    }  # fmt: skip


async def test_telegram_brings_it_at_once(make_building: Make):
    async with FakeTelegram() as api, serve(make_building(**telegram(api))) as served, serving(served.app) as base:
        assert (await api.deliver(said(1, HEATING), f"{base}/channels/telegram"))[-1] == 200
        editor = await enter_as(served, "dahye", "editor")
        answered = moved(await editor.post(f"{await only_group(editor)}/answer", text=ANSWER))
        assert answered.endswith("done=answered")
        assert sum(ANSWER in text for text in api.texts(CHAT)) == 1
        await api.deliver(said(2, "고마워요"), f"{base}/channels/telegram")
        assert sum(ANSWER in text for text in api.texts(CHAT)) == 1
        await editor.http.aclose()


async def test_who_blocked_the_bot_finds_it_on_return(make_building: Make):
    async with FakeTelegram() as api, serve(make_building(**telegram(api))) as served, serving(served.app) as base:
        await api.deliver(said(1, HEATING), f"{base}/channels/telegram")
        editor = await enter_as(served, "dahye", "editor")
        api.block(CHAT)
        answered = moved(await editor.post(f"{await only_group(editor)}/answer", text=ANSWER))
        assert answered.endswith("done=answered-some") and not any(ANSWER in text for text in api.texts(CHAT))
        api._blocked.clear()
        await api.deliver(said(2, "안녕하세요"), f"{base}/channels/telegram")
        assert sum(ANSWER in text for text in api.texts(CHAT)) == 1
        await editor.http.aclose()


async def test_kakao_shows_it_before_the_next_answer_once(make_building: Make):
    building = make_building(kakao_secret=kakao_platform.SECRET, kakao_callback_insecure=True)
    async with FakeKakao() as kakao, serve(building) as served, serving(served.app) as base:
        await served.ask(HEATING, "warm-up-0123456789")  # models are loaded with the first question
        skill = f"{base}/channels/kakao"
        await kakao.ask(skill, HEATING)
        editor = await enter_as(served, "dahye", "editor")
        answered = moved(await editor.post(f"{await only_group(editor)}/answer", text=ANSWER))
        assert answered.endswith("done=answered-some")
        bubbles = [
            str((await kakao.ask(skill, words)).outputs) for words in ("청년월세 얼마예요?", "청년월세 서류 뭐예요?")
        ]
        assert [ANSWER in bubble for bubble in bubbles] == [True, False]
        assert "20만 원" in bubbles[0]
        await editor.http.aclose()


async def test_nobody_in_danger_reads_a_policy_answer_first(building: Building):
    async with serve(building) as served:
        key = building.house.conversations.key_of("web", "danger-0123456789")
        await served.ask("안녕하세요", "danger-0123456789")
        from connectors.message import Part, Reply

        building.house.waiting.keep(key, Reply((Part(ANSWER),)))
        told = await served.ask("더는 못 버티겠어요. 다 끝내고 싶어요", "danger-0123456789")
        assert told["risk"] and not any(ANSWER in one["text"] for one in told["messages"])
        assert building.house.waiting.of(key)[1] == (Part(ANSWER),)


async def test_what_a_dying_process_left_untold_is_told_by_the_next(building: Building):
    async with serve(building) as served:
        await served.ask(HEATING)
        inbox = building.house.inbox
        (group,) = inbox.groups()
        inbox.answer(group.id, ANSWER, "다혜")
        answers: Answers = served.app.state.running.answers
        await answers.resume()
        assert not any(ANSWER in line["text"] for line in await served.lines())
        for _ in range(2):
            await answers.resume(older=timedelta(0))
        assert sum(ANSWER in line["text"] for line in await served.lines()) == 1
