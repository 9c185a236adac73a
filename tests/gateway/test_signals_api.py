"""POST /api/signals: authenticated, bounded, idempotent; and the page behind it, by roles and districts."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from casework.audit import AuditRecord
from casework.staff_table import StaffRecord
from gateway.app import create_app
from gateway.build import Building, now
from gateway.signals import MOST
from tests.casework.console.hands import Browser
from tests.gateway.editor.conftest import Served, enter_as
from tests.gateway.kit import rows

TOKEN = "a token of the sending agency"
DAY = now().date().isoformat()
DOOR = "서울 관악구 신림로 12, 201호"
STACKED = ("power_cut", "water_cut", "health_insurance_arrears", "unemployment")


@pytest.fixture
def building(make_building: Callable[..., Building]) -> Building:
    return make_building(signals_token=TOKEN)


@pytest.fixture
async def served(building: Building) -> AsyncIterator[Served]:
    """The app with nothing started: a test sweeps by itself."""
    app = create_app(building)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://ieum.test") as http:
        yield Served(app, building, http)


def delivery(*kinds: str, **more: Any) -> dict[str, Any]:
    """A body with signals of these kinds at one door."""
    signals = [{"kind": kind, "happened_on": DAY, "address": DOOR, **more} for kind in kinds]
    return {"source": "한국전력", "basis": "discovery", "signals": signals}


async def send(served: Served, body: Any, token: str | None = TOKEN, **headers: str) -> httpx.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    sent = {"content-type": "application/json", **headers}
    if token is not None:
        sent["authorization"] = f"Bearer {token}"
    return await served.http.post("/api/signals", content=content, headers=sent)


async def fill(served: Served, *addresses: str) -> None:
    """Stacked signals at these doors, swept."""
    for address in addresses:
        answer = await send(served, delivery(*STACKED, address=address))
        assert answer.json() == {"new": 4, "same": 0, "refused": []}, answer.text
    served.app.state.running.signals.signals.sweep()


async def enter(served: Served, login: str, role: str, *districts: str) -> Browser:
    """A browser of somebody who looks after these districts."""
    browser = await enter_as(served, login, role)
    with served.building.store.session() as session:
        session.execute(update(StaffRecord).where(StaffRecord.login == login).values(districts=list(districts)))
    return browser


async def test_signals_are_taken_once_and_surface(served: Served):
    assert (await send(served, delivery(*STACKED))).json() == {"new": 4, "same": 0, "refused": []}
    assert (await send(served, delivery(*STACKED))).json() == {"new": 0, "same": 4, "refused": []}
    assert served.app.state.running.signals.signals.sweep().proposed == 1
    assert len(served.building.house.cases.queue()) == 1


async def test_good_signals_are_kept_when_others_are_refused(served: Served):
    body = delivery("power_cut", "moon", "water_cut")
    body["signals"][2]["address"] = "신림로 12"
    answer = (await send(served, body)).json()
    assert (answer["new"], answer["same"]) == (1, 0)
    assert [(one["index"], one["field"]) for one in answer["refused"]] == [(1, "kind"), (2, "address")]
    assert "신림로" not in json.dumps(answer, ensure_ascii=False)


@pytest.mark.parametrize(
    ("headers", "token"),
    [
        ({}, None),
        ({}, ""),
        ({}, TOKEN[:-1]),
        ({}, TOKEN + "x"),
        ({"authorization": f"Basic {TOKEN}"}, None),
        ({"authorization": TOKEN}, None),
        ({"authorization": "Bearer \xff"}, None),
    ],
)
async def test_without_the_token_nothing_happens(served: Served, headers: dict[str, str], token: str | None):
    before = rows(served.building)
    raw = {name: value.encode("latin-1") for name, value in headers.items()}
    if token is not None:
        raw["authorization"] = f"Bearer {token}".encode()
    content = json.dumps(delivery("power_cut"))
    answer = await served.http.post(
        "/api/signals", content=content, headers={"content-type": "application/json", **raw}
    )  # type: ignore[dict-item]
    assert answer.status_code == 401 and answer.json()["error"]["code"] == "unauthorised"
    assert rows(served.building) == before


async def test_without_a_token_set_the_door_is_shut_and_says_so(make_building: Callable[..., Building]):
    app = create_app(make_building())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://ieum.test") as http:
        answer = await http.post("/api/signals", json=delivery("power_cut"), headers={"authorization": "Bearer "})
    assert answer.status_code == 503 and "IEUM_SIGNALS_TOKEN" in answer.text


BAD: dict[str, tuple[Any, int]] = {
    "nothing": ({}, 422),
    "no signals": ({"source": "한전", "basis": "discovery", "signals": []}, 422),
    "too many": ({"source": "한전", "basis": "discovery", "signals": [{}] * (MOST + 1)}, 422),
    "signals a word": ({"source": "한전", "basis": "discovery", "signals": "many"}, 422),
    "a signal a word": ({"source": "한전", "basis": "discovery", "signals": ["power_cut"]}, 422),
    "unknown field": ({**delivery("power_cut"), "name": "김철수"}, 422),
    "unknown basis": ({**delivery("power_cut"), "basis": "moon"}, 422),
    "no source": ({**delivery("power_cut"), "source": ""}, 422),
    "long source": ({**delivery("power_cut"), "source": "가" * 81}, 422),
    "a list": ([], 422),
    "no json": (b"{", 400),
    "cp949": ('{"source": "한전"}'.encode("cp949"), 400),
    "too deep": (b"[" * 20_000, 400),
    "too large": (b" " * 70_000, 413),
}


@pytest.mark.parametrize(("body", "status"), BAD.values(), ids=BAD.keys())
async def test_a_bad_delivery_is_told_why_and_changes_nothing(served: Served, body: Any, status: int):
    before = rows(served.building)
    answer = await send(served, body)
    assert answer.status_code == status, answer.text
    assert set(answer.json()["error"]) == {"code", "message"}
    assert rows(served.building) == before


@pytest.mark.parametrize(
    "row",
    [{}, {"kind": None}, {"kind": "\ud800"}, {"\ud800": 1}, {"kind": {}, "address": []}, {"kind": "power_cut", "x": 1}],
)
async def test_a_hostile_signal_is_refused_by_its_place(served: Served, row: dict[str, Any]):
    answer = await send(served, {"source": "한전", "basis": "discovery", "signals": [row]})
    assert answer.status_code == 200, answer.text
    assert answer.json()["new"] == 0 and answer.json()["refused"][0]["index"] == 0


async def test_a_form_is_no_delivery(served: Served):
    headers = {"authorization": f"Bearer {TOKEN}"}
    assert (await served.http.post("/api/signals", data={"source": "x"}, headers=headers)).status_code == 415


async def test_the_page_lists_households_with_every_point_explained(served: Served):
    await fill(served, DOOR)
    page = (await (await enter(served, "kim", "caseworker")).get("/console/signals")).text
    for said in (
        "단전(오늘)",
        "겹쳤어요",
        "모두 더하면",
        "신고는 없어요",
        "위기정보로 연 사건",
        "서울 관악구",
        "사회보장급여법 제12조",
    ):
        assert said in page
    assert "신림로" not in page and "201호" not in page


async def test_one_household_shows_its_evidence_and_the_look_is_audited(served: Served):
    await fill(served, DOOR)
    browser = await enter(served, "kim", "caseworker")
    page = (await browser.get(await path_of(browser))).text
    assert "한국전력" in page and "근거: " in page and "신림로" not in page
    with served.building.store.reading() as session:
        seen = session.scalars(select(AuditRecord).where(AuditRecord.action == "signals-view")).all()
    assert [one.actor_name for one in seen] == ["kim 님"]


async def path_of(browser: Browser) -> str:
    """The first household of the list."""
    page = (await browser.get("/console/signals")).text
    return "/console/signals/" + page.split('href="/console/signals/')[1].split('"')[0]


@pytest.mark.parametrize("role", ["caseworker", "supervisor", "operator"])
async def test_districts_limit_who_sees_what(served: Served, role: str):
    await fill(served, DOOR, "부산 사하구 하단동 1-2")
    everywhere, far = await enter(served, "all", role), await enter(served, "far", role, "부산광역시 사하구")
    page = (await everywhere.get("/console/signals")).text
    assert "서울 관악구" in page and "부산 사하구" in page
    page = (await far.get("/console/signals")).text
    assert "부산 사하구" in page and "서울 관악구" not in page
    others = [one for one in await paths(everywhere) if one not in await paths(far)]
    assert len(others) == 1 and (await far.get(others[0])).status_code == 404
    assert (await far.post(f"{others[0]}/open")).status_code in (403, 404)


async def paths(browser: Browser) -> list[str]:
    page = (await browser.get("/console/signals")).text
    return ["/console/signals/" + piece.split('"')[0] for piece in page.split('href="/console/signals/')[1:]]


async def test_an_editor_sees_nothing_of_it(served: Served):
    await fill(served, DOOR)
    browser = await enter(served, "lee", "editor")
    answer = await browser.get("/console/signals")
    assert answer.status_code == 403 and "단전" not in answer.text
    assert "/console/signals" not in (await browser.get("/console/guides")).text


async def test_strangers_see_only_the_login(served: Served):
    for path in ("/console/signals", "/console/signals/H-AAAAAAAA"):
        answer = await served.http.get(path)
        assert answer.status_code == 303 and answer.headers["location"].startswith("/console/login")


async def test_a_case_is_opened_by_hand_by_who_may_act(served: Served):
    await send(served, delivery("power_cut"))
    served.app.state.running.signals.signals.sweep()
    looker = await enter(served, "oh", "operator")
    path = await path_of(looker)
    assert "사건으로 열기" not in (await looker.get(path)).text
    await looker.get("/console/password")
    assert (await looker.post(f"{path}/open")).status_code == 403
    browser = await enter(served, "kim", "caseworker")
    assert "사건으로 열기" in (await browser.get(path)).text
    assert (await browser.http.post(f"{path}/open", data={"csrf": "0" * 64})).status_code == 403
    answer = await browser.post(f"{path}/open")
    assert answer.status_code == 303
    case = served.building.house.cases.queue()[0]
    assert answer.headers["location"] == f"/console/cases/{case.id}" and case.level == "normal"
    assert "위기정보" in (await browser.get(f"/console/cases/{case.id}")).text
    assert "사건으로 열기" not in (await browser.get(path)).text
    assert (await browser.post(f"{path}/open")).status_code == 409
    assert len(served.building.house.cases.queue()) == 1


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("?show=moon", 404), ("?page=0", 404), ("?page=-1", 404), ("?page=x", 404), ("?page=99999", 404),
        ("?page=²", 404), ("?page=2", 200), ("/H-AAAAAAAA", 404), ("/nope", 404), ("/H-AAAAAAA%00", 404),
        ("?show=quiet", 200), ("?show=reported", 200), ("?show=proposed", 200),
    ],
)  # fmt: skip
async def test_addresses_of_the_page_are_checked(served: Served, path: str, status: int):
    browser = await enter(served, "kim", "caseworker")
    assert (await browser.get(f"/console/signals{path}")).status_code == status


async def test_the_menu_leads_there(served: Served):
    browser = await enter(served, "kim", "caseworker")
    assert '<a href="/console/signals">위기정보</a>' in (await browser.get("/console")).text
