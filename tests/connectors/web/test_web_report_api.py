"""/api/reports: one report once, a secret code, the same silence for unknown and wrong."""

from __future__ import annotations

import httpx
import pytest

from tests.connectors.web.small_desk import SmallDesk

REPORT = {"subject": "other", "what": "며칠째 안 보이고 우편물이 쌓여 있어요", "place": "○○동", "reporter": "neighbour"}


async def test_a_report_gets_a_receipt_and_a_code(client: httpx.AsyncClient, desk: SmallDesk) -> None:
    response = await client.post("/api/reports", json=REPORT)
    assert response.status_code == 200
    body = response.json()
    assert set(body) == {"receipt", "code"} and body["code"]
    ((fields, _),) = desk.reports.values()
    assert fields == {
        **REPORT,
        **dict.fromkeys(("since", "who", "name", "contact", "affiliation", "person_name", "person_contact"), ""),
        **dict.fromkeys(("consent", "consent_sensitive", "consent_share", "danger_now"), False),
        **dict.fromkeys(("conversation", "latitude", "longitude")),
        "channel": "web",
    }


async def test_the_ledger_takes_exactly_these_fields(client: httpx.AsyncClient, desk: SmallDesk) -> None:
    from casework.reports import NewReport

    await client.post("/api/reports", json=REPORT)
    ((fields, _),) = desk.reports.values()
    assert NewReport.model_validate(fields).model_dump() == fields


async def test_same_key_same_content_is_one_report(client: httpx.AsyncClient, desk: SmallDesk) -> None:
    head = {"Idempotency-Key": "form-0001"}
    first, second = [(await client.post("/api/reports", json=REPORT, headers=head)).json() for _ in range(2)]
    assert first["receipt"] == second["receipt"] and second["code"] is None
    assert len(desk.reports) == 1


async def test_same_key_new_content_swallows_nothing(client: httpx.AsyncClient, desk: SmallDesk) -> None:
    head = {"Idempotency-Key": "form-0001"}
    await client.post("/api/reports", json=REPORT, headers=head)
    await client.post("/api/reports", json=REPORT | {"what": "인기척도 없어요"}, headers=head)
    assert len(desk.reports) == 2


async def test_without_a_key_every_report_counts(client: httpx.AsyncClient, desk: SmallDesk) -> None:
    for _ in range(2):
        await client.post("/api/reports", json=REPORT)
    assert len(desk.reports) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"what": " "},
        {"what": "가" * 2001},
        {"place": "가" * 301},
        {"subject": "dog"},
        {"reporter": "king"},
        {"consent": "maybe"},
        {"conversation": "short"},
        {"channel": "kakao"},
        {"level": "emergency"},
    ],
)
async def test_bad_fields_are_named_and_keep_nothing(
    client: httpx.AsyncClient, desk: SmallDesk, change: dict[str, object]
) -> None:
    response = await client.post("/api/reports", json=REPORT | change)
    assert response.status_code == 422
    assert f"'{next(iter(change))}'" in response.json()["error"]["message"]
    assert desk.reports == {}


@pytest.mark.parametrize("key", ["short", "a b c d e f", "x" * 129])
async def test_a_malformed_key_is_refused(client: httpx.AsyncClient, desk: SmallDesk, key: str) -> None:
    response = await client.post("/api/reports", json=REPORT, headers={"Idempotency-Key": key})
    assert (response.status_code, response.json()["error"]["code"]) == (400, "bad_idempotency_key")
    assert desk.reports == {}


@pytest.mark.parametrize(
    ("content", "status"), [(b"{", 400), (b'{"what": "\xff"}', 400), (b'{"what": "' + b"a" * 70_000 + b'"}', 413)]
)
async def test_broken_bodies_are_refused(client: httpx.AsyncClient, content: bytes, status: int) -> None:
    response = await client.post("/api/reports", content=content, headers={"Content-Type": "application/json"})
    assert response.status_code == status and "error" in response.json()


async def test_what_the_desk_refuses_is_told(client: httpx.AsyncClient) -> None:
    response = await client.post("/api/reports", json=REPORT | {"what": "거절"})
    assert (response.status_code, response.json()["error"]["code"]) == (422, "refused")


async def test_a_desk_that_is_away_is_said_with_numbers(client: httpx.AsyncClient, desk: SmallDesk) -> None:
    desk.broken = True
    response = await client.post("/api/reports", json=REPORT)
    assert response.status_code == 503
    assert "119·112·109" in response.json()["error"]["message"]


async def test_the_state_needs_the_code(client: httpx.AsyncClient) -> None:
    taken = (await client.post("/api/reports", json=REPORT)).json()
    path = f"/api/reports/{taken['receipt']}"
    good = await client.get(path, headers={"X-Report-Code": taken["code"]})
    assert good.json() == {
        "receipt": taken["receipt"],
        "state": "notified",
        "received_at": "2026-03-02T10:05:00+09:00",
        "updated_at": "2026-03-02T10:05:00+09:00",
        "note": "담당자에게 알렸어요.",
    }
    answers = [
        await client.get(path, headers={"X-Report-Code": "wrong"}),
        await client.get(path),
        await client.get(path, headers={"X-Report-Code": "x" * 500}),
        await client.get("/api/reports/R-0000-00", headers={"X-Report-Code": taken["code"]}),
        await client.get("/api/reports/" + "R" * 300, headers={"X-Report-Code": taken["code"]}),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
