"""The desk shows why two cases may be of one household, and a person says whether they are; photographs open once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from casework.after import After
from casework.audit import AuditRecord
from casework.reports import NewReport
from tests.casework.console.hands import House
from tests.casework.test_photos import picture

DOOR = {"consent": True, "place": "서울 관악구 신림동 행복빌라 201호"}


@pytest.fixture
def two(house: House) -> tuple[str, str]:
    return house.report(**DOOR), house.report(**DOOR, what="불이 꺼져 있어요")


async def test_the_reasons_are_shown_and_a_person_decides(house: House, enter, two):
    (first, second), inside = two, await enter()
    page = (await inside.get(f"/console/cases/{first}")).text
    assert second in page and "건물 안의 동·호수가 같아요 (+0.50)" in page and "점수 0.72" in page
    answer = await inside.post(f"/console/cases/{first}/household", other=second, same="yes")
    assert answer.status_code == 303
    assert "같은 집 (김하나" in (await inside.get(f"/console/cases/{second}")).text
    await inside.post(f"/console/cases/{second}/household", other=first, same="no")
    assert [one.link for one in house.cases.get(first).household] == ["split"]
    with house.store.reading() as session:
        rows = session.scalars(select(AuditRecord).where(AuditRecord.action == "household")).all()
    assert [row.actor_name for row in rows] == ["김하나", "김하나"]


@pytest.mark.parametrize(
    ("fields", "status"),
    [({}, 409), ({"same": "maybe"}, 409), ({"same": "yes"}, 404), ({"same": "yes", "other": "C-NONE"}, 404),
     ({"same": "yes", "other": "x" * 5000}, 404), ({"same": "yes", "other": "\x00"}, 404)],
)  # fmt: skip
async def test_a_bad_decision_changes_nothing(house: House, enter, two, fields: dict, status: int):
    inside = await enter()
    await inside.get(f"/console/cases/{two[0]}")
    assert (await inside.post(f"/console/cases/{two[0]}/household", **fields)).status_code == status
    assert [one.link for one in house.cases.get(two[0]).household] == ["proposed"]


async def test_a_photograph_is_on_the_page_only_after_its_purpose(house: House, enter):
    given = NewReport.model_validate({"subject": "other", "what": "며칠째 안 보여요", **DOOR})
    opened = house.cases.report(given, event_key="photo")
    After(house.cases).add_photo(opened.receipt, opened.code or "", picture())
    inside = await enter()
    page = await inside.get(f"/console/cases/{opened.case_id}")
    assert "data:image" not in page.text and "사진" in page.text
    shown = await inside.post(f"/console/cases/{opened.case_id}/reveal", purpose="visit")
    assert "data:image/jpeg;base64,/9j/" in shown.text
    assert "img-src 'self' data:" in shown.headers["content-security-policy"]
