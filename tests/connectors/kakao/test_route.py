"""The skill address: who may call it, what it refuses, and that refusals change nothing."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from connectors.kakao.data import texts
from connectors.kakao.route import create
from connectors.message import Message, Reply
from tests.connectors.desk import Desk, say
from tests.connectors.kakao.serve import SETTINGS, kakao
from tests.fakes.http_server import serving
from tests.fakes.kakao_platform import SECRET, FakeKakao, checked, skill_payload

BODY = json.dumps(skill_payload("안녕하세요")).encode()
HEADERS = {"X-Skill-Token": SECRET, "Content-Type": "application/json; charset=utf-8"}


async def post(url: str, content: bytes = BODY, **headers: str) -> httpx.Response:
    async with httpx.AsyncClient(verify=False) as client:
        return await client.post(url, content=content, headers=HEADERS | headers)


async def test_a_question_is_answered() -> None:
    desk = Desk(**SETTINGS)
    async with FakeKakao() as platform, kakao(desk) as served:
        answer = await platform.ask(served.url, "청년 월세 알려줘\n", request_id="chp-1")
        assert answer.texts == ["들은 말: 청년 월세 알려줘"]
        assert served.channel.health() == "ok"
    assert desk.heard[0].message_id == "chp-1"
    assert dict(desk.heard[0].address) == {"user": "u-0001"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"X-Skill-Token": "wrong"}, 403),
        ({"X-Skill-Token": SECRET + " x"}, 403),
        ({"X-Skill-Token": ""}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
    ],
)
async def test_strangers_and_other_content_types_are_refused(headers: dict[str, str], status: int) -> None:
    desk = Desk(**SETTINGS)
    async with kakao(desk) as served:
        response = await post(served.url, **headers)
    assert response.status_code == status
    assert set(response.json()) == {"error", "detail"}
    assert desk.heard == []


async def test_a_missing_or_non_ascii_token_is_refused() -> None:
    desk = Desk(**SETTINGS)
    async with kakao(desk) as served, httpx.AsyncClient(verify=False) as client:
        missing = await client.post(served.url, json=skill_payload("안녕"))
        odd = await client.post(served.url, content=BODY, headers=[(b"X-Skill-Token", "비밀".encode())])
    assert (missing.status_code, odd.status_code) == (401, 403)
    assert desk.heard == []


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 400, "invalid_json"),
        (b"{", 400, "invalid_json"),
        (b"[]", 400, "invalid_json"),
        (b'{"a": NaN}', 400, "invalid_json"),
        (b"[" * 60_000, 400, "invalid_json"),
        (b'{"userRequest": "\xff\xfe"}', 400, "invalid_utf8"),
        (b"{}", 400, "invalid_payload"),
        (b'{"pad": "' + b"a" * 70_000 + b'"}', 413, "too_large"),
        (b"x" * 1_000_000, 413, "too_large"),
    ],
)
async def test_malformed_bodies_get_a_clear_error(content: bytes, status: int, code: str) -> None:
    desk = Desk(**SETTINGS)
    async with kakao(desk) as served:
        response = await post(served.url, content)
    assert (response.status_code, response.json()["error"]) == (status, code)
    assert desk.heard == []


async def test_a_large_body_without_a_length_is_cut_off() -> None:
    async def chunks() -> Any:
        for _ in range(100):
            yield b" " * 1_000

    desk = Desk(**SETTINGS)
    async with kakao(desk) as served, httpx.AsyncClient(verify=False) as client:
        response = await client.post(served.url, content=chunks(), headers=HEADERS)
    assert response.status_code == 413


@pytest.mark.parametrize("given", ["x" * 129, "가", "a\tb"])
async def test_an_unusable_request_id_is_no_message_id(given: str) -> None:
    desk = Desk(**SETTINGS)
    async with kakao(desk) as served, httpx.AsyncClient(verify=False) as client:
        headers = [(name.encode(), value.encode()) for name, value in (HEADERS | {"X-Request-Id": given}).items()]
        response = await client.post(served.url, content=BODY, headers=headers)
    assert response.status_code == 200
    assert desk.heard[0].message_id == ""


async def test_pictures_long_and_empty_words_are_answered_without_a_turn() -> None:
    desk = Desk(**SETTINGS)
    async with FakeKakao() as platform, kakao(desk) as served:
        picture = await platform.ask(served.url, "https://k.kakaocdn.net/a.png")
        long = await platform.ask(served.url, "가" * 4_001)
        empty = await platform.ask(served.url, "\n")
    assert "사진" in picture.texts[0]
    assert "너무 길어서" in long.texts[0]
    assert empty.texts
    assert desk.heard == []


async def test_a_failing_turn_still_gives_a_valid_answer_with_numbers() -> None:
    async def broken(message: Message) -> Reply:
        raise RuntimeError("고장")

    async with FakeKakao() as platform, kakao(Desk(broken, **SETTINGS)) as served:
        answer = await platform.ask(served.url, "안녕하세요")
    assert "109" in answer.texts[0]
    assert "고장" not in answer.texts[0]


async def test_without_a_secret_the_channel_is_off_and_says_so() -> None:
    for secret in (None, "", "  "):
        channel = create(Desk(kakao_secret=secret).gateway)
        await channel.start()
        async with serving(_app(channel)) as base:
            response = await post(f"{base}/channels/kakao")
        assert response.status_code == 503
        assert "IEUM_KAKAO_SECRET" in response.json()["detail"]
        assert channel.health().startswith("off: ")  # type: ignore[attr-defined]
        assert await channel.push({}, Reply(())) is False
        await channel.stop()


async def test_a_person_holding_the_conversation_is_told() -> None:
    async def silent(message: Message) -> Reply:
        return Reply(())

    async with kakao(Desk(silent, **SETTINGS)) as served:
        response = await post(served.url)
    answer = checked(response.json())
    assert "담당자" in answer.texts[0]
    assert answer.labels == ["결과 보기"]


async def test_what_a_caseworker_writes_is_read_on_return() -> None:
    async def silent(message: Message) -> Reply:
        return Reply(())

    desk = Desk(silent, **SETTINGS)
    async with FakeKakao() as platform, kakao(desk) as served:
        await platform.ask(served.url, "도와주세요")
        assert await served.channel.push(desk.heard[0].address, say("담당자예요.")) is False
        desk.kept = [say(line) for line in ("담당자예요.", "지금 괜찮으세요?", "지금 괜찮으세요?")]
        read = await platform.ask(served.url, "결과 보기", pressed=True)
        assert read.texts == ["담당자예요.", "지금 괜찮으세요?", "지금 괜찮으세요?"]
        assert (await platform.ask(served.url, "결과 보기", pressed=True)).texts == [texts().nothing_kept]
        desk.kept = [say("내일 전화할게요.")]
        assert (await platform.ask(served.url, "네")).texts == ["내일 전화할게요."]
        assert "담당자" in (await platform.ask(served.url, "고맙습니다")).texts[0]
        assert [message.text for message in desk.heard] == ["도와주세요", "네", "고맙습니다"]


def _app(channel: Any) -> Any:
    from fastapi import FastAPI

    app = FastAPI()
    app.include_router(channel.router)
    return app
