"""The assess face (DESIGN §7): sorted by verdict with reasons, the window beside it, and bad profiles named."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from gateway.app import create_app
from gateway.assessing import OUTCOMES, judged
from gateway.build import Building
from knowledge.catalog import Catalog
from knowledge.eligibility.profile import Profile
from tests.gateway.kit import rows
from tests.house import RENT

YOUNG: dict[str, Any] = {
    "age": 27, "region": "서울특별시 관악구", "employment": "unemployed", "household_size": 1, "income_median_pct": 45,
    "assets_won": 10_000_000, "homeless_owner": "무주택", "household": ["1인가구", "미혼"], "housing": "월세",
}  # fmt: skip


@pytest.fixture
async def client(building: Building) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_app(building), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://ieum.test") as client:
        yield client


async def _assess(client: httpx.AsyncClient, **body: Any) -> dict[str, Any]:
    response = await client.post("/api/assess", json=body)
    assert response.status_code == 200, response.text
    return response.json()


async def test_every_guide_with_rules_is_in_one_list_with_its_reasons(client: httpx.AsyncClient):
    answer = await _assess(client, profile=YOUNG)
    assert set(answer) == set(OUTCOMES)
    ids = [item["id"] for items in answer.values() for item in items]
    assert len(ids) == len(set(ids)) and RENT in ids and "call-109" not in ids
    for outcome, items in answer.items():
        for item in items:
            told = {reason["outcome"] for reason in item["reasons"]}
            assert told <= {"met"} if outcome == "eligible" else ("failed" in told) == (outcome == "ineligible")
            assert all({"rule", "fact", "threshold", "outcome", "source"} <= set(one) for one in item["reasons"])
            assert set(item["ask"]) <= set(Profile.model_fields) - set(YOUNG)


async def test_the_window_is_beside_the_verdict_and_not_in_it(client: httpx.AsyncClient):
    answer = await _assess(client, profile=YOUNG, ids=["youth-leap-account", "culture-card"])
    leap = next(item for items in answer.values() for item in items if item["id"] == "youth-leap-account")
    assert leap["window"]["status"] == "ended" and "종료" not in json.dumps(leap["reasons"], ensure_ascii=False)


async def test_a_reason_names_the_fact_and_the_guides_own_sentence(client: httpx.AsyncClient):
    answer = await _assess(client, profile={"income_median_pct": 61}, ids=[RENT])
    (item,) = answer["ineligible"]
    reason = next(one for one in item["reasons"] if one["outcome"] == "failed")
    assert "61%" in reason["fact"] and "60%" in reason["threshold"] and "60%" in reason["source"] and reason["change"]


async def test_asked_by_id_a_guide_without_rules_is_undecided_and_says_so(client: httpx.AsyncClient):
    answer = await _assess(client, profile=YOUNG, ids=["call-109", "call-109"])
    (item,) = answer["undecided"]
    assert item["id"] == "call-109" and "적혀 있지 않은" in item["reasons"][0]["threshold"] and item["ask"] == []


async def test_facts_that_contradict_are_told_and_decide_nothing(client: httpx.AsyncClient):
    answer = await _assess(client, profile={"homeless_owner": "무주택", "housing": "자가"}, ids=[RENT])
    (item,) = answer["undecided"]
    assert item["warnings"] and set(item["ask"]) >= {"homeless_owner", "housing"}


BAD: dict[str, tuple[Any, str]] = {
    "no profile": ({}, "profile"),
    "profile a list": ({"profile": []}, "profile"),
    "age": ({"profile": {"age": 121}}, "120 이하"),
    "age a word": ({"profile": {"age": "스물"}}, "정수"),
    "employment": ({"profile": {"employment": "king"}}, "self_employed"),
    "household": ({"profile": {"household": ["부자"]}}, "예비신혼부부"),
    "household a word": ({"profile": {"household": "한부모"}}, "목록"),
    "housing": ({"profile": {"housing": "성"}}, "고시원"),
    "income": ({"profile": {"income_median_pct": "많음"}}, "숫자"),
    "unknown field": ({"profile": {"shoe_size": 270}}, "shoe_size"),
    "unknown guide": ({"profile": {}, "ids": ["no-such-guide"]}, "no-such-guide"),
    "no ids": ({"profile": {}, "ids": []}, "ids"),
    "too many ids": ({"profile": {}, "ids": ["culture-card"] * 1_001}, "1000"),
}


@pytest.mark.parametrize(("body", "says"), BAD.values(), ids=BAD.keys())
async def test_a_bad_profile_is_told_why(building: Building, client: httpx.AsyncClient, body: Any, says: str):
    before = rows(building)
    response = await client.post("/api/assess", json=body)
    assert response.status_code == 422 and says in response.json()["error"]["message"], response.text
    assert rows(building) == before


@pytest.mark.parametrize(
    "content", [b'{"profile": {"region": "\\ud800"}}', b"[" * 20_000, b"\xff", b'{"profile": {"age": NaN}}']
)
async def test_hostile_bodies_are_refused(client: httpx.AsyncClient, content: bytes):
    response = await client.post("/api/assess", content=content, headers={"content-type": "application/json"})
    assert response.status_code in (400, 422), response.text


def test_judging_every_guide_costs_little(all_guides: Catalog):
    # No clock: the work itself is counted. A verdict is a few leaf conditions, so all guides take some thousand steps.
    verdicts = judged(all_guides, Profile.model_validate(YOUNG), None, 2026)
    assert sum(len(verdict.reasons) for verdict in verdicts) < 2_000
