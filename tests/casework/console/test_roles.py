"""Who may do what: caseworkers and supervisors act, editors and operators only read."""

import re

import pytest
from sqlalchemy import update

from casework.staff_table import StaffRecord

from .hands import House

ACTS = ("acknowledge", "take", "contact", "link", "close", "note", "reveal", "talk/take", "talk/say", "talk/back")


async def test_an_operator_sees_and_changes_nothing(house: House, enter):
    case = house.report(name="박이웃", contact="010-1234-5678", consent=True, conversation="web:1")
    inside = await enter("operator")
    page = await inside.get(f"/console/cases/{case}")
    assert page.status_code == 200 and "볼 수만 있어요" in page.text
    assert f"/console/cases/{case}/acknowledge" not in page.text and "/reveal" not in page.text
    await nothing_can_be_done(house, inside, case)


async def test_an_editor_sees_no_case(house: House, enter):
    case = house.report(name="박이웃", contact="010-1234-5678", consent=True, conversation="web:1")
    inside = await enter("editor")
    for path in ("", "/rows", f"/cases/{case}", f"/cases/{case}/live", f"/cases/{case}/talk"):
        page = await inside.get(f"/console{path}")
        assert page.status_code == 403 and "사건을 볼 수 없어요" in page.text, path
        assert "안 보여요" not in page.text and "R-" not in page.text
    inside.token = next(iter(re.findall(r'name="csrf" value="(\w+)"', (await inside.get("/console/password")).text)))
    await nothing_can_be_done(house, inside, case)


async def nothing_can_be_done(house: House, inside, case: str) -> None:
    """Every deed is refused, tells nothing and changes nothing."""
    for act in ACTS:
        answer = await inside.post(
            f"/console/cases/{case}/{act}", text="x", purpose="visit", reason="test", service="x"
        )
        assert answer.status_code == 403 and "볼 수만 있어요" in answer.text, act
        assert "박이웃" not in answer.text
    seen = house.cases.get(case)
    assert seen.state == "received" and seen.owner_id is None and not house.talk.owners


@pytest.mark.parametrize("role", ["caseworker", "supervisor"])
async def test_acting_roles_act(house: House, enter, role: str):
    case = house.hear()
    inside = await enter(role)
    assert (await inside.post(f"/console/cases/{case}/acknowledge")).status_code == 303
    assert house.cases.get(case).owner_name == "김하나"


async def test_a_supervisor_may_note_a_contact_for_another(house: House, enter, other):
    case = house.hear()
    await (await enter()).post(f"/console/cases/{case}/acknowledge")
    boss = await enter("supervisor", "lee", "이책임", other)
    assert "연락 기록 남기기" in (await boss.get(f"/console/cases/{case}")).text
    assert (await boss.post(f"/console/cases/{case}/contact", text="직접 방문함")).status_code == 303


async def test_a_role_taken_away_counts_at_once(house: House, enter):
    case, inside = house.hear(), await enter()
    with house.store.session() as session:
        session.execute(update(StaffRecord).values(role="editor"))
    assert (await inside.post(f"/console/cases/{case}/acknowledge")).status_code == 403


@pytest.mark.parametrize("path", ["", "/rows", "/password", "/cases/C-AAAAAAAA", "/cases/C-AAAAAAAA/live"])
async def test_strangers_see_only_the_login(browser, path: str):
    answer = await browser.get(f"/console{path}")
    assert answer.status_code == 303 and answer.headers["location"].startswith("/console/login")
