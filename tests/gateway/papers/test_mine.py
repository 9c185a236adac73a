"""The draft of a talk by its signed link: the answers as a file, until they or the link are gone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from gateway.build import Building
from gateway.conversations import TICKET_LASTS
from tests.gateway.kit import kept_bytes, key_of, lines, message, say

NAME = "홍길동이라는사람"


async def made(building: Building) -> dict[str, str]:
    """Answer a name and stop; the links by their kind."""
    for words in ("생계급여 신청서 초안", NAME):
        await say(building, words)
    reply = await say(building, "여기까지")
    urls = [button.url for part in reply.parts for button in part.buttons if button.url]
    return {url.rsplit("/", 1)[1]: url.removeprefix("https://ieum.example") for url in urls}


async def test_the_link_gives_the_files_and_nothing_stands_in_clear(
    building: Building, client: httpx.AsyncClient, home: Path
):
    links = await made(building)
    assert (await client.get(links["hwpx"])).content.startswith(b"PK")
    assert (await client.get(links["pdf"])).content.startswith(b"%PDF-")
    assert lines(building, message("x")) == [] and NAME.encode() not in kept_bytes(home)


async def test_a_deleted_draft_and_a_strange_link_give_nothing(building: Building, client: httpx.AsyncClient):
    links = await made(building)
    strange = links["pdf"].replace("/mine/", "/mine/x")
    for path in (strange, "/drafts/mine/ticket/pdf", links["pdf"].replace("/pdf", "/exe")):
        assert (await client.get(path)).status_code == 404, path
    await say(building, "초안 지워 줘")
    assert (await client.get(links["pdf"])).status_code == 404


async def test_a_link_grows_old(building: Building, monkeypatch: pytest.MonkeyPatch):
    conversations = building.house.conversations
    ticket = conversations.ticket(key_of(building, message("x")))
    assert conversations.of_ticket(ticket)
    later = conversations._now() + TICKET_LASTS + timedelta(seconds=1)
    monkeypatch.setattr(conversations, "_now", lambda: later)
    assert conversations.of_ticket(ticket) is None
