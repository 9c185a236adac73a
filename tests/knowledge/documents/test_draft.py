"""Draft applications: what is filled in and from where, what is asked, and files that other programs open."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import hwp_hwpx_parser
import pypdfium2
import pytest
from hwpx import HwpxDocument, validate_package
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from knowledge.catalog import Catalog
from knowledge.documents.draft import BY_HAND, CLOSED, NOT_SENT, draft, draft_sheet
from knowledge.documents.draft_data import FieldData, common, programmes
from knowledge.documents.hwpx import hwpx
from knowledge.documents.pdf import pdf
from knowledge.documents.values import ValueProblem, checked
from knowledge.eligibility.profile import Profile

RENT = "youth-monthly-rent"
KNOWN = Profile.model_validate(
    {"age": 26, "housing": "월세", "employment": "employed", "monthly_rent_won": 450_000, "household": ["1인가구"]}
)


def values(made) -> dict[str, tuple[str | None, str | None]]:
    """Field to value and origin."""
    return {field.id: (field.value, field.origin) for section in made.sections for field in section.fields}


def test_there_are_drafts_for_the_main_programmes_of_every_domain(all_guides: Catalog):
    assert len(programmes()) >= 20 and {guide for guide in programmes() if guide not in all_guides} == set()
    assert {"youth", "housing", "welfare", "procurement"} <= {all_guides[guide].domain for guide in programmes()}


def test_every_draft_says_where_to_hand_it_in_and_that_nothing_was_sent(all_guides: Catalog):
    for guide in programmes():
        made = draft(all_guides[guide])
        assert (made.submit.url or made.submit.how) and NOT_SENT in made.notes, guide
        assert (CLOSED in made.notes) == (all_guides[guide].status != "open")
        assert made.missing and all(common().fields[name].ask for name in made.missing)


def test_every_field_set_and_consent_is_used():
    used = {name for programme in programmes().values() for name in programme.fields}
    assert set(common().fields) - used <= {"age"}
    assert set(common().consents) == {one for programme in programmes().values() for one in programme.consents}


def test_known_facts_are_filled_in_with_their_origin_and_only_gaps_are_asked(all_guides: Catalog):
    made = draft(
        all_guides[RENT], KNOWN, {"deposit": "1천만 원", "rent": "40만원"}, {"name": "홍길동", "rent": "500000"}
    )
    told = values(made)
    assert told["housing"] == ("월세", "profile") and told["employment"] == ("직장에 다님", "profile")
    assert told["deposit"] == ("10,000,000원", "talk")
    assert told["rent"] == ("500,000원", "asked") and told["name"] == ("홍길동", "asked")
    assert not {"housing", "rent", "name", "deposit"} & set(made.missing) and "birth" in made.missing


def test_what_must_not_travel_through_a_chat_is_written_by_hand(all_guides: Catalog):
    made = draft(all_guides[RENT])
    assert {"resident_number", "account", "signature"} & set(made.missing) == set()
    assert draft_sheet(made, all_guides[RENT]).text.count(BY_HAND) == 3
    with pytest.raises(ValueProblem, match="resident_number"):
        draft(all_guides[RENT], answers={"resident_number": "x"})


def test_consents_stand_apart_and_are_never_given(all_guides: Catalog):
    made = draft(all_guides[RENT], KNOWN)
    text = draft_sheet(made, all_guides[RENT]).text
    assert len(made.consents) == 3 and text.count("□ 동의함") == 3 and "☑" not in text


def test_a_guide_without_a_form_has_no_draft(all_guides: Catalog):
    with pytest.raises(KeyError):
        draft(all_guides["call-109"])


@pytest.mark.parametrize("guide", sorted(programmes()))
def test_every_hwpx_is_whole_and_read_by_another_library(all_guides: Catalog, guide: str, tmp_path: Path):
    sheet = draft_sheet(draft(all_guides[guide], KNOWN), all_guides[guide])
    path = tmp_path / "draft.hwpx"
    path.write_bytes(hwpx(sheet))
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None and package.read("mimetype") == b"application/hwp+zip"
    assert [issue for issue in validate_package(str(path)).issues if issue.level != "warning"] == []
    assert HwpxDocument.open(str(path)).validate().issues == ()
    read = "".join(hwp_hwpx_parser.Reader(str(path)).text.split())
    for row in (row for block in sheet.blocks for row in block.rows):
        assert "".join(row.label.split()) in read, row.label
    assert "".join(sheet.title.split()) in read


def test_the_pdf_holds_what_was_told(all_guides: Catalog):
    sheet = draft_sheet(draft(all_guides[RENT], KNOWN, answers={"name": "홍길동"}), all_guides[RENT])
    document = pypdfium2.PdfDocument(io.BytesIO(pdf(sheet)))
    text = "".join(page.get_textpage().get_text_range() for page in document)
    assert "홍길동" in text and "450,000원" in text and "말씀해 주신 처지" in text


RIGHT = {
    ("birth", "2000.3.5"): "2000-03-05", ("birth", "20000305"): "2000-03-05", ("birth", "2000년 3월 5일"): "2000-03-05",
    ("deposit", "1억 2천만원"): "120,000,000원", ("deposit", "1,500"): "1,500원", ("deposit", "50.5만 원"): "505,000원",
    ("household_size", "3명"): "3", ("phone", "010-1234-5678"): "010-1234-5678", ("housing", "부모집"): "부모님 집",
    ("housing", "부모님 집"): "부모님 집", ("business_number", "1208147521"): "120-81-47521",
}  # fmt: skip


@pytest.mark.parametrize(("field", "given"), RIGHT)
def test_what_people_write_is_understood(field: str, given: str):
    assert checked(common().fields[field], given) == RIGHT[field, given]


WRONG = [
    ("birth", "2000-13-05"), ("birth", "어제"), ("birth", "1800-01-01"), ("deposit", "많이"), ("deposit", "1?"),
    ("deposit", "9" * 15), ("household_size", "0"), ("household_size", "21"), ("household_size", "여럿"),
    ("phone", "전화"), ("phone", "12"), ("housing", "성"), ("business_number", "1208147520"), ("name", "가" * 41),
    ("name", ""), ("name", None), ("name", True), ("name", ["홍길동"]), ("birth", "2000-02-30"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "given"), WRONG, ids=str)
def test_a_value_that_does_not_fit_names_its_field(field: str, given: object):
    with pytest.raises(ValueProblem, match=common().fields[field].label):
        checked(common().fields[field], given)


@given(
    st.text(max_size=60), st.sampled_from(sorted(name for name, f in common().fields.items() if f.kind != "by_hand"))
)
def test_any_text_is_either_written_down_or_named(text: str, field: str):
    try:
        assert checked(common().fields[field], text)
    except ValueProblem as wrong:
        assert common().fields[field].label in str(wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "choice"},
        {"kind": "by_hand", "ask": "?"},
        {"kind": "text"},
        {"ask": "?", "kind": "text", "profile": "shoe"},
    ],
    ids=str,
)
def test_a_field_that_cannot_be_used_is_refused(wrong: dict):
    with pytest.raises(ValidationError):
        FieldData.model_validate({"label": "이름"} | wrong)
