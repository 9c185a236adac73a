"""Guarantee 4: the bot never speaks over a human; it returns when the human hands back or closes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from casework.actor import Actor
from connectors.message import MAX_TEXT
from gateway.app import create_app
from gateway.build import Building
from gateway.rasa import Rasa
from gateway.talk import Talk
from gateway.turn import Turns
from tests.fakes.rasa_server import TOKEN, FakeRasa
from tests.gateway.kit import NEIGHBOUR, RENT, SELF, drop, key_of, lines, message, talk_of, words_of

MINJI = Actor("S-minji", "민지", "caseworker")
SAID = [
    RENT,
    "안녕하세요",
    "",
    "   ",
    "네",
    "900101-1234568",
    "가" * (MAX_TEXT + 1),
    "/restart",
    "내년 로또 번호 알려줘",
]


@pytest.fixture
def talk(building: Building) -> Talk:
    return talk_of(building)


@pytest.fixture
async def rasa(building: Building) -> AsyncIterator[FakeRasa]:
    async with FakeRasa() as server:
        building.house.rasa = Rasa(server.url, TOKEN, timeout=2)
        yield server
        await building.house.rasa.close()


@pytest.mark.parametrize("words", SAID, ids=range(len(SAID)))
async def test_while_a_human_holds_it_the_bot_is_silent_and_the_words_reach_the_desk(
    building: Building, talk: Talk, rasa: FakeRasa, words: str
):
    sent = message("여보세요", sender="s" * 20)
    turns = Turns(building.house)
    await turns(sent)
    await talk.take(key_of(building, sent), MINJI.id)
    before, asked = lines(building, sent), len(rasa.heard)
    reply = await turns(message(words, sender="s" * 20))
    assert reply.parts == () and len(rasa.heard) == asked
    added = lines(building, sent)[len(before) :]
    assert [author for author, _ in added] == ["citizen"]
    assert added[0][1] == words or "가림" in added[0][1]


async def test_danger_still_gets_its_numbers_and_its_case_and_nothing_else(
    building: Building, talk: Talk, rasa: FakeRasa
):
    sent = message("여보세요", sender="s" * 20)
    turns = Turns(building.house)
    await turns(sent)
    await talk.take(key_of(building, sent), MINJI.id)
    for words, number in ((SELF, "109"), (NEIGHBOUR, "112")):
        reply = await turns(message(words, sender="s" * 20))
        assert len(reply.parts) == 1 and number in words_of(reply) and reply.receipt
    assert rasa.executed == [] and rasa.heard == [(key_of(building, sent), "여보세요")]


async def test_the_bot_returns_when_the_human_hands_back(building: Building, talk: Talk):
    sent = message(RENT, sender="s" * 20)
    turns = Turns(building.house)
    await turns(sent)
    await talk.take(key_of(building, sent), MINJI.id)
    assert (await turns(message(RENT, sender="s" * 20))).parts == ()
    await talk.hand_back(key_of(building, sent), MINJI.id)
    assert "20만 원" in words_of(await turns(message(RENT, sender="s" * 20)))


async def test_a_turn_under_way_ends_before_the_human_begins(building: Building, talk: Talk, rasa: FakeRasa):
    rasa.mode = "slow"
    sent = message("질문", sender="s" * 20)
    running = asyncio.create_task(Turns(building.house)(sent))
    async with asyncio.timeout(5):
        while not rasa.heard:  # noqa: ASYNC110 - the fake keeps what it heard
            await asyncio.sleep(0.01)
    taking = asyncio.create_task(talk.take(key_of(building, sent), MINJI.id))
    await asyncio.sleep(0)
    assert not taking.done() and await talk.owner(key_of(building, sent)) == ""
    rasa.release.set()
    await asyncio.gather(running, taking)
    assert await talk.owner(key_of(building, sent)) == MINJI.id
    assert (await Turns(building.house)(message("또 질문", sender="s" * 20))).parts == ()


async def test_when_nobody_can_tell_who_holds_it_the_bot_gives_no_answer(building: Building, rasa: FakeRasa):
    sent = message("여보세요", sender="s" * 20)
    await Turns(building.house)(sent)
    drop(building, "conversations")
    heard = len(rasa.heard)
    reply = await Turns(building.house)(message(RENT, sender="s" * 20))
    assert len(rasa.heard) == heard and "20만" not in words_of(reply) and not reply.parts[0].citations


async def test_one_conversation_is_held_and_the_others_are_answered(building: Building, talk: Talk):
    mine, other = message("여보세요", sender="a" * 20), message(RENT, sender="b" * 20)
    turns = Turns(building.house)
    await turns(mine)
    await talk.take(key_of(building, mine), MINJI.id)
    assert "20만 원" in words_of(await turns(other))
    same_person_elsewhere = message(RENT, sender="a" * 20, channel="telegram")
    assert "20만 원" in words_of(await turns(same_person_elsewhere))


@pytest.fixture
async def client(building: Building) -> AsyncIterator[AsyncClient]:
    app: FastAPI = create_app(building)
    async with AsyncClient(transport=ASGITransport(app), base_url="http://ieum.test") as client:
        yield client


async def test_over_the_web_silence_is_an_empty_list_and_the_page_learns_who_holds_it(
    building: Building, talk: Talk, client: AsyncClient
):
    sender = "web-0123456789abcdef"
    await client.post("/api/chat", json={"sender": sender, "text": "여보세요"})
    key = building.house.conversations.key_of("web", sender)
    await talk.take(key, MINJI.id)
    assert (await client.post("/api/chat", json={"sender": sender, "text": RENT})).json()["messages"] == []
    await talk.say(key, MINJI.id, "민지예요. 제가 도와드릴게요.")
    history = (await client.get("/api/chat/history", headers={"X-Ieum-Sender": sender})).json()
    assert history["owner"] == "human" and history["lines"][-1]["text"] == "민지예요. 제가 도와드릴게요."
    assert history["lines"][-1]["author"] == "caseworker"
