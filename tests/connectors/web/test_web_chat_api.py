"""POST /api/chat, its history and its updates: the documented shapes, and a clear error for everything else."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import httpx
import pytest

from connectors.message import Button, Part
from tests.connectors.web.small_desk import SmallDesk

JSON = {"Content-Type": "application/json"}


async def test_answer_has_the_documented_shape(client: httpx.AsyncClient, sender: str) -> None:
    response = await client.post("/api/chat", json={"sender": sender, "text": " 청년월세 얼마예요? "})
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    body = response.json()
    assert set(body) == {"messages", "refusal", "risk", "receipt"}
    (message,) = body["messages"]
    assert set(message) == {"text", "citations", "buttons"}
    assert message["citations"][0] == {
        "id": "youth-monthly-rent",
        "title": "청년월세 한시 특별지원",
        "section": "지원 내용",
        "url": "https://www.bokjiro.go.kr/ssis-tbu/index.do",
        "as_of": "2026-01-02",
    }
    assert message["buttons"][0] == {"label": "서류가 궁금해요", "value": "청년월세 서류 알려줘", "url": None}
    assert (body["refusal"], body["risk"], body["receipt"]) == (None, None, None)


async def test_danger_carries_risk_and_receipt(client: httpx.AsyncClient, sender: str) -> None:
    body = (await client.post("/api/chat", json={"sender": sender, "text": "다 끝내고 싶어요"})).json()
    assert body["risk"] == {"level": "emergency", "subject": "self", "kinds": ["suicide"]}
    assert body["receipt"] == "R-7K3M-9Q"


async def test_same_message_id_is_handled_once(client: httpx.AsyncClient, desk: SmallDesk, sender: str) -> None:
    question = {"sender": sender, "text": "청년월세", "message_id": "one-1"}
    first, second = [(await client.post("/api/chat", json=question)).json() for _ in range(2)]
    assert first == second
    assert [turn.message_id for turn in desk.turns] == ["one-1"]


async def test_message_reaches_the_turn_clean(client: httpx.AsyncClient, desk: SmallDesk, sender: str) -> None:
    await client.post("/api/chat", json={"sender": sender, "text": "\x00첫째\r\n둘째\x1b "})
    (message,) = desk.turns
    assert (message.channel, message.sender, message.text) == ("web", sender, "첫째\n둘째")


GOOD = '{"sender": "s3nder-_0123456789abcdef", "text": "%s"}'


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        (b"{", JSON, 400, "malformed_json"),
        (b"", JSON, 400, "malformed_json"),
        (b"[" * 60_000, JSON, 400, "malformed_json"),
        (b'{"text": ' + b"9" * 5000 + b"}", JSON, 400, "malformed_json"),
        (GOOD.encode() % b"\xff\xfe", JSON, 400, "invalid_utf8"),
        (GOOD.encode() % b"\\ud800", JSON, 400, "malformed_text"),
        (b"[]", JSON, 422, "invalid_field"),
        (GOOD.encode() % b"hi", {"Content-Type": "text/plain"}, 415, "wrong_content_type"),
        (GOOD.encode() % b"hi", {}, 415, "wrong_content_type"),
        (GOOD.encode() % (b"a" * 70_000), JSON, 413, "too_large"),
        (GOOD.encode() % (b"a" * 1_000_000), JSON, 413, "too_large"),
        (GOOD.encode() % (b"a" * 4001), JSON, 422, "invalid_field"),
        (GOOD.encode() % b"  ", JSON, 422, "invalid_field"),
        (b'{"sender": "short", "text": "hi"}', JSON, 422, "invalid_field"),
        (b'{"sender": "s3nder-_0123456789 abcdef", "text": "hi"}', JSON, 422, "invalid_field"),
        (b'{"sender": "' + b"a" * 129 + b'", "text": "hi"}', JSON, 422, "invalid_field"),
        (b'{"sender": "s3nder-_0123456789abcdef"}', JSON, 422, "invalid_field"),
        (b'{"sender": "s3nder-_0123456789abcdef", "text": 7}', JSON, 422, "invalid_field"),
        (b'{"sender": "s3nder-_0123456789abcdef", "text": "hi", "admin": true}', JSON, 422, "invalid_field"),
        (b'{"sender": "s3nder-_0123456789abcdef", "text": "hi", "\\ud800": 1}', JSON, 422, "invalid_field"),
        (b'{"sender": "s3nder-_0123456789abcdef", "text": "hi", "message_id": "a b"}', JSON, 422, "invalid_field"),
    ],
)
async def test_bad_input_gets_a_korean_error_and_no_turn(
    client: httpx.AsyncClient, desk: SmallDesk, body: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    response = await client.post("/api/chat", content=body, headers=headers)
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)
    assert any("가" <= letter <= "힣" for letter in response.json()["error"]["message"])
    assert desk.turns == []


async def test_unknown_field_is_named(client: httpx.AsyncClient, sender: str) -> None:
    response = await client.post("/api/chat", json={"sender": sender, "text": "hi", "admin": True})
    assert "'admin': 모르는 항목이에요" in response.json()["error"]["message"]


async def test_a_body_without_length_is_cut_off(client: httpx.AsyncClient, desk: SmallDesk) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(200):
            yield b"a" * 1024

    response = await client.post("/api/chat", content=endless(), headers=JSON)
    assert response.status_code == 413
    assert desk.turns == []


async def test_longest_text_is_taken(client: httpx.AsyncClient, desk: SmallDesk, sender: str) -> None:
    body = json.dumps({"sender": sender, "text": "가" * 4000}, ensure_ascii=False).encode()
    assert (await client.post("/api/chat", content=body, headers=JSON)).status_code == 200
    assert len(desk.turns[0].text) == 4000


async def test_history_and_updates_give_lines_and_owner(
    client: httpx.AsyncClient, desk: SmallDesk, sender: str
) -> None:
    head = {"X-Ieum-Sender": sender}
    await client.post("/api/chat", json={"sender": sender, "text": "청년월세"})
    past = (await client.get("/api/chat/history", headers=head)).json()
    assert [line["author"] for line in past["lines"]] == ["citizen", "bot"]
    assert past["lines"][1]["messages"][0]["citations"][0]["id"] == "youth-monthly-rent"
    assert past["lines"][0]["at"].endswith("+09:00")
    assert (past["owner"], past["last"]) == ("bot", 2)

    desk.human.add(sender)
    desk.say(sender, "caseworker", "제가 볼게요")
    news = (await client.get("/api/chat/updates?after=2", headers=head)).json()
    assert news["owner"] == "human"
    assert [(line["author"], line["text"]) for line in news["lines"]] == [("caseworker", "제가 볼게요")]
    again = (await client.get(f"/api/chat/updates?after={news['last']}", headers=head)).json()
    assert (again["lines"], again["last"]) == ([], news["last"])


async def test_a_human_holding_the_conversation_means_silence(client: httpx.AsyncClient, sender: str) -> None:
    body = (await client.post("/api/chat", json={"sender": sender, "text": "담당자 불러 주세요"})).json()
    assert body["messages"] == []


@pytest.mark.parametrize("path", ["/api/chat/history", "/api/chat/updates"])
async def test_reads_want_the_sender_in_the_header(client: httpx.AsyncClient, sender: str, path: str) -> None:
    for headers in ({}, {"X-Ieum-Sender": "short"}, {"X-Ieum-Sender": "a" * 129}):
        assert (await client.get(path, headers=headers)).status_code == 422
    in_address = await client.get(f"{path}?sender={sender}", headers={"X-Ieum-Sender": sender})
    assert in_address.json()["error"]["code"] == "sender_in_address"


@pytest.mark.parametrize("after", ["-1", "x", "1e3", str(2**60)])
async def test_updates_after_nonsense_is_refused(client: httpx.AsyncClient, sender: str, after: str) -> None:
    response = await client.get(f"/api/chat/updates?after={after}", headers={"X-Ieum-Sender": sender})
    assert response.status_code == 422
    assert "'after'" in response.json()["error"]["message"]


async def test_strangers_see_nothing(client: httpx.AsyncClient, sender: str) -> None:
    await client.post("/api/chat", json={"sender": sender, "text": "청년월세"})
    other = (await client.get("/api/chat/history", headers={"X-Ieum-Sender": "another-sender-000000"})).json()
    assert other == {"owner": "bot", "last": 0, "lines": []}


async def test_a_link_that_could_run_is_left_out(client: httpx.AsyncClient, desk: SmallDesk, sender: str) -> None:
    parts = (Part("눌러요", (), (Button("누르기", "누르기", "javascript:alert(1)"),)),)
    desk.say(sender, "bot", "눌러요", parts)
    past = (await client.get("/api/chat/history", headers={"X-Ieum-Sender": sender})).json()
    assert past["lines"][0]["messages"][0]["buttons"][0]["url"] is None


async def test_the_faces_are_in_the_api_page(client: httpx.AsyncClient) -> None:
    paths = (await client.get("/openapi.json")).json()["paths"]
    assert {"/api/chat", "/api/chat/history", "/api/chat/updates", "/api/reports"} <= set(paths)
    schema = paths["/api/chat"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert schema["required"] == ["sender", "text"]
