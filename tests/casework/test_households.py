"""The same household is seen across reporters, channels and wordings, with the reasons; a person decides."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from casework.after import After, ReportChange
from casework.households import score
from casework.places import locate
from casework.privacy.marks import Mark, Said, marks_of, phones, rules
from tests.casework.kit import BOSS, MINJI, World

SEEN = {
    "reporter": "neighbour",
    "consent": True,
    "place": "서울 관악구 신림동 행복빌라 201호",
    "contact": "010-7777-0001",
}


def marks(place: str, **more: str) -> set[Mark]:
    said = {"person_name": "", "person_contact": "", "words": "", "reporter_contact": ""} | more
    return marks_of(Said(place=place, district=locate(place), **said))


def links(world: World, case_id: str) -> list[tuple[str, str]]:
    return [(one.case_id, one.link) for one in world.cases.get(case_id).household]


@pytest.mark.parametrize(
    "other",
    [
        "관악구 신림1동 행복 빌라 201 호", "서울시 관악구 신림동 행복빌 201호에 사세요", "신림동 행복연립 201호",
        "서울특별시 관악구, 신림동 (행복빌라) 201호",
    ],
)  # fmt: skip
def test_one_door_in_other_words_has_the_same_marks(other: str):
    assert {m for m in marks(SEEN["place"]) if m.kind != "district"} <= marks(other)


@pytest.mark.parametrize(
    "place", ["부산 해운대구 우동 행복빌라 201호", "서울 관악구 신림동 행복빌라 301호", "관악구 신림동 햇살빌라 201호"]
)
def test_another_door_has_not(place: str):
    kinds = {"building", "unit"}
    assert {m for m in marks(SEEN["place"]) if m.kind in kinds} != {m for m in marks(place) if m.kind in kinds}


def test_a_number_is_one_however_it_is_written():
    written = ["010-1234-5678", "01012345678", "+82 10-1234-5678", "010.1234.5678", "전화 010 1234 5678 저녁에"]
    assert {frozenset(phones(one)) for one in written} == {frozenset({"1012345678"})}
    assert phones("2026-03-02 302호") == set()


def test_across_reporters_channels_and_wordings(world: World):
    first = world.report("a", **SEEN)
    second = world.report(
        "b", reporter="anonymous", consent=True, channel="chat", conversation="kakao:9",
        place="관악구 신림1동 행복 빌라 201 호", what="윗집 할머니가 안 보여요",
    )  # fmt: skip
    (one,) = world.cases.get(first.case_id).household
    assert (one.case_id, one.link, one.state) == (second.case_id, "proposed", "received")
    assert one.score >= rules().propose_from
    assert [label for label, _, _ in one.evidence][:1] == ["건물 안의 동·호수가 같아요"]
    assert second.case_id in " ".join(entry.text for entry in world.cases.get(first.case_id).entries)


def test_the_person_who_calls_for_themselves_is_the_one_the_neighbour_told_of(world: World):
    told = world.report("a", **SEEN, person_contact="010-8888-1234")
    own = world.report("b", subject="self", reporter="self", contact="01088881234", consent=True, what="먹을 게 없어요")
    assert links(world, own.case_id) == [(told.case_id, "proposed")]


def test_one_neighbour_who_tells_of_two_homes_makes_them_not_one(world: World):
    first = world.report("a", **SEEN)
    second = world.report("b", **SEEN | {"place": "서울 관악구 신림동 햇살맨션 5호"})
    third = world.report("c", **SEEN | {"place": "서울 관악구 신림동 행복빌라 502호"})
    assert [links(world, one.case_id) for one in (first, second, third)] == [[], [], []]


def test_without_consent_nothing_is_compared(world: World):
    first, second = (world.report(key, **SEEN | {"consent": False}) for key in ("a", "b"))
    assert links(world, first.case_id) == links(world, second.case_id) == []


def test_a_person_confirms_or_splits_and_is_not_asked_again(world: World):
    after = After(world.cases)
    first, second = world.report("a", **SEEN), world.report("b", **SEEN)
    after.decide_household(second.case_id, first.case_id, MINJI, True)
    assert links(world, first.case_id) == [(second.case_id, "confirmed")]
    after.decide_household(first.case_id, second.case_id, BOSS, False)
    after.correct(second.receipt, second.code or "", ReportChange(who="할머니"))
    assert links(world, first.case_id) == [(second.case_id, "split")]
    last = [entry for entry in world.cases.get(second.case_id).entries if entry.kind == "household"][-1]
    assert last.author == "책임" and "다른 집" in last.text


def test_nothing_said_lies_in_the_marks(world: World):
    world.report("a", **SEEN, person_name="박어른", person_contact="010-8888-1234")
    with world.store.reading() as session:
        rows = str(session.execute(text("SELECT kind, value FROM report_marks")).all())
        rows += str(session.execute(text("SELECT * FROM household_links")).all())
    assert "building" in rows and not [word for word in ("행복", "빌라", "박어른", "88881234") if word in rows]


def test_a_score_is_the_sum_of_its_parts_and_contradictions_count():
    same = {"building": {"x"}, "lot": {"y"}, "district": {"d"}, "unit": {"1"}}
    total, parts = score(same, same)
    assert {part.kind for part in parts} == {"lot", "district", "unit"}, "of building, lot and road the heaviest counts"
    assert total == round(1 - 0.6 * 0.5 * 0.85, 2)
    other, parts = score(same, same | {"unit": {"2"}})
    assert other < 0.2 and parts[-1].against and "호수" in parts[-1].label


def test_a_report_is_filed_even_when_comparing_fails(world: World, monkeypatch: pytest.MonkeyPatch):
    def broken(said: Said) -> set[Mark]:
        raise ValueError("the rules are broken")

    monkeypatch.setattr("casework.households.marks_of", broken)
    opened = world.report("a", **SEEN)
    assert world.cases.get(opened.case_id).reports[0].district == "서울특별시 관악구 신림동"
