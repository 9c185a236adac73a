"""The chat page as HTML: strict headers, and the same conversation for browsers that run no script."""

from __future__ import annotations

import re

import httpx
import pytest

from connectors.message import Citation, Part
from tests.connectors.web.small_desk import SmallDesk


async def form_of(client: httpx.AsyncClient, path: str = "/") -> dict[str, str]:
    page = (await client.get(path)).text
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


async def test_page_is_strict_and_korean(client: httpx.AsyncClient) -> None:
    response = await client.get("/")
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert response.headers["cache-control"] == "no-store"
    assert '<html lang="ko">' in response.text
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*src=)", response.text)
    assert "공식 누리집이 아니에요" in response.text
    assert (await client.head("/")).status_code == 200


async def test_form_answers_without_script_and_remembers(client: httpx.AsyncClient, desk: SmallDesk) -> None:
    form = await form_of(client)
    answered = await client.post("/chat", data=form | {"text": "청년월세 얼마예요?"})
    assert answered.status_code == 200
    assert "24개월까지" in answered.text and "지원 내용 (새 창)" in answered.text
    cookie = next(value for value in answered.headers.get_list("set-cookie") if value.startswith("ieum_sender="))
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Secure" not in cookie
    again = await client.get("/chat")
    assert "청년월세 얼마예요?" in again.text and "24개월까지" in again.text
    assert len({turn.sender for turn in desk.turns}) == 1


async def test_reloading_the_answer_sends_nothing_twice(client: httpx.AsyncClient, desk: SmallDesk) -> None:
    form = await form_of(client) | {"text": "청년월세"}
    await client.post("/chat", data=form)
    await client.post("/chat", data=form)
    assert len(desk.turns) == 1


async def test_danger_shows_numbers_and_receipt_without_script(client: httpx.AsyncClient) -> None:
    form = await form_of(client)
    page = (await client.post("/chat", data=form | {"text": "다 끝내고 싶어요"})).text
    crisis = page[page.index('class="crisis"') : page.index('id="held"')]
    assert {"tel:119", "tel:112", "tel:109", "tel:1577-0199"} <= set(re.findall(r'href="([^"]*)"', crisis))
    assert "R-7K3M-9Q" in page


async def test_a_human_holding_is_said_without_script(client: httpx.AsyncClient) -> None:
    form = await form_of(client)
    page = (await client.post("/chat", data=form | {"text": "담당자 불러 주세요"})).text
    assert "담당자가 함께 보고 있어요" in page and "제가 이어서 도와드릴게요" in page


async def test_a_pressed_chip_is_sent(client: httpx.AsyncClient, desk: SmallDesk) -> None:
    form = await form_of(client)
    await client.post("/chat", data=form | {"text": "", "choice": "청년월세 서류 알려줘"})
    assert desk.turns[0].text == "청년월세 서류 알려줘"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"csrf": "x" * 43}, 403),
        ({"csrf": ""}, 403),
        ({"csrf": "한글"}, 403),
        ({"text": "  "}, 422),
        ({"text": "가" * 4001}, 422),
        ({"message_id": "a b"}, 422),
    ],
)
async def test_bad_form_says_why_and_keeps_the_text(
    client: httpx.AsyncClient, desk: SmallDesk, change: dict[str, str], status: int
) -> None:
    form = await form_of(client) | {"text": "잃어버리면 안 되는 말"} | change
    page = await client.post("/chat", data=form)
    assert page.status_code == status
    assert re.search(r'id="problem"[^>]*>[^<]*[가-힣]', page.text)
    assert form["text"].strip() in page.text
    assert desk.turns == []


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://ieum.test.evil.example", "http://["])
async def test_a_form_from_elsewhere_is_refused(client: httpx.AsyncClient, desk: SmallDesk, origin: str) -> None:
    form = await form_of(client) | {"text": "안녕하세요"}
    assert (await client.post("/chat", data=form, headers={"Origin": origin})).status_code == 403
    assert desk.turns == []
    assert (await client.post("/chat", data=form, headers={"Origin": "http://ieum.test"})).status_code == 200


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"text=%FF%FE", "application/x-www-form-urlencoded", 400),
        (b"text=" + b"a" * 70_000, "application/x-www-form-urlencoded", 413),
        (b"&".join(b"a%d=1" % n for n in range(60)), "application/x-www-form-urlencoded", 400),
        (b"text=hi", "text/plain", 415),
    ],
)
async def test_a_broken_form_gets_a_page(client: httpx.AsyncClient, content: bytes, kind: str, status: int) -> None:
    page = await client.post("/chat", content=content, headers={"Content-Type": kind})
    assert page.status_code == status
    assert page.headers["content-type"].startswith("text/html")


async def test_hostile_words_stay_words(client: httpx.AsyncClient, desk: SmallDesk) -> None:
    form = await form_of(client)
    hostile = "<img src=x onerror=alert(1)>\"'{{7*7}}"
    page = (await client.post("/chat", data=form | {"text": hostile})).text
    assert "<img src=x" not in page and "&lt;img src=x" in page and "{{7*7}}" in page


async def test_a_link_that_could_run_is_no_link(client: httpx.AsyncClient, desk: SmallDesk) -> None:
    form = await form_of(client)
    await client.post("/chat", data=form | {"text": "안녕하세요"})
    source = Citation("x", "제목", "대목", "javascript:alert(1)", "2026-01-01")
    desk.say(desk.turns[0].sender, "bot", "답", (Part("답", (source,)),))
    assert "javascript:" not in (await client.get("/chat")).text


async def test_a_forged_sender_cookie_is_ignored(client: httpx.AsyncClient, desk: SmallDesk) -> None:
    form = await form_of(client)
    client.cookies.set("ieum_sender", "../../etc")
    await client.post("/chat", data=form | {"text": "안녕하세요"})
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", desk.turns[0].sender)


async def test_cookies_are_secure_over_https(desk: SmallDesk) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(desk.app()), base_url="https://ieum.test") as client:
        assert "Secure" in (await client.get("/")).headers["set-cookie"]


async def test_points_become_a_list(client: httpx.AsyncClient, desk: SmallDesk) -> None:
    form = await form_of(client)
    await client.post("/chat", data=form | {"text": "안녕하세요"})
    desk.say(desk.turns[0].sender, "bot", "서류예요.\n- 신청서\n- 통장 <사본>\n\n곧 마감해요.\n-2도")
    page = (await client.get("/chat")).text
    assert "<p>서류예요.</p><ul><li>신청서</li><li>통장 &lt;사본&gt;</li></ul><p>곧 마감해요.\n-2도</p>" in page
