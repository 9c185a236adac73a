"""The charts: right figures from real cases, drills left out, districts kept apart, files that run nothing."""

import csv
import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.actor import Actor
from casework.audit import AuditRecord
from casework.cases import Heard
from casework.console.export import csv_text, safe
from casework.console.port import Topic
from casework.statistics import Statistics

from .hands import House

KIM = Actor("S-kim", "김하나", "caseworker")
EVERYONE = type("Boss", (), {"staff_id": "S-b", "login": "b", "role": "supervisor", "districts": ()})()


def table(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def worked(house: House, conversation: str, ack: float, contact: float | None = None) -> str:
    """A case taken after ``ack`` and reached after ``contact`` minutes."""
    case = house.hear(conversation=conversation)
    start = house.clock.at
    house.clock.move(minutes=ack)
    house.cases.acknowledge(case, KIM, "desk")
    if contact is not None:
        house.clock.at = start + timedelta(minutes=contact)
        house.cases.contact(case, KIM, "만남")
    house.clock.at = start
    return case


def test_median_and_p90_by_week_of_opening(house: House):
    for number, minutes in enumerate((1, 2, 3, 4, 5, 6, 7, 8, 9, 100)):
        worked(house, f"web:{number}", minutes, minutes * 2)
    house.clock.move(days=7)
    worked(house, "web:next", 30)
    house.hear(conversation="web:nobody")
    figures = Statistics(house.store, house.clock).figures(EVERYONE, 4)
    before, last = figures.taken[-2:]
    assert [week.count for week in figures.taken] == [0, 0, 10, 1]
    assert (before.median, before.p90) == (5.5, 9) and (last.median, last.p90) == (30, 30)
    assert (str(before.monday), str(last.monday)) == ("2026-03-02", "2026-03-09")
    assert [(week.median, week.p90) for week in figures.reached[-2:]] == [(11, 18), (None, None)]


def test_the_first_time_counts_and_a_week_begins_on_monday_in_korea(house: House):
    house.clock.at = house.clock.at.replace(month=3, day=8, hour=14, minute=59)  # Sunday 23:59 in Seoul
    case = worked(house, "web:1", 10)
    house.clock.move(minutes=20)
    house.cases.take(case, Actor("S-lee", "이둘", "caseworker"))
    house.clock.move(hours=1)
    figures = Statistics(house.store, house.clock).figures(EVERYONE, 4)
    assert [week.count for week in figures.taken] == [0, 0, 1, 0] and figures.taken[-2].median == 10


def test_drills_are_never_counted(house: House):
    heard = Heard("emergency", "self", ("suicide",), True, 0.9)
    house.cases.hear(conversation="d", channel="demo", heard=heard, quote="[훈련]", event_key="d", test=True)
    figures = Statistics(house.store, house.clock).figures(EVERYONE, 4)
    assert not figures.cases and not figures.open and not figures.kinds


async def test_the_page_has_every_chart_with_its_table(house: House, enter):
    inside = await enter("supervisor")
    house.report(place="서울 관악구 신림동", danger_now=True)
    worked(house, "web:2", 5, 9)
    house.shelf.topics = [Topic("난방비는 <b>얼마</b>예요?", 7)]
    page = (await inside.get("/console/charts")).text
    assert re.findall(r'<section [^>]*aria-labelledby="title-(\w+)"', page) == [
        "ack", "contact", "open", "kinds", "channels", "unanswered",
    ]  # fmt: skip
    assert page.count('<svg class="desk-bars"') == page.count("<table>") == page.count("<title id=") == 6
    assert "서울 관악구" in page and "모름" in page and "&lt;b&gt;얼마" in page
    assert " style=" not in page and "<script>" not in page
    assert 'href="/console/charts"' in (await inside.get("/console")).text


async def test_who_looks_after_a_district_counts_there(house: House, enter):
    house.report(place="부산 해운대구", what="부산 일")
    house.report(place="서울 관악구", what="서울 일")
    inside = await enter("caseworker", districts=("서울 관악구",))
    rows = table((await inside.get("/console/charts/open.csv")).text)
    assert rows == [["지역", "긴급", "높음", "보통"], ["서울 관악구", "0", "0", "1"]]
    assert "답하지 못한 질문" not in (await inside.get("/console/charts")).text


@pytest.mark.parametrize("path", ["charts?weeks=5", "charts?weeks=<i>", "cases.csv?weeks=-1", "charts/ack.csv?weeks=x"])
async def test_an_unknown_period_is_named_with_the_allowed_ones(enter, path: str):
    page = await (await enter("supervisor")).get(f"/console/{path}")
    assert page.status_code == 404 and "4, 12, 26, 52" in page.text and "<i>" not in page.text


async def test_an_unknown_chart_is_nowhere(enter):
    inside = await enter()
    for path in ("nothing.csv", "unanswered.csv", "..%2fcases.csv", "ack"):
        assert (await inside.get(f"/console/charts/{path}")).status_code == 404, path


async def test_the_cases_as_a_file_hold_nobodys_data_and_taking_them_is_audited(house: House, enter):
    fields = {"name": "박이웃", "contact": "010-1234-5678", "place": "서울 관악구 신림동 12-3", "consent": True}
    case = house.report(**fields, what="=HYPERLINK(1)", who="박어른", conversation="web:1")
    worked(house, "web:2", 5, 9)
    inside = await enter("supervisor")
    answer = await inside.get("/console/cases.csv?weeks=4")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="ieum-cases-4w.csv"'
    assert answer.headers["cache-control"] == "no-store"
    for kept in ("박이웃", "010", "12-3", "HYPERLINK", "박어른", "web:1", "더는 못"):
        assert kept not in answer.text, kept
    head, *rows = table(answer.text)
    assert head[0] == "접수번호" and {row[0] for row in rows} >= {house.cases.get(case).receipt}
    assert [row[8:] for row in rows if row[7]] == [["2026-03-04 15:00", "2026-03-04 15:05", "2026-03-04 15:09"]]
    await inside.get("/console/charts/kinds.csv?weeks=4")
    with house.store.reading() as session:
        taken = session.execute(
            select(AuditRecord.subject, AuditRecord.detail).where(AuditRecord.action == "export")
        ).all()
    assert [subject for subject, _ in taken] == ["cases", "kinds"] and '"rows": 2' in taken[0][1]


@pytest.mark.parametrize(
    "cell", ["=1+1", "+82", "-2", "@SUM(A1)", "\t=1", "\r\n=1", " =1", "＝1", "|cmd", "%0A", "\x00=1"]
)
def test_a_cell_is_never_a_formula(cell: str):
    assert str(safe(cell)).startswith("'")
    assert table(csv_text(["이름"], [[cell]]))[1][0].startswith("'")


def test_numbers_and_plain_words_stay_what_they_are():
    assert table(csv_text(["가", "나", "다"], [["1-2", -3, None], ['그는 "네"', 1.5, "두\n줄"]])) == [
        ["가", "나", "다"], ["1-2", "-3", ""], ['그는 "네"', "1.5", "두\n줄"],
    ]  # fmt: skip
