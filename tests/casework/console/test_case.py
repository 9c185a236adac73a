"""One case: everything known, the moves its state allows, personal data only for a purpose."""

from typing import ClassVar

import pytest
from sqlalchemy import select

from casework.audit import AuditRecord, verify
from casework.console.port import Line

from .hands import House

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'>"


async def test_the_whole_way_of_a_case(house: House, enter):
    inside, case = await enter(), house.hear()
    path = f"/console/cases/{case}"
    steps = [
        ("acknowledge", {}, "acknowledged"),
        ("note", {"text": "목소리가 떨렸어요"}, "acknowledged"),
        ("contact", {"text": "전화로 10분 이야기함"}, "contacted"),
        ("link", {"service": "관악구 정신건강복지센터", "text": "내일 10시"}, "linked"),
        ("close", {"reason": "helped", "text": "센터가 맡음"}, "closed"),
    ]
    for move, fields, state in steps:
        answer = await inside.post(f"{path}/{move}", **fields)
        assert (answer.status_code, answer.headers["location"]) == (303, f"{path}?done={move}"), answer.text
        assert house.cases.get(case).state == state
        page = await inside.get(answer.headers["location"])
        assert 'role="status"' in page.text
    for words in ("목소리가 떨렸어요", "전화로 10분 이야기함", "관악구 정신건강복지센터", "도움을 연결하고 마침"):
        assert words in page.text
    assert verify(house.store) is None


async def test_a_refused_move_says_why_and_keeps_what_was_typed(house: House, enter):
    inside, case = await enter(), house.hear()
    answer = await inside.post(f"/console/cases/{case}/link", service="푸드뱅크", text="토요일에")
    assert answer.status_code == 409
    assert "지금 할 수 있는 일" in answer.text and 'role="alert"' in answer.text
    assert house.cases.get(case).state == "received"
    await inside.post(f"/console/cases/{case}/acknowledge")
    answer = await inside.post(f"/console/cases/{case}/contact", text="   ")
    assert answer.status_code == 409 and "비어 있어요" in answer.text
    answer = await inside.post(f"/console/cases/{case}/close", reason="", text="적어 둔 긴 글")
    assert answer.status_code == 409 and "종결 사유" in answer.text and "적어 둔 긴 글" in answer.text
    answer = await inside.post(f"/console/cases/{case}/note", text="가" * 4001)
    assert answer.status_code == 409 and "4000자" in answer.text


async def test_two_caseworkers_and_one_case(house: House, enter, other):
    first, case = await enter(), house.hear()
    second = await enter("caseworker", "lee", "이둘", other)
    await first.post(f"/console/cases/{case}/acknowledge")
    answer = await second.post(f"/console/cases/{case}/acknowledge")
    assert answer.status_code == 409 and "김하나" in answer.text
    answer = await second.post(f"/console/cases/{case}/contact", text="전화함")
    assert answer.status_code == 409 and "넘겨받기" in answer.text
    assert (await second.post(f"/console/cases/{case}/take")).status_code == 303
    assert house.cases.get(case).owner_name == "이둘"
    assert "이둘" in (await first.get(f"/console/cases/{case}/live")).text


async def test_ids_that_lead_nowhere_get_a_page(enter):
    inside = await enter()
    for case_id in ("C-NOWHERE1", "x", "C-..", "C-%2e%2e", "C-'%20OR%201=1", "C-" + "A" * 300, "C-%00", "가"):
        for tail in ("", "/live", "/talk"):
            page = await inside.get(f"/console/cases/{case_id}{tail}")
            assert page.status_code == 404 and "찾는 화면이 없어요" in page.text, (case_id, tail)
            assert "사건 목록으로" in page.text


async def test_moves_on_ids_that_lead_nowhere(house: House, enter):
    inside = await enter()
    for path in ("C-NOWHERE1/note", "x/note", "C-NOWHERE1/reveal", "C-NOWHERE1/talk/take", f"{house.hear()}/delete"):
        answer = await inside.post(f"/console/cases/{path}", text="x", purpose="visit")
        assert answer.status_code == 404, path


async def test_what_a_citizen_writes_is_shown_as_text(house: House, enter):
    case = house.hear(SCRIPT)
    report = house.report(what=SCRIPT, who=SCRIPT, since=SCRIPT)
    inside = await enter(name=SCRIPT[:39])
    house.talk.said["web:1"] = [Line("citizen", SCRIPT, house.clock())]
    for path in (f"/console/cases/{case}", f"/console/cases/{case}/live", f"/console/cases/{case}/talk",
                 f"/console/cases/{report}", "/console"):  # fmt: skip
        page = await inside.get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text and "<img" not in page.text
    assert "&lt;script&gt;" in (await inside.get(f"/console/cases/{case}")).text


async def test_the_refreshing_part_is_empty_until_something_changes(house: House, enter):
    inside, case = await enter(), house.hear()
    page = await inside.get(f"/console/cases/{case}")
    live = [part.split('"')[0] for part in page.text.split('hx-get="')[1:]]
    for path in live:
        assert (await inside.get(path)).status_code == 204, path
    house.cases.say("web:1", "citizen", "아직 여기 있어요")
    fresh = [await inside.get(path) for path in live if "/live?" in path]
    assert "아직 여기 있어요" in fresh[0].text and 'hx-swap-oob="true"' in fresh[0].text


class TestPersonalData:
    FIELDS: ClassVar[dict] = {
        "name": "박이웃",
        "contact": "010-1234-5678",
        "place": "서울 관악구 신림동 12-3 302호",
        "consent": True,
    }

    async def test_it_is_not_on_the_page(self, house: House, enter):
        case = house.report(**self.FIELDS)
        page = await (await enter()).get(f"/console/cases/{case}")
        assert "박이웃" not in page.text and "010-1234" not in page.text and "302호" not in page.text
        assert "서울특별시 관악구 신림동" in page.text

    async def test_a_purpose_opens_it_once_and_is_audited(self, house: House, enter):
        inside, case = await enter(), house.report(**self.FIELDS)
        answer = await inside.post(f"/console/cases/{case}/reveal", purpose="visit", text="오늘 3시")
        assert answer.status_code == 200
        assert "박이웃" in answer.text and "010-1234-5678" in answer.text and "302호" in answer.text
        assert "박이웃" not in (await inside.get(f"/console/cases/{case}")).text
        with house.store.reading() as session:
            row = session.scalars(select(AuditRecord).where(AuditRecord.action == "reveal")).one()
        assert (row.actor_name, row.subject) == ("김하나", case) and "현장 방문: 오늘 3시" in row.detail

    @pytest.mark.parametrize("fields", [{}, {"purpose": "nosy"}, {"purpose": "other", "text": " "}])
    async def test_no_purpose_no_data(self, house: House, enter, fields: dict):
        inside, case = await enter(), house.report(**self.FIELDS)
        answer = await inside.post(f"/console/cases/{case}/reveal", **fields)
        assert answer.status_code == 409 and "까닭" in answer.text and "박이웃" not in answer.text
        with house.store.reading() as session:
            assert not session.scalars(select(AuditRecord).where(AuditRecord.action == "reveal")).all()
