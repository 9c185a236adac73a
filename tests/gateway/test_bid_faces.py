"""POST /api/bids/match over collected notices."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from gateway.build import Building
from knowledge.collectors.source import Record
from tests.gateway.test_faces import asking
from tests.knowledge.bids.kit import firm, notice

ASKED: dict[str, Any] = {"firm": firm().model_dump(exclude_none=True), "today": "2026-11-22"}


def _collect(building: Building, *rows: dict[str, Any]) -> None:
    records = building.notices.records
    records.hold("g2b")
    records.keep("g2b", [Record.of(row, ("bidNtceNo", "bidNtceOrd")) for row in rows], None)
    records.release("g2b")


async def _match(client: httpx.AsyncClient, **more: Any) -> httpx.Response:
    return await client.post("/api/bids/match", json={**ASKED, **more})


async def test_collected_notices_are_matched_with_reasons_and_corrections_followed(building: Building) -> None:
    async with asking(building) as client:
        assert (await _match(client)).json() == []
        _collect(building, notice(), notice(bidNtceNo="R2", rgnLmtYn="Y", prtcptPsblRgnNm="부산광역시"))
        (found,) = (await _match(client)).json()
        assert found["id"] == "R26BK00000001" and 0 < found["score"] <= 1
        assert any("챗봇" in told for told in found["fits"])
        both = (await _match(client, ruled_out=True)).json()
        assert [one["score"] > 0 for one in both] == [True, False]
        assert any("부산광역시" in told for told in both[1]["against"])
        _collect(building, notice(bidNtceOrd="001", ntceKindNm="취소공고"))
        assert (await _match(client)).json() == []


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"firm": {"size": "거대"}}, "size"), ({"firm": {"stars": 5}}, "stars"), ({"top_k": 0}, "top_k"),
        ({"today": "모레"}, "today"), ({"firm": {"keywords": 5}}, "keywords"), ({"firm": None}, "firm"),
        ({"firm": {"keywords": ["가" * 501]}}, "keywords"), ({"firm": {"budget_min_won": -1}}, "budget_min_won"),
    ],
)  # fmt: skip
async def test_what_is_wrong_is_named(building: Building, more: dict[str, Any], named: str) -> None:
    async with asking(building) as client:
        answer = await _match(client, **more)
    assert answer.status_code == 422 and named in answer.text


async def test_hostile_texts_are_read_as_texts(building: Building) -> None:
    _collect(building, notice(bidNtceNm="<script>챗봇</script>\x00"))
    hostile = {"name": "\ud800'; drop table", "keywords": ["챗봇\ud800\u202e"], "region": "화성 3번지"}
    async with asking(building) as client:
        answer = await client.post(
            "/api/bids/match", content=json.dumps({**ASKED, "firm": hostile}),
            headers={"content-type": "application/json"},
        )  # fmt: skip
    assert answer.status_code == 200 and len(answer.json()) == 1
