"""The checklist's faces and page: what they give, and what they say to what they cannot use."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx
import pytest
from icalendar import Calendar

from gateway.build import Building
from tests.gateway.kit import rows
from tests.house import RENT

CARD = "culture-card"


async def test_a_checklist_names_issuer_place_fee_and_validity(client: httpx.AsyncClient):
    response = await client.post("/api/checklist", json={"id": RENT, "profile": {"age": 27, "housing": "월세"}})
    made = response.json()
    assert response.status_code == 200 and made["id"] == RENT and made["as_of"]
    papers = {paper["id"]: paper for item in made["required"] for paper in item["papers"]}
    family = papers["family-relations"]
    assert family["online"][0]["url"] == "https://efamily.scourt.go.kr" and "무료" in family["fee"] and family["who"]
    assert set(family) == {"id", "name", "kind", "issuer", "online", "fee", "valid", "who", "confidence", "source"}


async def test_the_pdf_and_the_calendar_are_files_with_korean_names(client: httpx.AsyncClient):
    response = await client.post("/api/checklist.pdf", json={"id": RENT})
    assert response.content.startswith(b"%PDF-") and response.headers["content-type"] == "application/pdf"
    assert "filename*=UTF-8''%EC%B2%AD" in response.headers["content-disposition"]
    dated = await client.post("/api/checklist.ics", json={"id": CARD})
    if dated.status_code == 200:
        assert Calendar.from_ical(dated.content).walk("VEVENT")
    else:
        assert dated.json()["error"]["code"] == "no_date_to_come"


async def test_a_guide_without_a_day_to_come_says_so(client: httpx.AsyncClient):
    response = await client.post("/api/checklist.ics", json={"id": RENT})
    assert response.status_code == 404 and response.json()["error"]["code"] == "no_date_to_come"


BAD: dict[str, tuple[Any, int, str]] = {
    "unknown guide": ({"id": "no-such"}, 404, "no-such"),
    "no id": ({}, 422, "id"),
    "empty id": ({"id": " "}, 422, "id"),
    "long id": ({"id": "a" * 101}, 422, "id"),
    "id a number": ({"id": 3}, 422, "id"),
    "age below": ({"id": RENT, "profile": {"age": -1}}, 422, "age"),
    "age a word": ({"id": RENT, "profile": {"age": "many"}}, 422, "age"),
    "unknown home": ({"id": RENT, "profile": {"housing": "성"}}, 422, "housing"),
    "unknown field": ({"id": RENT, "profile": {"shoe_size": 270}}, 422, "shoe_size"),
    "profile a list": ({"id": RENT, "profile": []}, 422, "profile"),
    "a list": ([], 422, "객체"),
    "half a letter": ({"id": "\ud800"}, 400, "글자"),
    "huge": ({"id": RENT, "profile": {"region": "가" * 400_000}}, 413, "커요"),
}


@pytest.mark.parametrize(("body", "status", "named"), BAD.values(), ids=BAD.keys())
@pytest.mark.parametrize("path", ["/api/checklist", "/api/checklist.pdf", "/api/checklist.ics"])
async def test_a_bad_request_is_told_why(
    building: Building, client: httpx.AsyncClient, path: str, body: Any, status: int, named: str
):
    before = rows(building)
    response = await client.post(path, content=json.dumps(body), headers={"content-type": "application/json"})
    assert response.status_code == status and named in response.json()["error"]["message"]
    assert rows(building) == before


async def test_the_page_is_made_and_fitted_without_a_script(client: httpx.AsyncClient):
    page = (await client.get(f"/papers/{RENT}")).text
    assert "임대차계약서" in page and "정부24" not in page.split("<main")[0]
    tag = re.search(r'name="(tag\d+)" id="tag\d+" value="신혼부부"', page)
    assert tag
    fitted = await client.post(f"/papers/{RENT}", data={tag[1]: "신혼부부", "housing": "월세", "as": "page"})
    assert fitted.status_code == 200 and 'value="신혼부부" checked' in fitted.text
    assert "Content-Security-Policy" in fitted.headers and fitted.headers["cache-control"] == "no-store"


async def test_the_page_gives_its_pdf(client: httpx.AsyncClient):
    response = await client.post(f"/papers/{RENT}", data={"as": "pdf", "none": "none"})
    assert response.content.startswith(b"%PDF-")


@pytest.mark.parametrize("fields", [{"tag1": "왕족"}, {"housing": "성"}, {"employment": "<script>"}], ids=str)
async def test_a_choice_that_is_not_offered_is_named(client: httpx.AsyncClient, fields: dict[str, str]):
    response = await client.post(f"/papers/{RENT}", data=fields)
    assert response.status_code == 422 and 'role="alert"' in response.text and "<script>" not in response.text


async def test_an_unknown_guide_has_no_page(client: httpx.AsyncClient):
    for response in (await client.get("/papers/no-such"), await client.post("/papers/<b>x", data={"as": "pdf"})):
        assert response.status_code == 404 and "<b>x" not in response.text
