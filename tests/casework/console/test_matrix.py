"""Who may do what, cell by cell: every route, every role, a case of one's own district and of another."""

from __future__ import annotations

import pytest
from fastapi.routing import APIRoute

from casework.actor import Actor
from casework.console.desk import COOKIE
from casework.console.port import Line
from casework.console.sessions import Sessions
from casework.staff import STAFF_ROLES

from .hands import Browser, House, new_browser

HERE, THERE = "서울 관악구", "부산 해운대구"
TO_LOGIN, FINE, DONE, NO, NOWHERE = 303, 200, 303, 403, 404
CASE = "/console/cases/{case_id}"
# What each gets: caseworker, supervisor, editor, operator at home; the same four at another's district.
Row = tuple[tuple[int, int, int, int], tuple[int, int, int, int]]
READ: Row = ((FINE, FINE, NO, FINE), (NO, NO, NO, NO))
ACT: Row = ((DONE, DONE, NO, NO), (NO, NO, NO, NO))
OPEN: Row = ((FINE, FINE, NO, FINE),) * 2
OWN: Row = ((DONE,) * 4,) * 2
FORMS: dict[str, dict[str, str]] = {
    "contact": {"reached": "yes", "text": "만남"}, "transfer": {"to": "S-lee", "text": "부탁해요"},
    "link": {"service": "푸드뱅크"}, "close": {"reason": "safe"}, "note": {"text": "메모"},
    "place": {"district": HERE}, "household": {"same": "yes", "other": "no-such-case"},
    "reveal": {"purpose": "visit"}, "talk/say": {"text": "괜찮으세요?"},
}  # fmt: skip
MATRIX: dict[tuple[str, str], Row] = {
    ("GET", "/console"): OPEN,
    ("GET", "/console/rows"): OPEN,
    ("GET", "/console/charts"): OPEN,
    ("GET", "/console/charts/{chart}.csv"): OPEN,
    ("GET", "/console/cases.csv"): ((NO, FINE, NO, FINE),) * 2,
    ("GET", CASE): READ,
    ("GET", f"{CASE}/live"): READ,
    ("GET", f"{CASE}/guides"): READ,
    ("GET", f"{CASE}/talk"): READ,
    ("GET", f"{CASE}/talk/suggest"): READ,
    ("POST", f"{CASE}/talk/take"): ACT,
    ("POST", f"{CASE}/talk/say"): ACT,
    ("POST", f"{CASE}/talk/back"): ACT,
    ("POST", f"{CASE}/reveal"): ((FINE, FINE, NO, NO), (NO,) * 4),
    ("POST", f"{CASE}/household"): ((NOWHERE, NOWHERE, NO, NO), (NO,) * 4),
    ("POST", f"{CASE}/{{move}}"): ACT,
    ("GET", "/console/password"): ((FINE,) * 4,) * 2,
    ("POST", "/console/stay"): OWN,
    ("POST", "/console/logout"): OWN,
    ("GET", "/console/{rest:path}"): ((NOWHERE,) * 4,) * 2,
    ("POST", "/console/{rest:path}"): ((NOWHERE,) * 4,) * 2,
}
FREE = {("GET", "/console/login"), ("POST", "/console/login"), ("POST", "/console/password")}
"""Open to everybody, or about the visitor's own password: tested in test_login.py."""
MOVES = ("acknowledge", "take", "transfer", "contact", "link", "close", "note", "place")


def routes(house: House) -> set[tuple[str, str]]:
    """Method and path of every route under /console."""
    included = (getattr(route, "original_router", None) for route in house.app.routes)
    inner = [route for router in included if router is not None for route in router.routes]
    return {
        (method, route.path)
        for route in [*house.app.routes, *inner]
        if isinstance(route, APIRoute) and route.path.startswith("/console")
        for method in route.methods
    }


def test_no_route_is_missing_from_the_matrix(house: House):
    assert routes(house) == set(MATRIX) | FREE


CELLS = [
    pytest.param(
        method, path, role, there, outcomes[there][place], id=f"{method} {path} {role} {'there' if there else 'here'}"
    )
    for (method, path), outcomes in MATRIX.items()
    for place, role in enumerate(STAFF_ROLES)
    for there in (False, True)
]


def case_in(house: House, there: bool) -> str:
    """A case whose owner is somebody else, in one of the districts, with a conversation."""
    place = THERE if there else HERE
    case = house.report(place=f"{place} 1동", conversation="web:1", name="박이웃", contact="010", consent=True)
    house.talk.said["web:1"] = [Line("citizen", "도와주세요", house.clock())]
    return case


async def inside(house: House, role: str) -> Browser:
    """Somebody of that role who looks after HERE."""
    member = house.member("kim", "김하나", role, (HERE,))
    http = new_browser(house)
    http.cookies.set(COOKIE, Sessions(house.store, 30, house.clock).open(member.id), path="/console")
    browser = Browser(http)
    await browser.get("/console/password")
    return browser


async def asked(browser: Browser, method: str, path: str, case: str, move: str = "note") -> int:
    """The status of one request to a route."""
    real = path.format(case_id=case, move=move, chart="kinds") if "rest" not in path else "/console/no/where"
    if method == "GET":
        return (await browser.get(real)).status_code
    tail = real.split(f"{case}/", 1)[-1]
    return (await browser.post(real, **FORMS.get(tail, {}))).status_code


@pytest.mark.parametrize(("method", "path", "role", "there", "status"), CELLS)
async def test_every_cell(house: House, method: str, path: str, role: str, there: bool, status: int):
    case, browser = case_in(house, there), await inside(house, role)
    if path.endswith("/talk/say"):
        house.talk.owners["web:1"] = "S-kim"
    before = house.cases.get(case)
    assert await asked(browser, method, path, case) == status
    after = house.cases.get(case)
    if method == "POST" and status in (NO, NOWHERE):
        assert after == before and "caseworker" not in {line.author for line in house.talk.said["web:1"]}


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("role", STAFF_ROLES)
@pytest.mark.parametrize("there", [False, True])
async def test_every_move_by_every_role(house: House, move: str, role: str, there: bool):
    case, browser = case_in(house, there), await inside(house, role)
    house.member("lee", "이둘", "caseworker")
    if move not in ("acknowledge", "note", "place"):
        owner = house.member("own", "맡은이", "caseworker")
        house.cases.acknowledge(case, owner.actor, "desk")
        if move in ("link", "close"):
            house.cases.contact(case, owner.actor, "만남")
        if move != "take" and role == "caseworker" and not there:
            house.cases.take(case, Actor("S-kim", "김하나", role))
    before = house.cases.get(case)
    allowed = role in ("caseworker", "supervisor") and not there
    assert await asked(browser, "POST", f"{CASE}/{{move}}", case, move) == (DONE if allowed else NO)
    assert (house.cases.get(case) != before) is allowed


@pytest.mark.parametrize(("method", "path"), list(MATRIX))
async def test_a_stranger_gets_nothing(house: House, method: str, path: str):
    case = case_in(house, False)
    before = house.cases.get(case)
    async with new_browser(house) as http:
        status = await asked(Browser(http), method, path, case)
    assert status in ((TO_LOGIN,) if "rest" not in path else (NOWHERE,))
    assert house.cases.get(case) == before


async def test_a_list_holds_only_what_may_be_seen(house: House):
    mine, far = case_in(house, False), house.report(place=THERE, what="멀리")
    browser = await inside(house, "supervisor")
    for path in ("/console", "/console/rows", "/console/cases.csv"):
        text = (await browser.get(path)).text
        assert house.cases.get(mine).receipt in text and house.cases.get(far).receipt not in text, path
