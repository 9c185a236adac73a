"""Whoever asks to be forgotten is: no line of theirs is left in any file; a case stays, and they are told so."""

from __future__ import annotations

import httpx
import pytest

from gateway.build import Building
from gateway.forgetting import CONFIRM, wished
from gateway.turn import Turns
from tests.gateway.kit import NEIGHBOUR, kept_bytes, key_of, lines, message, rows, say, words_of
from tests.gateway.retention.test_files import remember, senders
from tests.gateway.test_faces import asking

SENDER = "person-0123456789abcdef"
WORDS = "저는 파란 대문 옆 감나무집에 살아요"
HEADERS = {"X-Ieum-Sender": SENDER}
PERSONAL = ("conversations", "conversation_lines", "inbound_events", "waiting_replies", "inbox", "inbox_groups")


async def forget(building: Building, **headers: str) -> httpx.Response:
    async with asking(building) as client:
        return await client.delete("/api/chat", headers=headers)


async def test_the_page_deletes_on_the_server_in_every_table_and_file(building: Building):
    sent = message(WORDS, SENDER)
    await Turns(building.house)(sent)
    remember(building.settings.home, key_of(building, sent), 0, WORDS)
    building.house.inbox.add("unanswered", WORDS, key_of(building, sent))
    response = await forget(building, **HEADERS)
    assert response.status_code == 200 and "사건" not in response.json()["message"]
    assert {name: rows(building)[name] for name in PERSONAL} == dict.fromkeys(PERSONAL, 0)
    assert senders(building.settings.home) == set()
    assert "감나무".encode() not in kept_bytes(building.settings.home)


async def test_another_persons_words_stay(building: Building):
    other = message("다른 사람의 말이에요", "other-0123456789abcdef")
    await Turns(building.house)(other)
    await say(building, WORDS, sender=SENDER)
    await forget(building, **HEADERS)
    assert lines(building, other)


async def test_a_case_stays_and_is_told(building: Building):
    sent = message(NEIGHBOUR, SENDER, address={"chat_id": "1"})
    await Turns(building.house)(sent)
    told = (await forget(building, **HEADERS)).json()["message"]
    assert "사건 기록은 법에 따라 남기고" in told and "5년" in told
    (case,) = building.house.cases.queue()
    assert NEIGHBOUR in " ".join(entry.text for entry in building.house.cases.get(case.id).entries)
    assert lines(building, sent) == []
    assert building.house.conversations.address(key_of(building, sent)) is not None, "a caseworker must reach them"


async def test_at_a_word_in_the_chat_the_words_of_the_wish_go_too(building: Building):
    await say(building, WORDS, sender=SENDER)
    asked = await say(building, "내 정보 지워 줘", sender=SENDER)
    assert asked.parts[-1].buttons[0].value == CONFIRM
    sent = message(CONFIRM, SENDER)
    done = await Turns(building.house)(sent)
    assert "모두 지웠어요" in words_of(done)
    assert lines(building, sent) == [] and rows(building)["conversations"] == 0
    assert "감나무".encode() not in kept_bytes(building.settings.home)
    assert (await Turns(building.house)(sent)) == done, "a redelivery gets the same reply"


async def test_who_comes_back_begins_anew(building: Building):
    await say(building, WORDS, sender=SENDER)
    await forget(building, **HEADERS)
    await say(building, "안녕하세요", sender=SENDER)
    assert len(lines(building, message("", SENDER))) == 2


@pytest.mark.parametrize(
    "text", ["내 정보 지워 줘", "제 개인정보 삭제해 주세요", "대화 기록 다 지워줘", "개인정보 파기해 주세요!"]
)
def test_a_wish_is_heard(text: str):
    assert wished(text)


@pytest.mark.parametrize(
    "text",
    ["개인정보 보호법이 뭐예요?", "빚 기록이 신용에서 지워지나요", "정보 알려줘", "곰팡이 지워 주는 지원 있나요", ""],
)
def test_other_words_are_no_wish(text: str):
    assert not wished(text)


@pytest.mark.parametrize(
    "headers", [{}, {"X-Ieum-Sender": "short"}, {"X-Ieum-Sender": "x" * 129}, {"X-Ieum-Sender": "a'; DROP"}]
)
async def test_a_bad_sender_deletes_nothing(building: Building, headers: dict[str, str]):
    await say(building, WORDS, sender=SENDER)
    before = rows(building)
    response = await forget(building, **headers)
    assert response.status_code == 422 and response.json()["error"]["message"] and rows(building) == before


async def test_the_page_without_scripts_deletes_too_and_only_from_itself(building: Building):
    async with asking(building) as client:
        page = await client.get("/chat")
        token = page.cookies["ieum_csrf"]
        await client.post("/chat", data={"csrf": token, "text": WORDS})
        sender = client.cookies["ieum_sender"]
        foreign = await client.post("/chat/clear", data={"csrf": "x" * 43})
        assert foreign.status_code == 403 and lines(building, message("", sender))
        done = await client.post("/chat/clear", data={"csrf": token})
        assert "모두 지웠어요" in done.text and "감나무" not in done.text and "ieum_sender" not in client.cookies
    assert lines(building, message("", sender)) == []
