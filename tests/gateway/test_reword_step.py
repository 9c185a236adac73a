"""The chat model in a turn: it rewords an answer from one guide, and is not even asked where it has no business."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest

from gateway.app import create_app
from gateway.build import Building
from gateway.chat_model import rewording_of
from gateway.steps.act import acknowledge
from gateway.steps.reword import reword
from gateway.steps.screen import screen
from gateway.steps.understand import understand
from gateway.steps.verify import verify
from gateway.turn import STEPS
from knowledge.answer.reword import Rewording
from knowledge.answer.reword_check import rules
from tests.fakes.chat_model import KEY, MODEL, FakeChatModel
from tests.gateway.kit import NEIGHBOUR, RENT, SELF, say, words_of

MARK = "정리하면 이래요."


def plainly(payload: dict[str, Any]) -> str:
    """The lines as they are, on as few lines as are allowed, with a word in front."""
    lines, room = payload["줄"], rules().max_lines - 1
    return "\n".join([MARK, *lines[: room - 1], " ".join(lines[room - 1 :])])


@pytest.fixture
async def chat() -> AsyncIterator[FakeChatModel]:
    async with FakeChatModel(plainly) as server:
        yield server


@pytest.fixture
def house(building: Building, chat: FakeChatModel) -> Building:
    """A house whose chat model is the fake one."""
    building.house.rewording = Rewording(f"openai:{MODEL}", chat.url, KEY, 20)
    building.house.rewording.load()
    return building


async def test_an_answer_is_reworded_and_keeps_its_source(house: Building, chat: FakeChatModel):
    composed = house.house.answerer.answer(RENT)
    reply = await say(house, RENT)
    assert MARK in words_of(reply) and "20만 원" in words_of(reply) and chat.refused == []
    assert [c.id for part in reply.parts for c in part.citations] == [source.id for source in composed.sources]
    assert reply.parts[0].buttons and reply.parts[0].text.split("\n")[0] == composed.lines[0].text


async def test_a_lie_never_reaches_a_person(house: Building, chat: FakeChatModel):
    chat.say = lambda payload: plainly(payload).replace("20만 원", "90만 원")
    assert words_of(await say(house, RENT)) == house.house.answerer.answer(RENT).text and chat.calls == 1


@pytest.mark.parametrize("mode", ["500", "html", "break", "429"])
async def test_a_fault_leaves_the_composed_answer(house: Building, chat: FakeChatModel, mode: Any):
    chat.mode = mode
    assert words_of(await say(house, RENT)) == house.house.answerer.answer(RENT).text and chat.calls == 1


@pytest.mark.parametrize(
    "words", [SELF, NEIGHBOUR, "내년 로또 번호 알려줘", "안녕하세요", "제 신청 결과 어떻게 됐는지 조회해줘"]
)
async def test_it_is_not_asked_in_a_crisis_nor_for_a_refusal(house: Building, chat: FakeChatModel, words: str):
    await say(house, words)
    assert chat.calls == 0


async def test_it_is_not_asked_while_a_case_is_open(house: Building, chat: FakeChatModel):
    await say(house, NEIGHBOUR)
    reply = await say(house, RENT)
    assert "20만" in words_of(reply) and chat.calls == 0
    assert MARK in words_of(await say(house, RENT, sender="someone-else-0123456789")) and chat.calls == 1


async def test_it_gets_only_masked_words(house: Building, chat: FakeChatModel):
    await say(house, "청년월세 지원 900101-1234567 얼마까지 되나요?")
    sent = str(chat.asked)
    assert len(chat.asked) == 1 and "1234567" not in sent and "청년월세" in sent


async def test_health_says_how_the_model_is(house: Building, chat: FakeChatModel):
    assert await health(house) == "ok"
    chat.mode = "500"
    for _ in range(rules().failures_before_pause):
        await say(house, RENT)
    assert await health(house) == "paused"
    house.house.rewording = None
    assert await health(house) == "off" and MARK not in words_of(await say(house, RENT))


async def health(building: Building) -> str:
    transport = httpx.ASGITransport(create_app(building))
    async with httpx.AsyncClient(transport=transport, base_url="http://ieum.test") as client:
        return (await client.get("/healthz")).json()["parts"]["chat_model"]


def test_no_model_is_made_without_a_name_and_the_wait_fits_the_shortest_budget(make_settings: Callable[..., Any]):
    assert rewording_of(make_settings()) is None
    settings = make_settings(chat_model="nobody:plain-1")
    nobody = rewording_of(settings)
    assert nobody is not None
    with pytest.raises(ValueError, match="nobody"):
        nobody.load()
    assert nobody.state == "unusable"
    assert settings.chat_timeout_seconds < settings.kakao_budget_seconds
    with pytest.raises(ValueError, match="chat_timeout_seconds"):
        make_settings(chat_timeout_seconds=3.5)


def test_it_stands_between_understanding_and_checking():
    order = [STEPS.index(step) for step in (acknowledge, screen, understand, reword, verify)]
    assert order == sorted(order) and order[-1] == order[-2] + 1
