"""The client of Rasa: words arrive as words, and everything but a usable answer is a fault."""

from __future__ import annotations

from typing import get_args

import pytest

from gateway.rasa import Rasa, RasaFault
from tests.fakes.rasa_server import TOKEN, FakeRasa, Mode

FAULTS = [mode for mode in get_args(Mode) if mode != "normal"]
SLASHED = ["/restart", '/ask_amount{"guide":"x"}', " /restart", "//restart", "/ /restart", "／restart",
           "/\u3000/restart", "\u3000/restart", "\xa0/back", "\x0b/back", "/\u2003／\n/session_start"]  # fmt: skip


async def test_words_reach_the_dialogue_and_its_messages_come_back():
    async with FakeRasa() as server:
        client = Rasa(server.url, TOKEN)
        assert await client.turn("k1", "청년월세 알려줘") == [
            {"recipient_id": "k1", "text": "들은 말: 청년월세 알려줘"}
        ]
        assert server.heard == [("k1", "청년월세 알려줘")]
        await client.close()


@pytest.mark.parametrize("mode", FAULTS)
async def test_whatever_is_no_usable_answer_is_a_fault(mode: Mode):
    async with FakeRasa() as server:
        server.mode = mode
        client = Rasa(server.url, TOKEN, timeout=0.3)
        with pytest.raises(RasaFault):
            await client.turn("k1", "안녕하세요")
        server.mode = "normal"
        assert await client.turn("k1", "안녕하세요")
        await client.close()


async def test_a_server_that_is_not_there_is_a_fault_and_not_alive():
    async with FakeRasa() as server:
        gone = server.url
    client = Rasa(gone, TOKEN, timeout=1)
    with pytest.raises(RasaFault, match="Rasa POST"):
        await client.turn("k1", "안녕하세요")
    assert not await client.alive()
    await client.close()


@pytest.mark.parametrize("text", SLASHED)
async def test_a_text_that_begins_with_a_slash_is_words_and_no_command(text: str):
    async with FakeRasa() as server:
        client = Rasa(server.url, TOKEN)
        assert await client.turn("k1", text)
        assert server.commands == [] and len(server.heard) == 1
        await client.close()


@pytest.mark.parametrize("text", ["/", "///", " / "])
async def test_nothing_but_slashes_still_gets_an_answer(text: str):
    async with FakeRasa() as server:
        client = Rasa(server.url, TOKEN)
        assert await client.turn("k1", text)
        assert server.commands == [] == server.refused
        await client.close()


async def test_the_form_a_conversation_is_in():
    async with FakeRasa() as server:
        client = Rasa(server.url, TOKEN)
        assert await client.active_form("k1") is None
        server.forms["k1"] = "report_form"
        assert await client.active_form("k1") == "report_form"
        await client.close()


async def test_a_report_begins_with_what_was_told():
    async with FakeRasa() as server:
        client = Rasa(server.url, TOKEN)
        assert await client.begin_report("k1", "other", "옆집 할아버지가 안 보여요")
        assert await client.active_form("k1") == "report_form"
        slots = {e["name"]: e["value"] for e in server.events["k1"] if e["event"] == "slot"}
        assert slots["report_subject"] == "other" and slots["report_what"] == "옆집 할아버지가 안 보여요"
        await client.close()


async def test_forgetting_leaves_an_empty_conversation():
    async with FakeRasa() as server:
        client = Rasa(server.url, TOKEN)
        await client.begin_report("k1", "self", "쌀이 떨어졌어요")
        await client.forget("k1")
        assert server.events["k1"] == [] and await client.active_form("k1") is None
        await client.close()


async def test_a_wrong_token_is_a_fault_and_not_alive():
    async with FakeRasa() as server:
        right, wrong = Rasa(server.url, TOKEN), Rasa(server.url, "다른 토큰")
        assert await right.alive() and not await wrong.alive()
        with pytest.raises(RasaFault):
            await wrong.active_form("k1")
        assert any(line.startswith("no token") for line in server.refused)
        for client in (right, wrong):
            await client.close()
