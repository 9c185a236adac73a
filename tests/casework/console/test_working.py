"""Working on a case: given to a colleague who is told, contacts logged, a guide linked, its place set."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.audit import verify
from casework.console.port import Source, Suggestion
from casework.escalation.clock import Clock as CaseClock
from casework.escalation.port import Contact, Outcome, Route
from casework.escalation.roster import Roster
from casework.escalation.tables import AlertRecord

from .hands import House

HANA = Contact("lee", "이둘", (Route("telegram", "1002"), Route("email", "lee@example.org")))


@pytest.fixture
async def mine(house: House, enter) -> tuple:
    """Somebody who has a case, and the case's path."""
    inside, case = await enter(), house.hear()
    await inside.post(f"/console/cases/{case}/acknowledge")
    return inside, case, f"/console/cases/{case}"


def alerts(house: House, case: str) -> list[AlertRecord]:
    with house.store.reading() as session:
        return list(session.scalars(select(AlertRecord).where(AlertRecord.case_id == case).order_by(AlertRecord.id)))


async def test_a_case_is_given_to_a_colleague_who_is_told(house: House, mine):
    inside, case, path = mine
    house.member("lee", "이둘", "caseworker")
    house.contacts["lee"] = HANA
    due = house.cases.get(case).contact_due_at
    house.clock.move(minutes=5)
    answer = await inside.post(f"{path}/transfer", to="S-lee", text="관할이라 부탁해요. 010-1234-5678")
    assert answer.headers["location"] == f"{path}?done=transfer"
    after = house.cases.get(case)
    assert (after.owner_id, after.owner_name, after.state) == ("S-lee", "이둘", "acknowledged")
    assert after.contact_due_at == due, "the time to make contact is not wound back"
    written = alerts(house, case)
    assert {(a.route_kind, a.state, a.contact_id) for a in written} == {
        ("telegram", "pending", "lee"), ("email", "pending", "lee"),
    }  # fmt: skip
    assert all("김하나" in a.text and after.receipt in a.text and "010" not in a.text for a in written)
    sent = []

    class Sender:
        async def send(self, alert):
            sent.append((alert.contact.id, alert.route.target))
            return Outcome(ok=True)

    clock = CaseClock(house.store, house.cases, Roster.single(HANA), Sender(), house.clock)
    await clock.tick()
    assert sorted(sent) == [("lee", "1002"), ("lee", "lee@example.org")]
    page = (await inside.get(path)).text
    assert "이둘 님에게 알려요: 텔레그램·전자우편" in page and "사건 넘김" in page and "관할이라 부탁해요" in page
    assert verify(house.store) is None


async def test_given_on_and_back_again_each_is_told(house: House, mine, enter, other):
    inside, case, path = mine
    second = await enter("caseworker", "lee", "이둘", other)
    house.contacts.update(lee=HANA, kim=Contact("kim", "김하나", (Route("telegram", "1001"),)))
    await inside.post(f"{path}/transfer", to="S-lee", text="부탁해요")
    await second.post(f"{path}/transfer", to="S-kim", text="돌려드려요")
    await inside.post(f"{path}/transfer", to="S-lee", text="다시 부탁해요")
    states = [(a.contact_id, a.route_kind, a.state) for a in sorted(alerts(house, case), key=lambda a: a.step)]
    first = [("kim", "telegram", "stopped"), ("lee", "email", "stopped"), ("lee", "telegram", "stopped")]
    assert sorted(states[:3]) == first
    assert [state for _, _, state in states[3:]] == ["pending", "pending"]


async def test_a_colleague_without_a_contact_is_not_told_and_the_page_says_so(house: House, mine):
    inside, case, path = mine
    house.member("lee", "이둘", "supervisor")
    await inside.post(f"{path}/transfer", to="S-lee", text="부탁해요")
    assert alerts(house, case) == [] and "직접 말해 주세요" in (await inside.get(path)).text


@pytest.mark.parametrize(
    ("to", "text", "says"),
    [
        ("S-lee", "  ", "넘기는 까닭"), ("S-nobody", "x", "목록에서"), ("", "x", "목록에서"),
        ("S-kim", "x", "이미 김하나"), ("S-ed", "x", "목록에서"),
    ],
)  # fmt: skip
async def test_a_transfer_that_cannot_be(house: House, mine, to: str, text: str, says: str):
    inside, case, path = mine
    house.member("lee", "이둘", "caseworker")
    house.member("ed", "편집", "editor")
    answer = await inside.post(f"{path}/transfer", to=to, text=text)
    assert answer.status_code == 409 and says in answer.text
    assert house.cases.get(case).owner_id == "S-kim" and alerts(house, case) == []


async def test_only_the_owner_or_a_supervisor_gives_a_case_away(house: House, mine, enter, other):
    _, case, path = mine
    second = await enter("caseworker", "lee", "이둘", other)
    for move, fields in (("transfer", {"to": "S-lee"}), ("contact", {"reached": "no"})):
        answer = await second.post(f"{path}/{move}", text="x", **fields)
        assert answer.status_code == 409 and "김하나 님이 맡고 있어요" in answer.text
    assert house.cases.get(case).owner_id == "S-kim"


async def test_a_try_that_reached_nobody_keeps_the_time_running(house: House, mine):
    inside, case, path = mine
    due = house.cases.get(case).contact_due_at
    fields = {"who": "self", "how": "phone", "reached": "no", "next_try": "2026-03-04T16:30"}
    answer = await inside.post(f"{path}/contact", text="세 번 걸었지만 받지 않아요", **fields)
    assert answer.headers["location"] == f"{path}?done=attempt"
    after = house.cases.get(case)
    assert (after.state, after.contact_due_at) == ("acknowledged", due)
    assert after.next_try_at == house.clock() + timedelta(minutes=90)
    assert after.entries[-1].text == "연락 시도 · 본인 · 전화 · 세 번 걸었지만 받지 않아요"
    assert "다시 연락할 때" in (await inside.get(path)).text


async def test_a_contact_ends_the_time_and_the_next_talk_shows_in_the_queue(house: House, mine):
    inside, case, path = mine
    fields = {"who": "family", "how": "visit", "reached": "yes", "next_try": "2026-03-04T15:40"}
    await inside.post(f"{path}/contact", text="따님을 만났어요", **fields)
    after = house.cases.get(case)
    assert (after.state, after.contact_due_at) == ("contacted", None)
    assert "연락 기록 · 가족·지인 · 방문 · 따님을 만났어요" in (await inside.get(path)).text
    assert "다시 연락까지 40분" in (await inside.get("/console")).text
    house.clock.move(minutes=29)
    await inside.get("/console")
    house.clock.move(minutes=12)
    assert "다시 연락할 때 1분 지남" in (await inside.get("/console")).text
    await inside.post(f"{path}/close", reason="safe")
    assert house.cases.get(case).next_try_at is None


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"who": "ghost"}, "reporter"), ({"how": "fax"}, "visit"), ({"next_try": "내일"}, "2026-03-04T15:00"),
        ({"next_try": "2026-03-04T14:00"}, "60일"), ({"next_try": "2027-03-04T14:00"}, "60일"),
        ({"text": " "}, "비어 있어요"),
    ],
)  # fmt: skip
async def test_a_contact_that_cannot_be_noted(house: House, mine, fields: dict, says: str):
    inside, case, path = mine
    answer = await inside.post(f"{path}/contact", **{"text": "전화함", "reached": "yes", **fields})
    assert answer.status_code == 409 and says in answer.text
    assert house.cases.get(case).state == "acknowledged"


async def test_a_guide_is_found_and_linked(house: House, mine):
    inside, case, path = mine
    await inside.post(f"{path}/contact", text="만났어요", reached="yes")
    part = await inside.get(f"{path}/guides?find=긴급")
    assert 'value="emergency-welfare"' in part.text and "<html" not in part.text
    assert 'value="emergency-welfare"' in (await inside.get(f"{path}?find=긴급")).text, "also without scripts"
    assert "찾지 못했어요" in (await inside.get(f"{path}/guides?find=<b>")).text
    assert (await inside.get(f"{path}/guides?find={'가' * 201}")).status_code == 400
    refused = await inside.post(f"{path}/link", guide="nowhere", service="")
    assert refused.status_code == 409 and "그런 안내가 없어요" in refused.text
    assert (await inside.post(f"{path}/link", guide="", service=" ")).status_code == 409
    await inside.post(f"{path}/link", guide="emergency-welfare", service="", text="월요일에 함께 가요")
    entry = house.cases.get(case).entries[-1]
    assert entry.text == "서비스 연결 · 긴급복지 생계지원 · 월요일에 함께 가요"
    assert entry.data["guide_id"] == "emergency-welfare"


async def test_the_place_of_a_case_is_set_by_hand(house: House, mine, enter, other):
    inside, case, path = mine
    far = await enter("caseworker", "lee", "이둘", other, districts=("부산",))
    assert (await far.get(path)).status_code == 200, "nobody knows yet where it is"
    refused = await inside.post(f"{path}/place", district="우리 동네")
    assert refused.status_code == 409 and "서울 관악구 신림동" in refused.text
    await inside.post(f"{path}/place", district=" 서울  관악구 ")
    assert house.cases.get(case).districts == ("서울특별시 관악구",)
    assert (await far.get(path)).status_code == 403


async def test_suggested_replies_have_their_sources(house: House, mine):
    inside, _, path = mine
    await inside.post(f"{path}/talk/take")
    source = Source("긴급복지 생계지원", "얼마나", "https://www.gov.kr/x", "2026-01-02")
    assert "답 추천 받기" in (await inside.get(path)).text
    assert "근거를 찾은 답이 없어요" in (await inside.get(f"{path}/talk/suggest")).text
    house.shelf.suggestions = [Suggestion("얼마 받아요?", "한 달에 <b>78만 원</b>이에요.", (source,))]
    for page in (await inside.get(f"{path}/talk/suggest"), await inside.get(f"{path}?suggest=yes")):
        assert "기준일 2026-01-02" in page.text and "&lt;b&gt;78만" in page.text and "https://www.gov.kr/x" in page.text
        assert "근거: 긴급복지 생계지원 얼마나, 기준일 2026-01-02, https://www.gov.kr/x" in page.text
    assert house.talk.said == {}, "a suggestion says nothing by itself"


async def test_the_timeline_tells_who_talks(house: House, mine):
    inside, case, path = mine
    await inside.post(f"{path}/talk/take")
    await inside.post(f"{path}/talk/back")
    assert [e.text[:6] for e in house.cases.get(case).entries if e.kind == "talk"] == ["대화를 맡았", "대화를 챗봇"]
