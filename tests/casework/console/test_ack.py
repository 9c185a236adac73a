"""Acknowledging by link: looking does nothing, pressing does it once, a bad link gets a clear page."""

import asyncio
from dataclasses import replace

import pytest

from casework.console.ack import ack_url
from casework.escalation.port import Alert, Contact, Route

from .hands import KEY, Browser, House

MINJI = Contact("minji", "민지", (Route("email", "minji@example.org"),))


@pytest.fixture
def alert(house: House) -> Alert:
    row = house.cases.get(house.hear())
    return Alert(
        id="al0123456789abcdef01234567", case_id=row.id, receipt=row.receipt, level=row.level, step=0, cycle=1,
        contact=MINJI, route=MINJI.routes[0], title="", text="", made_at=house.clock(), test=False,
    )  # fmt: skip


def path(alert: Alert, key: bytes = KEY) -> str:
    return ack_url("", alert, key)


def test_the_address_is_the_same_for_every_retry(alert: Alert):
    first = ack_url("https://ieum.example/", alert, KEY)
    assert first == ack_url("https://ieum.example", alert, KEY) and first.startswith("https://ieum.example/ack/")
    assert "민지" not in first and "minji@" not in first


async def test_looking_acknowledges_nothing(house: House, browser: Browser, alert: Alert):
    for _ in range(2):
        page = await browser.get(path(alert))
        assert page.status_code == 200 and "제가 맡을게요" in page.text and alert.receipt in page.text
    assert (await browser.http.head(path(alert))).status_code == 405
    assert house.cases.get(alert.case_id).owner_id is None


async def test_pressing_acknowledges_for_the_contact(house: House, browser: Browser, alert: Alert):
    page = await browser.post(path(alert))
    assert page.status_code == 200 and "확인했어요" in page.text
    case = house.cases.get(alert.case_id)
    assert (case.state, case.owner_id, case.owner_name) == ("acknowledged", "contact:minji", "minji")
    assert case.entries[-1].data["via"] == "알림 링크"


async def test_a_contact_with_an_account_is_that_person(house: House, browser: Browser, alert: Alert):
    house.member("minji", "김민지", "caseworker")
    await browser.post(path(alert))
    case = house.cases.get(alert.case_id)
    assert (case.owner_id, case.owner_name) == ("S-minji", "김민지")


async def test_a_used_link_never_acknowledges_again(house: House, browser: Browser, alert: Alert):
    await browser.post(path(alert))
    page = await browser.get(path(alert))
    assert "이미 썼어요" in page.text and "제가 맡을게요" not in page.text
    house.clock.move(minutes=1)
    house.hear("지금 뛰어내릴 거예요", "emergency")
    assert house.cases.get(alert.case_id).owner_id is None
    again = await browser.post(path(alert))
    assert "이미 썼어요" in again.text
    assert house.cases.get(alert.case_id).owner_id is None


async def test_a_link_to_a_case_somebody_has(house: House, browser: Browser, alert: Alert, enter, other: Browser):
    await (await enter(into=other)).post(f"/console/cases/{alert.case_id}/acknowledge")
    assert "김하나 님이 맡고 있어요" in (await browser.get(path(alert))).text
    page = await browser.post(path(alert))
    assert page.status_code == 409 and "김하나" in page.text


async def test_a_link_is_good_for_a_day(house: House, browser: Browser, alert: Alert):
    house.clock.move(hours=24)
    assert (await browser.get(path(alert))).status_code == 200
    house.clock.move(seconds=1)
    for page in (await browser.get(path(alert)), await browser.post(path(alert))):
        assert page.status_code == 410 and "24시간이 지나" in page.text
    assert house.cases.get(alert.case_id).owner_id is None


async def test_forged_links_get_a_clear_page(house: House, browser: Browser, alert: Alert):
    good = path(alert)
    head, _, tail = good.rpartition(".")
    forged = [
        path(alert, b"another key, as long as the other"),
        f"{head}.{tail[:-2]}AA",
        good.replace("/ack/", "/ack/x"),
        path(replace(alert, case_id="C-NOWHERE1")),
        "/ack/x", "/ack/..", "/ack/" + "A" * 5000, "/ack/%00", "/ack/가나다",
    ]  # fmt: skip
    for link in forged:
        for page in (await browser.get(link), await browser.post(link)):
            assert page.status_code == 404 and ("쓸 수 없어요" in page.text or "Not Found" in page.text), link
    assert house.cases.get(alert.case_id).owner_id is None


async def test_no_personal_data_on_the_page(house: House, browser: Browser, alert: Alert):
    fields = {"name": "박이웃", "contact": "010-1234-5678", "consent": True}
    case = house.report(**fields, place="서울 관악구 신림동 12-3")
    page = await browser.get(path(replace(alert, case_id=case)))
    assert "박이웃" not in page.text and "010" not in page.text and "며칠째" not in page.text


async def test_pressed_many_times_at_once_it_is_one_acknowledgement(house: House, browser: Browser, alert: Alert):
    pages = await asyncio.gather(*(browser.http.post(path(alert)) for _ in range(5)))
    assert {page.status_code for page in pages} == {200}
    moves = [entry for entry in house.cases.get(alert.case_id).entries if entry.kind == "move"]
    assert len(moves) == 1
