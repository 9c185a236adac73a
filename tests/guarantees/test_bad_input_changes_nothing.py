"""Guarantee 10: whatever arrives, malformed, huge, hostile or unauthenticated, gets a clear error, changes nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.app import create_app
from gateway.build import Building, build
from knowledge.passages import of_guide
from tests import house
from tests.fakes.kakao_platform import SECRET as KAKAO
from tests.fakes.kakao_platform import skill_payload
from tests.fakes.telegram_api import SECRET, TOKEN, FakeTelegram
from tests.gateway.kit import rows

SENDER = "web-0123456789abcdef"
REPORT = {"subject": "other", "what": "옆집 아이가 며칠째 울어요"}
DOORS: dict[str, tuple[str, dict[str, str], dict[str, Any]]] = {
    "chat": ("/api/chat", {}, {"sender": SENDER, "text": "안녕하세요"}),
    "search": ("/api/search", {}, {"query": "월세"}),
    "reports": ("/api/reports", {"Idempotency-Key": "k-0123456789abcdef"}, REPORT),
    "kakao": ("/channels/kakao", {"X-Skill-Token": KAKAO}, skill_payload("안녕하세요")),
    "telegram": ("/channels/telegram", {"X-Telegram-Bot-Api-Secret-Token": SECRET}, {"update_id": 1}),
}
JSON = {"content-type": "application/json"}
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def open_house(
    migrated: Path, index_dir: Path, guides_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Building]:
    """A house with every channel on; one for all of these tests, since nothing here may change it."""
    home = tmp_path_factory.mktemp("open-house")
    shutil.copy(migrated, home / "ieum.db")
    shutil.copytree(index_dir, home / "index")
    async with FakeTelegram() as api:
        channels = {"kakao_secret": KAKAO, "telegram_token": TOKEN, "telegram_secret": SECRET}
        building = build(house.settings(home, guides_dir, telegram_api_base=api.url, **channels))
        building.library.renew([passage for guide in building.catalog() for passage in of_guide(guide)])
        yield building


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client(open_house: Building) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_app(open_house), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://ieum.test", timeout=30) as client:
        yield client


async def refused(
    building: Building, client: httpx.AsyncClient, door: str, content: bytes | str, **headers: str
) -> httpx.Response:
    """Send to a door; it must be a client's error told as JSON, and no row may have changed."""
    path, own, _ = DOORS[door]
    before = rows(building)
    response = await client.post(path, content=content, headers=JSON | own | headers)
    assert 400 <= response.status_code < 500, (door, response.status_code, response.text[:300])
    assert response.json()["error"] and len(response.text) < 1_000 and "Traceback" not in response.text
    assert rows(building) == before
    return response


MALFORMED = {
    "empty": b"", "cut": b'{"sender": "web-', "text": b"hello", "list": b"[]", "number": b"1", "null": b"null",
    "not utf-8": b'{"text": "\xb0\xa1"}', "utf-16": '{"text": "a"}'.encode("utf-16"), "nan": b'{"text": NaN}',
    "deep": b"[" * 50_000, "deep object": b'{"a":' * 5_000, "nul": b"\x00" * 100,
    "half a letter": b'{"text": "\\ud800"}',
}  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("content", MALFORMED.values(), ids=MALFORMED.keys())
async def test_what_is_no_message(open_house: Building, client: httpx.AsyncClient, door: str, content: bytes):
    await refused(open_house, client, door, content)


@pytest.mark.parametrize("door", DOORS)
async def test_a_megabyte(open_house: Building, client: httpx.AsyncClient, door: str):
    long = json.dumps(DOORS[door][2] | {"text": "가" * 350_000, "what": "가" * 350_000}, ensure_ascii=False)
    assert (await refused(open_house, client, door, long)).status_code == 413


@pytest.mark.parametrize("door", DOORS)
async def test_a_megabyte_in_pieces_without_a_length(open_house: Building, client: httpx.AsyncClient, door: str):
    path, own, _ = DOORS[door]

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(96):
            yield b" " * 16_384

    before = rows(open_house)
    response = await client.post(path, content=pieces(), headers=JSON | own)
    assert response.status_code == 413 and rows(open_house) == before


@pytest.mark.parametrize("door", DOORS)
async def test_another_kind_of_content(open_house: Building, client: httpx.AsyncClient, door: str):
    content = json.dumps(DOORS[door][2])
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        response = await refused(open_house, client, door, content, **{"content-type": kind})
        assert response.status_code in (403, 415) and "Content-Type" in response.text


@pytest.mark.parametrize("door", ["chat", "search", "reports"])
async def test_an_unknown_field(open_house: Building, client: httpx.AsyncClient, door: str):
    response = await refused(open_house, client, door, json.dumps(DOORS[door][2] | {"admin": True}))
    assert response.status_code == 422 and "admin" in response.json()["error"]["message"]


@pytest.mark.parametrize("door", ["kakao", "telegram"])
@pytest.mark.parametrize("secret", ["", "wrong", "x" * 8_000, KAKAO + " x", SECRET[:-1]])
async def test_a_wrong_secret(open_house: Building, client: httpx.AsyncClient, door: str, secret: str):
    header = next(iter(DOORS[door][1]))
    response = await refused(open_house, client, door, json.dumps(DOORS[door][2]), **{header: secret})
    assert response.status_code in (401, 403) and KAKAO not in response.text and SECRET not in response.text


@pytest.mark.parametrize("door", ["kakao", "telegram"])
async def test_no_secret_at_all(open_house: Building, client: httpx.AsyncClient, door: str):
    path, _, body = DOORS[door]
    before = rows(open_house)
    response = await client.post(path, json=body)
    assert response.status_code in (401, 403) and rows(open_house) == before


async def test_a_channel_without_its_secret_is_off_and_says_so(building: Building):
    transport = httpx.ASGITransport(create_app(building), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://ieum.test") as client:
        for door, setting in (("kakao", "IEUM_KAKAO_SECRET"), ("telegram", "IEUM_TELEGRAM_TOKEN")):
            path, own, body = DOORS[door]
            before = rows(building)
            response = await client.post(path, json=body, headers=own)
            assert response.status_code in (404, 503) and setting in response.text and rows(building) == before


CHAT = {
    "no sender": {"text": "안녕"},
    "short sender": {"sender": "a", "text": "안녕"},
    "sender with a path": {"sender": "../../etc/passwd-0123456789", "text": "안녕"},
    "sender a number": {"sender": 12345678901234567, "text": "안녕"},
    "no text": {"sender": SENDER},
    "empty text": {"sender": SENDER, "text": ""},
    "blank text": {"sender": SENDER, "text": " \n\t"},
    "text a list": {"sender": SENDER, "text": ["안녕"]},
    "too long": {"sender": SENDER, "text": "가" * 4_097},
    "message id with blanks": {"sender": SENDER, "text": "안녕", "message_id": "a b"},
    "endless message id": {"sender": SENDER, "text": "안녕", "message_id": "a" * 500},
}


@pytest.mark.parametrize("body", CHAT.values(), ids=CHAT.keys())
async def test_a_chat_message_that_is_not_one(open_house: Building, client: httpx.AsyncClient, body: dict[str, Any]):
    assert (await refused(open_house, client, "chat", json.dumps(body))).status_code == 422


REPORTS = {
    "nothing told": {"subject": "other"},
    "empty": REPORT | {"what": ""},
    "subject unknown": REPORT | {"subject": "enemy"},
    "too long": REPORT | {"what": "가" * 2_001},
    "consent a word": REPORT | {"consent": "maybe"},
    "somebody else's conversation": REPORT | {"conversation": "x"},
    "a level of one's own": REPORT | {"level": "normal"},
}


@pytest.mark.parametrize("body", REPORTS.values(), ids=REPORTS.keys())
async def test_a_report_that_is_not_one(open_house: Building, client: httpx.AsyncClient, body: dict[str, Any]):
    assert (await refused(open_house, client, "reports", json.dumps(body))).status_code == 422


@pytest.mark.parametrize("path", ["/api/chat/history", "/api/chat/updates"])
async def test_anothers_conversation_cannot_be_read(open_house: Building, client: httpx.AsyncClient, path: str):
    await client.post("/api/chat", json={"sender": SENDER, "text": "비밀 이야기예요"})
    for headers in (
        {},
        {"X-Ieum-Sender": ""},
        {"X-Ieum-Sender": "' OR 1=1 --"},
        {"X-Ieum-Sender": "other-0123456789abcdef"},
    ):
        assert "비밀" not in (await client.get(path, headers=headers)).text
    assert (await client.get(f"{path}?sender={SENDER}")).status_code == 422


async def test_a_receipt_without_its_code_tells_nothing(open_house: Building, client: httpx.AsyncClient):
    taken = (await client.post("/api/reports", json=REPORT, headers=DOORS["reports"][1])).json()
    answers = set()
    first = taken["receipt"]
    for receipt, code in ((first, ""), (first, "3333-3333"), ("R-3333-33", taken["code"]), ("%00", "x")):
        response = await client.get(f"/api/reports/{receipt}", headers={"X-Report-Code": code})
        assert response.status_code == 404
        answers.add(response.text)
    assert len(answers) == 1


async def test_the_desk_is_shut(open_house: Building, client: httpx.AsyncClient):
    before = rows(open_house)
    for path in ("/console", "/console/cases/C-00000000", "/console/../console"):
        response = await client.get(path)
        assert response.status_code in (302, 303, 307, 401, 403, 404) or "password" in response.text
    for path in ("/console/cases/C-00000000/close", "/ack/forged", "/console/login"):
        response = await client.post(path, data={"x": "1"})
        assert response.status_code == 303 or 400 <= response.status_code < 500
    after = rows(open_house)
    assert {name for name in after if after[name] != before[name]} <= {"console_login_failures"}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=40)
@given(door=st.sampled_from(sorted(DOORS)), data=st.data())
async def test_no_shape_of_json_makes_a_server_error(client: httpx.AsyncClient, door: str, data: st.DataObject):
    path, own, good = DOORS[door]
    body = dict(good)
    for key in data.draw(st.lists(st.sampled_from(sorted(good)), max_size=2)):
        body[key] = data.draw(VALUES)
    response = await client.post(path, content=json.dumps(body), headers=JSON | own)
    assert response.status_code < 500, (door, body, response.text[:300])
