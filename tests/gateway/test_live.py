"""Guides change under constant requests: a file, a broken one, one gone, a revision; nobody is turned away."""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from gateway.build import Building, build
from knowledge.revisions.model import Editor, digest
from tests.gateway.editor.conftest import Served, serve
from tests.knowledge import guides

WITHIN = 5.0
"""Seconds after which a change must answer; part of what is promised."""
DAHYE, BORAM = Editor("S-d", "다혜", "editor"), Editor("S-b", "보람", "supervisor")
MOON = "달빛 이용권 얼마 주나요?"


@pytest.fixture
def folder(tmp_path: Path, guides_dir: Path) -> Path:
    """A guides folder of our own, to be changed."""
    return Path(shutil.copytree(guides_dir, tmp_path / "guides"))


@pytest.fixture
async def served(make_settings: Callable[..., Any], folder: Path) -> AsyncIterator[Served]:
    async with serve(build(make_settings(guides_dir=folder))) as one:
        await until(lambda: ready(one))
        yield one


async def ready(served: Served) -> bool:
    return (await served.http.get("/healthz")).status_code == 200


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(WITHIN):
        while not await true():  # noqa: ASYNC110 - the app is all there is
            await asyncio.sleep(0.1)


@asynccontextmanager
async def crowd(served: Served) -> AsyncIterator[Counter[int]]:
    """Citizens who search and ask all the time; gives the statuses they got."""
    got: Counter[int] = Counter()
    stop = asyncio.Event()

    async def ask(number: int) -> None:
        while not stop.is_set():
            sender = f"crowd-{number:012d}-{sum(got.values())}"
            for path, body in (
                ("/api/search", {"query": MOON}),
                ("/api/chat", {"sender": sender, "text": MOON}),
            ):
                try:
                    got[(await served.http.post(path, json=body)).status_code] += 1
                except httpx.HTTPError:
                    got[0] += 1
                await asyncio.sleep(0.03)  # others have to be served too

    people = [asyncio.create_task(ask(number)) for number in range(2)]
    try:
        yield got
    finally:
        stop.set()
        await asyncio.gather(*people)


async def said(served: Served) -> str:
    answer = (await served.ask(MOON, "somebody-0123456789"))["messages"][0]
    return answer["text"] if answer["citations"] and answer["citations"][0]["id"] == "moon-voucher" else ""


async def trouble(served: Served) -> str:
    body = (await served.http.get("/healthz")).json()
    return body["parts"]["knowledge"]["trouble"]


def approve(building: Building, text: str, guide_id: str | None) -> None:
    """A revision into force, as two people in the console would."""
    layer = building.editing.laid().layers.get(guide_id or "")
    base = digest(layer.text if layer else None)
    revision = building.editing.save(text, guide_id, DAHYE, base_hash=base)
    building.editing.propose(revision.number, DAHYE)
    building.editing.approve(revision.number, BORAM)


async def test_every_change_is_live_within_seconds_and_no_request_fails(served: Served, folder: Path):
    async with crowd(served) as got:
        assert await said(served) == ""
        guides.write(folder, guides.text())
        await until(lambda: says(served, "월 3만 원"))
        guides.write(folder, guides.text(benefit="월 4만 원, 최장 12개월"))
        await until(lambda: says(served, "월 4만 원"))
        approve(served.building, guides.text(benefit="월 7만 원, 최장 12개월"), "moon-voucher")
        await until(lambda: says(served, "월 7만 원"))
        guides.write(folder, "---\nid: [\n---\n", name="broken")
        await until(lambda: tells(served, "broken.md"))
        assert "월 7만 원" in await said(served)
        (folder / "welfare" / "broken.md").unlink()
        await until(lambda: tells_nothing(served))
    assert set(got) == {200} and got[200] > 20


async def test_a_guide_gone_answers_no_more(served: Served, folder: Path):
    path = guides.write(folder, guides.text())
    await until(lambda: says(served, "월 3만 원"))
    async with crowd(served) as got:
        path.unlink()
        await until(lambda: says_nothing(served))
    assert set(got) == {200}


async def test_another_gateway_on_the_database_follows(served: Served, make_settings: Callable[..., Any], folder: Path):
    other = build(make_settings(guides_dir=folder))
    approve(other, guides.text(benefit="월 9만 원, 최장 12개월"), None)
    await until(lambda: says(served, "월 9만 원"))


async def test_a_start_finds_what_was_approved(served: Served, make_settings: Callable[..., Any], folder: Path):
    approve(served.building, guides.text(), None)
    assert "moon-voucher" in build(make_settings(guides_dir=folder)).catalog()


async def test_old_indexes_do_not_pile_up(served: Served, folder: Path):
    for amount in range(1, 7):
        guides.write(folder, guides.text(benefit=f"월 {amount}만 원, 최장 12개월"))
        await until(lambda amount=amount: says(served, f"월 {amount}만 원"))
    assert len(list((served.building.settings.home / "index").glob("*/manifest.json"))) <= 4


async def says(served: Served, words: str) -> bool:
    return words in await said(served)


async def says_nothing(served: Served) -> bool:
    return await said(served) == ""


async def tells(served: Served, words: str) -> bool:
    return words in await trouble(served)


async def tells_nothing(served: Served) -> bool:
    return await trouble(served) == ""
