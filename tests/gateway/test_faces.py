"""The gateway's own faces: ready or not, search, metrics; whatever is sent gets one shape of error."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from gateway.app import create_app
from gateway.build import Building, build
from gateway.supervisor import Status
from knowledge.passages import of_guide
from tests.gateway.kit import NEIGHBOUR, drop, rows, say
from tests.house import RENT


@asynccontextmanager
async def asking(building: Building) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the app over this house; nothing of the app is started."""
    transport = httpx.ASGITransport(create_app(building), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://ieum.test") as client:
        yield client


@pytest.fixture
async def client(building: Building) -> AsyncIterator[httpx.AsyncClient]:
    async with asking(building) as client:
        yield client


async def test_not_ready_before_the_index_and_ready_after_it(make_settings: Callable[..., Any]):
    building = build(make_settings())
    async with asking(building) as client:
        before = await client.get("/healthz")
        search = await client.post("/api/search", json={"query": "월세"})
        assert before.status_code == 503 and search.status_code == 503
        assert search.json()["error"]["code"] == "not_ready"
        building.library.renew([passage for guide in building.catalog() for passage in of_guide(guide)])
        after = await client.get("/healthz")
    assert after.status_code == 200 and after.json()["parts"]["knowledge"]["guides"] == len(building.catalog())


async def test_every_part_is_told(client: httpx.AsyncClient):
    parts = (await client.get("/healthz")).json()["parts"]
    assert {"knowledge", "database", "cases", "rasa", "channels", "alerts"} <= set(parts)
    assert set(parts["channels"]) >= {"web", "kakao", "telegram"}
    assert "IEUM_KAKAO_SECRET" in parts["channels"]["kakao"] and "IEUM_TELEGRAM_TOKEN" in parts["channels"]["telegram"]
    assert all(state.startswith("off: IEUM_") for state in parts["alerts"].values())


async def until_it_is(status: str, client: httpx.AsyncClient) -> None:
    """Wait for a status of the health page."""
    async with asyncio.timeout(10):
        while (await client.get("/healthz")).json()["status"] != status:  # noqa: ASYNC110 - the page is all there is
            await asyncio.sleep(0.02)


async def test_a_quiet_house_that_nobody_waits_in_is_ok(building: Building, client: httpx.AsyncClient):
    stop = asyncio.Event()
    clock = asyncio.create_task(building.clock.run(0.05, stop))
    await until_it_is("ok", client)
    await say(building, NEIGHBOUR)
    await until_it_is("degraded", client)
    assert (await client.get("/healthz")).json()["parts"]["cases"]["no_one_on_call"] is True
    stop.set()
    await clock


async def test_without_its_database_the_house_is_not_ready(building: Building, client: httpx.AsyncClient):
    drop(building, "cases")
    response = await client.get("/healthz")
    assert response.status_code == 503 and response.json()["parts"]["database"].startswith("down")
    assert "SELECT" not in response.text


@pytest.mark.parametrize("phase", ["training", "starting", "down"])
async def test_a_dialogue_that_is_not_up_is_told_and_degrades(building: Building, phase: str):
    from gateway.health import health

    status = Status()
    status.set(phase, "까닭")
    ready, body = await asyncio.to_thread(
        health, building.library, building.store, building.clock.health, status, {}, building.pusher.health()
    )
    assert ready and body["status"] == "degraded" and body["parts"]["rasa"].startswith(phase)


async def test_health_tells_nothing_personal(building: Building, client: httpx.AsyncClient):
    reply = await say(building, NEIGHBOUR)
    assert reply.receipt and reply.receipt not in (await client.get("/healthz")).text


async def test_search_finds_guides_with_their_best_section(client: httpx.AsyncClient):
    found = (await client.post("/api/search", json={"query": "청년월세 얼마예요", "top_k": 3})).json()
    assert len(found) == 3 and found[0]["id"] in (RENT, "youth-monthly-rent")
    assert set(found[0]) == {"id", "section", "title", "score", "text"} and found[0]["text"]
    assert [one["score"] for one in found] == sorted((one["score"] for one in found), reverse=True)


async def test_a_query_that_nothing_matches_gets_an_empty_list(client: httpx.AsyncClient):
    assert (await client.post("/api/search", json={"query": "xyzzy"})).json() == []


BAD: dict[str, tuple[Any, int]] = {
    "no query": ({}, 422),
    "empty": ({"query": ""}, 422),
    "blank": ({"query": "  \n"}, 422),
    "number": ({"query": 3}, 422),
    "too long": ({"query": "가" * 1_001}, 422),
    "none wanted": ({"query": "월세", "top_k": 0}, 422),
    "too many wanted": ({"query": "월세", "top_k": 51}, 422),
    "top_k a word": ({"query": "월세", "top_k": "all"}, 422),
    "unknown field": ({"query": "월세", "filter": 1}, 422),
    "a list": ([], 422),
    "no json": (b"{", 400),
    "not utf-8": ('{"query": "월세"}'.encode("cp949"), 400),
    "half a letter": (b'{"query": "\\ud800"}', 400),
    "too deep": (b"[" * 20_000, 400),
    "a megabyte": ({"query": "가" * 400_000}, 413),
}


@pytest.mark.parametrize(("body", "status"), BAD.values(), ids=BAD.keys())
async def test_a_bad_search_is_told_why(building: Building, client: httpx.AsyncClient, body: Any, status: int):
    before = rows(building)
    content = body if isinstance(body, bytes) else json.dumps(body)
    response = await client.post("/api/search", content=content, headers={"content-type": "application/json"})
    assert response.status_code == status, response.text
    error = response.json()["error"]
    assert set(error) == {"code", "message"} and len(response.text) < 600
    assert rows(building) == before


async def test_a_form_is_no_search(client: httpx.AsyncClient):
    assert (await client.post("/api/search", data={"query": "월세"})).status_code == 415


async def test_metrics_are_in_prometheus_format(client: httpx.AsyncClient):
    response = await client.get("/metrics")
    assert response.status_code == 200 and "# TYPE" in response.text


async def test_the_documentation_names_every_face(client: httpx.AsyncClient):
    paths = (await client.get("/openapi.json")).json()["paths"]
    assert {"/healthz", "/metrics", "/api/chat", "/api/search", "/api/reports", "/api/reports/{receipt}"} <= set(paths)
    assert not any("actions" in path for path in paths)
    assert (await client.get("/api/docs")).status_code == 200


async def test_an_unknown_address_is_a_404_and_changes_nothing(building: Building, client: httpx.AsyncClient):
    before = rows(building)
    for path in (
        "/nope",
        "/api/nope",
        "/actions",
        "/actions/",
        "/../etc/passwd",
        "/static/../gateway/settings.py",
        "/%00",
    ):
        assert (await client.get(path)).status_code in (404, 405), path
    assert rows(building) == before
