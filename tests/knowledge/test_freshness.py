"""The freshness report: what is old, ending, doubtful or suspicious is found, and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from knowledge.catalog import Catalog
from knowledge.freshness import age_in_months, last_day, look_through
from knowledge.link_check import dead_links
from tests.fakes.http_server import serving
from tests.knowledge import guides

TODAY = date(2026, 11, 22)
FRESH: dict[str, Any] = {"url": "https://www.moon.go.kr", "period": "상시", "as_of": "2026-10", "sources": ["general"]}


def found(dead: dict[str, str] | None = None, **front: Any) -> list[tuple[str, str]]:
    """Kind and detail of everything found in one guide that is fresh but for ``front``."""
    report = look_through([guides.guide(**(FRESH | front))], TODAY, 30, dead)
    return [(finding.kind, finding.detail) for finding in report.findings]


def test_a_fresh_guide_has_no_finding():
    assert found() == []


@pytest.mark.parametrize(
    ("front", "finding"),
    [
        ({"as_of": "2025-10"}, ("old", "2025-10 (13개월)")),
        ({"as_of": "2025"}, ("old", "2025 (22개월)")),
        ({"valid_until": "2026-11-21"}, ("passed", "2026-11-21")),
        ({"valid_until": "2026-12-22"}, ("expires_soon", "2026-12-22")),
        ({"period": "2026-03-30 09시 ~ 2026-05-29 16시"}, ("passed", "2026-05-29")),
        ({"period": "2026년 12월 1일까지"}, ("expires_soon", "2026-12-01")),
        ({"confidence": "low"}, ("low_confidence", "")),
        ({"contact": None}, ("no_contact", "")),
        ({"url": None}, ("no_url", "")),
        ({"url": "http://www.moon.go.kr"}, ("not_https", "http://www.moon.go.kr")),
        ({"url": "https://moon.example"}, ("not_official", "https://moon.example")),
        ({"url": "https://www.go.kr.example"}, ("not_official", "https://www.go.kr.example")),
        ({"url": "https://evilgo.kr"}, ("not_official", "https://evilgo.kr")),
        ({"sources": ["https://a.tistory.com/1"]}, ("blog_source", "https://a.tistory.com/1")),
        ({"sources": ["https://www.google.com/search?q=1"]}, ("blog_source", "https://www.google.com/search?q=1")),
    ],
)
def test_what_an_editor_should_see_to_is_found(front: dict[str, Any], finding: tuple[str, str]):
    assert found(**front) == [finding]


@pytest.mark.parametrize(
    "front",
    [
        {"as_of": "2025-11"}, {"valid_until": "2026-12-23"}, {"status": "closed", "period": "2026-03-30 ~ 2026-05-29"},
        {"period": "2026-01-06부터 예산 소진 시까지"}, {"period": "2026-02-30 ~ 2026-02-31"}, {"period": "5월 1일까지"},
        {"status": "ended", "as_of": "2020-01", "contact": None}, {"sources": ["https://www.tistory.com.go.kr/a"]},
    ],
)  # fmt: skip
def test_what_is_in_order_is_not(front: dict[str, Any]):
    assert found(**front) == []


def test_a_dead_address_is_told_with_its_reason():
    assert found({"https://www.moon.go.kr": "404"}) == [("dead", "https://www.moon.go.kr (404)")]


def test_ages_and_ends():
    assert [age_in_months(told, TODAY) for told in ("2026-11-30", "2026-10", "2025", "2027-01")] == [0, 1, 22, 0]
    assert last_day(guides.guide(period="2026.3.3.~5.29.")) == date(2026, 5, 29)


def test_the_shipped_guides_are_all_counted_and_the_worst_come_first(all_guides: Catalog):
    report = look_through(all_guides, TODAY, 30).as_json()
    assert sum(report["ages"].values()) == report["guides"] == len(all_guides)
    assert sum(report["counts"].values()) == len(report["findings"])
    kinds = [finding["kind"] for finding in report["findings"]]
    assert kinds == sorted(kinds, key=list(report["counts"]).index)


async def _head_refused(request: Request) -> Response:
    return PlainTextResponse("ok") if request.method == "GET" else PlainTextResponse("", 405)


async def _only_get(request: Request) -> Response:
    return PlainTextResponse("ok") if request.method == "GET" else PlainTextResponse("", 404)


def _status(status: int) -> Any:
    async def answer(request: Request) -> Response:
        return PlainTextResponse("", status)

    return answer


@pytest.fixture
async def site() -> AsyncIterator[str]:
    async def stall(request: Request) -> Response:
        await asyncio.Event().wait()
        return PlainTextResponse("late")

    async def moved(request: Request) -> Response:
        return RedirectResponse("/gone")

    both = ["GET", "HEAD"]
    routes = [Route(f"/{s}", _status(s), methods=both) for s in (200, 403, 429, 500)]
    routes += [Route("/head-refused", _head_refused, methods=both), Route("/only-get", _only_get, methods=both)]
    routes += [Route("/moved", moved, methods=both), Route("/stall", stall, methods=both)]
    async with serving(Starlette(routes=routes)) as url:
        yield url


async def test_addresses_are_asked_and_only_the_dead_are_named(site: str):
    steps: list[tuple[int, int]] = []
    paths = ("200", "403", "429", "500", "head-refused", "only-get", "moved", "gone", "stall")
    asked = [*(f"{site}/{path}" for path in paths), "http://127.0.0.1:9/", "http://[broken/", f"{site}/200"]
    dead = await dead_links(asked, lambda done, total: steps.append((done, total)), seconds=0.5)
    named = {address.removeprefix(site): reason for address, reason in dead.items()}
    assert {name: named[name] for name in ("/500", "/moved", "/gone")} == {
        "/500": "500",
        "/moved": "404",
        "/gone": "404",
    }
    assert set(named) == {"/500", "/moved", "/gone", "/stall", "http://127.0.0.1:9/", "http://[broken/"}
    assert named["/stall"] == "ReadTimeout" and steps[-1] == (11, 11) and len(steps) == 11
