"""The drafts' faces and pages: filled in, saved as files, kept nowhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import hwp_hwpx_parser
import pytest

from gateway.build import Building
from tests.gateway.kit import kept_bytes, rows

FORM = "livelihood-benefit"
NUMBER = "990101-" + "1234567"


async def test_the_list_names_every_form_and_whether_it_is_open(client: httpx.AsyncClient):
    lines = (await client.get("/api/drafts")).json()
    assert {line["id"] for line in lines} >= {FORM, "ds-application-forms", "happy-housing-youth"}
    assert all(set(line) == {"id", "title", "form", "domain", "open"} for line in lines)


async def test_a_draft_is_filled_in_from_profile_talk_and_answers(client: httpx.AsyncClient):
    body = {
        "id": FORM, "profile": {"housing": "월세"}, "talk": {"household_size": 2}, "answers": {"name": "홍길동"},
    }  # fmt: skip
    made = (await client.post("/api/drafts", json=body)).json()
    told = {field["id"]: (field["value"], field["origin"]) for s in made["sections"] for field in s["fields"]}
    assert (told["housing"], told["household_size"], told["name"]) == (
        ("월세", "profile"), ("2", "talk"), ("홍길동", "asked"),
    )  # fmt: skip
    assert "birth" in made["missing"] and made["submit"]["how"] and made["consents"]


async def test_the_files_hold_what_was_told(client: httpx.AsyncClient, tmp_path: Path):
    body = {"id": FORM, "answers": {"name": "홍길동", "reason": "일을 잃었어요 <b>&"}}
    printed = await client.post("/api/drafts.pdf", json=body)
    assert printed.content.startswith(b"%PDF-")
    written = await client.post("/api/drafts.hwpx", json=body)
    assert written.headers["content-type"] == "application/hwp+zip" and "hwpx" in written.headers["content-disposition"]
    (tmp_path / "a.hwpx").write_bytes(written.content)
    read = hwp_hwpx_parser.Reader(str(tmp_path / "a.hwpx")).text
    assert "홍길동" in read and "일을 잃었어요 <b>&" in read


BAD: dict[str, tuple[Any, int, str]] = {
    "unknown guide": ({"id": "no-such"}, 404, "no-such"),
    "no form": ({"id": "call-109"}, 404, "초안"),
    "unknown field": ({"id": FORM, "answers": {"shoe": "1"}}, 422, "shoe"),
    "by hand": ({"id": FORM, "answers": {"account": "1"}}, 422, "account"),
    "a number that is not kept": ({"id": FORM, "answers": {"reason": NUMBER}}, 422, "주민등록번호"),
    "a wrong date": ({"id": FORM, "answers": {"birth": "작년"}}, 422, "작년"),
    "too long": ({"id": FORM, "answers": {"reason": "가" * 401}}, 422, "400"),
    "answers a list": ({"id": FORM, "answers": ["홍길동"]}, 422, "answers"),
    "a nested answer": ({"id": FORM, "answers": {"name": {"a": 1}}}, 422, "name"),
    "broken letters": ({"id": FORM, "answers": {"name": "\ud800"}}, 400, "글자"),
    "no id": ({}, 422, "id"),
}


@pytest.mark.parametrize(("body", "status", "named"), BAD.values(), ids=BAD.keys())
@pytest.mark.parametrize("path", ["/api/drafts", "/api/drafts.hwpx"])
async def test_a_bad_request_is_told_why(
    building: Building, client: httpx.AsyncClient, path: str, body: Any, status: int, named: str
):
    before = rows(building)
    response = await client.post(path, content=json.dumps(body), headers={"content-type": "application/json"})
    assert response.status_code == status and named in response.json()["error"]["message"]
    assert rows(building) == before


async def test_the_page_asks_only_what_may_be_asked_and_gives_files(client: httpx.AsyncClient):
    listed = (await client.get("/drafts")).text
    assert f'href="/drafts/{FORM}"' in listed
    page = (await client.get(f"/drafts/{FORM}")).text
    assert 'name="name"' in page and 'name="resident_number"' not in page and "어디에도 내지 않았어요" in page
    saved = await client.post(f"/drafts/{FORM}", data={"name": "홍길동", "as": "hwpx"})
    assert saved.content.startswith(b"PK")
    shown = await client.post(f"/drafts/{FORM}", data={"name": "홍길동", "as": "page"})
    assert 'value="홍길동"' in shown.text


async def test_a_wrong_value_loses_nothing_that_was_written(client: httpx.AsyncClient):
    response = await client.post(f"/drafts/{FORM}", data={"name": "홍길동", "birth": "작년", "as": "pdf"})
    assert response.status_code == 422 and 'value="홍길동"' in response.text and "작년" in response.text


async def test_a_resident_number_is_not_even_shown_again(client: httpx.AsyncClient):
    response = await client.post(f"/drafts/{FORM}", data={"reason": NUMBER, "as": "page"})
    assert response.status_code == 422 and NUMBER not in response.text


async def test_nothing_of_a_draft_is_kept(building: Building, client: httpx.AsyncClient, home: Path):
    before = rows(building)
    await client.post(f"/drafts/{FORM}", data={"name": "홍길동이라는사람", "as": "pdf"})
    await client.post("/api/drafts", json={"id": FORM, "answers": {"name": "홍길동이라는사람"}})
    assert rows(building) == before and "홍길동이라는사람".encode() not in kept_bytes(home)


async def test_a_guide_without_a_form_has_no_page(client: httpx.AsyncClient):
    assert (await client.get("/drafts/call-109")).status_code == 404
