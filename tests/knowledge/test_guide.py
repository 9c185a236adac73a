"""A guide file is read whole or refused with its name and what is wrong."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.catalog import Catalog, squeeze
from knowledge.guide import SECTIONS, GuideError, load, parse
from tests.knowledge import guides

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))


def test_front_matter_becomes_fields_and_the_body_sections():
    guide = guides.guide()
    assert (guide.id, guide.kind, guide.status) == ("moon-voucher", "program", "open")
    assert guide.eligibility is not None and guide.eligibility.age_max == 34
    assert guide.sections == guides.SECTIONS
    for stated in ("달빛권", "월 3만 원", "02-0000-1234", "통장 사본", "https://moon.example", "34"):
        assert stated in guide.facts_text


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"id": "달빛"}, "id"),
    ({"id": None}, "id"),
    ({"domain": "weather"}, "domain"),
    ({"kind": "song"}, "kind"),
    ({"status": "maybe"}, "status"),
    ({"url": "javascript:alert(1)"}, "url"),
    ({"url": "ftp://moon.example"}, "url"),
    ({"as_of": "작년"}, "as_of"),
    ({"as_of": None}, "as_of"),
    ({"confidence": "sure"}, "confidence"),
    ({"valid_until": "2026-02-30"}, "valid_until"),
    ({"eligibility": {"age_min": -1}}, "eligibility.age_min"),
    ({"eligibility": {"age_max": 200}}, "eligibility.age_max"),
    ({"eligibility": {"colour": "red"}}, "eligibility.colour"),
    ({"documents": "신청서"}, "documents"),
    ({"surprise": 1}, "surprise"),
]


@pytest.mark.parametrize(("change", "field"), WRONG, ids=[f"{field}-{n}" for n, (_, field) in enumerate(WRONG)])
def test_an_unusable_field_is_named_with_its_file(change: dict[str, Any], field: str):
    with pytest.raises(GuideError, match=f"^시험.md: .*{field}"):
        guides.guide(**change)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "머리말"),
        ("본문만 있어요.", "머리말"),
        ("---\nid: a\n", "머리말"),
        ("---\n- 하나\n- 둘\n---\n\n## 한눈에\n글\n", "이름: 값"),
        ("---\nid: [a\n---\n\n## 한눈에\n글\n", "YAML"),
        ("---\nid: !!python/object/apply:os.system ['true']\n---\n\n## 한눈에\n글\n", "YAML"),
        (guides.text(sections={"대상": "누구나"}), "한눈에"),
        (guides.text(sections={"한눈에": "글", "비밀 절": "글"}), "모르는 절"),
    ],
)
def test_a_broken_file_is_refused(content: str, says: str):
    with pytest.raises(GuideError, match=says):
        parse(content, "시험.md")


def test_an_unknown_section_is_answered_with_the_allowed_ones():
    with pytest.raises(GuideError) as caught:
        guides.guide(sections={"한눈에": "글", "기타": "글"})
    assert all(heading in str(caught.value) for heading in SECTIONS)


@pytest.mark.parametrize(("domain", "name"), [("youth", "moon-voucher"), ("welfare", "sun-voucher")])
def test_the_path_must_say_what_the_front_matter_says(tmp_path: Path, domain: str, name: str):
    path = guides.write(tmp_path, guides.text(), domain, name)
    with pytest.raises(GuideError, match=r"welfare/moon-voucher\.md"):
        load(path)


def test_every_unusable_file_is_listed_at_once(tmp_path: Path):
    guides.write(tmp_path, guides.text(kind="song"))
    guides.write(tmp_path, guides.text(id="sun-voucher", as_of="곧"), name="sun-voucher")
    with pytest.raises(GuideError) as caught:
        Catalog.read(tmp_path)
    assert "moon-voucher.md" in str(caught.value) and "sun-voucher.md" in str(caught.value)


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path):
    path = guides.write(tmp_path, guides.text())
    path.write_bytes(guides.text().encode("cp949"))
    with pytest.raises(GuideError, match=r"moon-voucher\.md.*UTF-8"):
        Catalog.read(tmp_path)


def test_a_folder_without_guides_is_refused(tmp_path: Path):
    with pytest.raises(GuideError, match="안내 파일"):
        Catalog.read(tmp_path)


def test_two_guides_of_one_id_are_refused():
    with pytest.raises(GuideError, match="moon-voucher"):
        Catalog([guides.guide(), guides.guide()])


@pytest.mark.parametrize("field", ["same_as", "replaced_by", "see_also", "part_of"])
def test_a_link_to_a_guide_that_is_not_there_is_refused(field: str):
    with pytest.raises(GuideError, match="sun-voucher"):
        Catalog([guides.guide(**{field: ["sun-voucher"]})])


def test_names_and_aliases_lead_to_the_guide_however_they_are_spelt():
    catalog = Catalog([guides.guide()])
    for name in ("달빛 이용권(시험)", "달빛이용권", "달빛 · 이용권", "달빛권"):
        assert catalog.names[squeeze(name)] == ("moon-voucher",)


@given(today=DAYS, start=st.none() | DAYS, end=st.none() | DAYS)
def test_a_guide_is_current_between_its_dates_and_no_day_more(today: date, start: date | None, end: date | None):
    guide = guides.guide().model_copy(update={"valid_from": start, "valid_until": end})
    assert guide.is_current(today) == ((start or date.min) <= today <= (end or date.max))
    assert not guide.model_copy(update={"status": "ended"}).is_current(today)
    if end:
        assert not guide.is_current(end + timedelta(days=1))


def test_a_file_as_windows_saves_it_is_read(tmp_path: Path):
    path = guides.write(tmp_path, guides.text())
    path.write_bytes(b"\xef\xbb\xbf" + guides.text().replace("\n", "\r\n").encode())
    assert load(path) == guides.guide()
