"""Checklists by guide and profile, as sheets, files and calendar."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pypdfium2
import pytest
from icalendar import Calendar

from knowledge.catalog import Catalog
from knowledge.documents.calendar import Day, calendar_file, days
from knowledge.documents.checklist import NOTHING, UNSORTED, UNSURE, Checklist, checklist
from knowledge.documents.pdf import pdf
from knowledge.documents.sheet import UNKNOWN, Block, Row, Sheet, checklist_sheet
from knowledge.eligibility.profile import Profile

TODAY = date(2026, 11, 22)


def lines(made: Checklist) -> dict[str, list[str]]:
    """The lines of each list."""
    return {name: [item.line for item in getattr(made, name)] for name in ("required", "conditional", "not_needed")}


def test_without_a_profile_every_condition_stays_open(all_guides: Catalog):
    for guide in all_guides:
        made = checklist(guide)
        assert made.not_needed == [] and not any(item.settled for item in (*made.required, *made.conditional))
        told = {line for found in lines(made).values() for line in found}
        assert set(guide.documents) <= told


def test_a_profile_settles_what_it_can(all_guides: Catalog):
    guide = all_guides["guarantee-fee-support"]
    line = "혼인관계증명서(신혼)"
    assert line in lines(checklist(guide, Profile(household=["신혼부부"])))["required"]
    assert line in lines(checklist(guide, Profile(household=["미혼"])))["not_needed"]
    assert line in lines(checklist(guide, Profile(household=["다자녀"])))["conditional"]
    assert line in lines(checklist(guide, Profile(age=30)))["conditional"]


def test_only_the_proofs_that_can_be_this_persons_are_asked_for(all_guides: Catalog):
    guide = all_guides["purchased-rental-youth"]
    line = "수급자·차상위·한부모 증명서(1순위)"
    made = checklist(guide, Profile(household=["한부모"]))
    (item,) = [item for item in made.required if item.line == line]
    assert [paper.name for paper in item.papers] == ["한부모가족증명서"] and item.settled and not item.one_of
    assert line in lines(checklist(guide, Profile(household=["1인가구"])))["not_needed"]
    assert line in lines(checklist(guide))["conditional"]


def test_a_split_household_needs_the_other_copy_too(all_guides: Catalog):
    guide = all_guides["happy-housing-newlywed"]
    (item,) = [item for item in checklist(guide).conditional if item.key == "spouse-apart"]
    assert "세대분리" in (item.condition or "") and item.papers[0].id == "resident-copy"
    assert item.line in lines(checklist(guide, Profile(household=["미혼"])))["not_needed"]
    assert all(item.key != "spouse-apart" for item in checklist(all_guides["ds-docs-cloud"]).conditional)


@pytest.mark.parametrize(("housing", "where"), [("월세", "required"), ("자가", "not_needed"), ("기타", "conditional")])
def test_the_home_decides_the_owners_consent(all_guides: Catalog, housing: str, where: str):
    made = checklist(all_guides["low-income-energy-efficiency"], Profile.model_validate({"housing": housing}))
    assert "주택 소유자 동의서(임차)" in lines(made)[where]


def test_what_is_not_known_is_said(all_guides: Catalog):
    unsorted = [i for i in checklist(all_guides["csap-apply-docs"]).required if not i.papers]
    assert unsorted and all(item.note == UNSORTED for item in unsorted)
    assert checklist(all_guides["ds-docs-cloud"]).notes == [UNSURE]
    assert checklist(all_guides["call-109"]).notes == [NOTHING]
    assert checklist(all_guides["permanent-public-rental"]).notes in ([], [UNSURE])


def text_of(content: bytes) -> str:
    """The text of a PDF as another library reads it."""
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    return "\n".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "\n")


def test_the_pdf_says_what_the_sheet_says(all_guides: Catalog):
    sheet = checklist_sheet(checklist(all_guides["permanent-public-rental"]))
    told = "".join(text_of(pdf(sheet)).split())
    for row in (row for block in sheet.blocks for row in block.rows):
        assert "".join(row.label.split()) in told
    assert UNKNOWN in sheet.text and "정부24" in told and "□" in told


def test_a_long_sheet_goes_on_and_strange_letters_stop_nothing():
    rows = tuple(Row(f"서류 {number} 🎈", "가나다 " * 60) for number in range(40))
    document = pypdfium2.PdfDocument(io.BytesIO(pdf(Sheet("제목 ☎\u202e", (), (Block("묶음", rows),)))))
    assert len(document) > 3
    assert "서류 39" in text_of(pdf(Sheet("제목", (), (Block("묶음", rows),))))


DAYS = {
    "housing-energy-voucher": [Day(date(2026, 12, 31), "closes"), Day(date(2027, 5, 31), "closes")],
    "eitc": [Day(date(2027, 5, 1), "opens"), Day(date(2027, 5, 31), "closes")],
    "youth-monthly-rent": [],
    "housing-benefit": [],
    "youth-sme-income-tax-cut": [Day(date(2026, 12, 31), "closes")],
}


@pytest.mark.parametrize("guide", DAYS)
def test_only_days_to_come_are_put_into_the_calendar(all_guides: Catalog, guide: str):
    assert days(all_guides[guide], TODAY) == DAYS[guide]
    assert (calendar_file(all_guides[guide], TODAY, datetime.now(UTC)) is None) == (not DAYS[guide])


def test_the_calendar_file_is_read_by_a_calendar(all_guides: Catalog):
    content = calendar_file(all_guides["housing-energy-voucher"], TODAY, datetime(2026, 11, 22, tzinfo=UTC))
    events = Calendar.from_ical(content or b"").walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == [date(2026, 12, 31), date(2027, 5, 31)]
    assert "마감" in str(events[0]["summary"]) and len(events[0].walk("VALARM")) == 1
    assert len({str(event["uid"]) for event in events}) == 2


def test_every_guide_gives_a_sheet_whose_days_are_real(all_guides: Catalog):
    for guide in all_guides:
        assert checklist_sheet(checklist(guide)).title.startswith(guide.name)
        assert all(day.on >= TODAY for day in days(guide, TODAY))
