"""Reports: what the law lets us keep, who may see it, and what a reporter may ask."""

import pytest
from pydantic import ValidationError
from sqlalchemy import text

from casework.cases import Heard, NewReport, ReportConflict
from tests.casework.kit import MINJI, World

PERSONAL = {"name": "김이웃", "contact": "010-1234-5678", "place": "서울 관악구 신림동 12-3 201호"}


def _kept(world: World, case_id: str) -> tuple[str, str, str]:
    one = world.cases.reveal(case_id, MINJI, "방문 준비")[0]
    return one.name, one.contact, one.place


@pytest.mark.parametrize(
    ("fields", "kept", "withheld"),
    [
        ({}, ("", "", ""), ("name", "contact", "place")),
        ({"consent": True}, tuple(PERSONAL.values()), ()),
        ({"danger_now": True}, tuple(PERSONAL.values()), ()),
        ({"consent": True, "reporter": "anonymous"}, ("", "", PERSONAL["place"]), ("name", "contact")),
        ({"danger_now": True, "reporter": "anonymous"}, ("", "", PERSONAL["place"]), ("name", "contact")),
    ],
)
def test_consent_decides_what_is_stored(world: World, fields: dict, kept: tuple, withheld: tuple):
    opened = world.report(**PERSONAL, **fields)
    assert _kept(world, opened.case_id) == kept
    report = world.cases.get(opened.case_id).reports[0]
    assert report.withheld == withheld
    assert report.life_danger_exception is ("danger_now" in fields)
    assert report.district == "서울특별시 관악구 신림동"
    texts = " ".join(entry.text for entry in world.cases.get(opened.case_id).entries)
    assert ("저장하지 않은 것" in texts) is bool(withheld)
    assert ("예외" in texts) is ("danger_now" in fields)


def test_an_emergency_found_by_screening_is_a_life_in_danger_too(world: World):
    report = NewReport(subject="other", what="비명이 들려요", reporter="neighbour", **PERSONAL)
    heard = Heard("emergency", "other", ("domestic_violence",), True, 0.97)
    opened = world.cases.report(report, event_key="f", heard=heard)
    assert opened.level == "emergency"
    assert world.cases.get(opened.case_id).reports[0].life_danger_exception


def test_personal_fields_lie_sealed_in_the_database(world: World):
    world.report(**PERSONAL, consent=True)
    with world.store.reading() as session:
        rows = [str(tuple(row)) for row in session.execute(text("SELECT * FROM reports")).all()]
        rows += [str(tuple(row)) for row in session.execute(text("SELECT * FROM case_entries")).all()]
    assert not [value for value in PERSONAL.values() if any(value in row for row in rows)]


def test_revealing_is_on_the_timeline_with_its_purpose(world: World):
    case_id = world.report(**PERSONAL, consent=True).case_id
    world.cases.reveal(case_id, MINJI, "전화하려고")
    entry = world.cases.get(case_id).entries[-1]
    assert (entry.kind, entry.author) == ("reveal", "민지")
    assert "전화하려고" in entry.text


def test_the_code_opens_the_status_and_nothing_else_does(world: World):
    opened = world.report()
    assert opened.code is not None
    assert world.cases.status(opened.receipt, opened.code).state == "received"
    spoken = opened.receipt.lower().replace("-", " ")
    assert world.cases.status(spoken, opened.code.replace("-", "").lower()).receipt == opened.receipt
    errors = set()
    for receipt, code in [
        (opened.receipt, "AAAA-AAAA"), (opened.receipt, ""), ("R-AAAA-AA", opened.code), ("", ""), ("\x00", "\x00"),
        ("R" * 9000, "9" * 9000), ("'; DROP TABLE cases", "1"),
    ]:  # fmt: skip
        with pytest.raises(LookupError) as raised:
            world.cases.status(receipt, code)
        errors.add(str(raised.value))
    assert len(errors) == 1


def test_the_status_tells_no_names(world: World):
    opened = world.report()
    world.cases.acknowledge(opened.case_id, MINJI, "console")
    status = world.cases.status(opened.receipt, opened.code or "")
    assert status.state == "acknowledged"
    assert "민지" not in status.text


def test_the_same_form_sent_again_gives_the_same_receipt_and_code(world: World):
    first = world.report(**PERSONAL, consent=True)
    assert world.report(**PERSONAL, consent=True) == first
    assert len(world.cases.get(first.case_id).reports) == 1
    with pytest.raises(ReportConflict):
        world.report(**{**PERSONAL, "name": "다른 사람"}, consent=True)


def test_each_form_without_conversation_is_its_own_case(world: World):
    assert world.report("one").case_id != world.report("two").case_id


def test_a_form_joins_the_case_of_its_conversation_with_its_own_code(world: World):
    heard = world.hear("high", subject="other")
    first = world.report("one", conversation="web:1")
    second = world.report("two", conversation="web:1")
    assert heard.case_id == first.case_id == second.case_id
    assert first.code != second.code
    assert {world.cases.status(r.receipt, r.code or "").receipt for r in (first, second)} == {heard.receipt}
    assert world.cases.progress("web:1") == world.cases.status(first.receipt, first.code or "")
    assert world.cases.progress("web:none") is None


def test_danger_now_in_a_form_raises_the_open_case(world: World):
    world.hear("high", subject="other")
    assert world.report(conversation="web:1", danger_now=True).level == "emergency"


@pytest.mark.parametrize(
    "bad",
    [
        {"what": ""}, {"what": "  "}, {"what": "가" * 2001}, {"subject": "dog"}, {"reporter": "spy"}, {"ssn": "1"},
        {"conversation": "a\x00b"}, {"channel": "웹"}, {"danger_now": "maybe"},
    ],
)  # fmt: skip
def test_a_malformed_report_is_refused_by_field(bad: dict):
    with pytest.raises(ValidationError) as raised:
        NewReport.model_validate({"subject": "other", "what": "옆집", **bad})
    assert raised.value.errors()[0]["loc"][0] == next(iter(bad))
