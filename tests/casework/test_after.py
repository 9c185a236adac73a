"""A filed report is corrected, added to and withdrawn by whoever holds its receipt and code, and by nobody else."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from casework.after import After, ReportChange, ReportOver
from casework.audit import verify
from casework.cases import Opened
from casework.hearing import Heard
from casework.photos import PhotoError
from casework.views import Revealed
from tests.casework.kit import BOSS, EDITOR, MINJI, World
from tests.casework.test_photos import picture

GIVEN = {
    "name": "김이웃", "contact": "010-1111-2222", "affiliation": "신림동 명예사회복지공무원", "reporter": "official",
    "person_name": "박어른", "person_contact": "010-3333-4444",
    "place": "서울 관악구 신림동 12-3 201호", "consent": True,
}  # fmt: skip


@pytest.fixture
def after(world: World) -> After:
    return After(world.cases)


def pair(opened: Opened) -> tuple[str, str]:
    return opened.receipt, opened.code or ""


def opened_fields(world: World, case_id: str) -> Revealed:
    return world.cases.reveal(case_id, MINJI, "확인")[0]


def told(world: World, case_id: str) -> str:
    return "\n".join(entry.text for entry in world.cases.get(case_id).entries)


def test_reporter_and_person_are_kept_apart(world: World):
    one = opened_fields(world, world.report(**GIVEN).case_id)
    assert (one.name, one.contact, one.affiliation) == (GIVEN["name"], GIVEN["contact"], GIVEN["affiliation"])
    assert (one.person_name, one.person_contact) == (GIVEN["person_name"], GIVEN["person_contact"])


def test_anonymity_drops_the_reporter_and_keeps_the_person(world: World):
    one = opened_fields(world, world.report(**GIVEN | {"reporter": "anonymous"}).case_id)
    assert (one.name, one.contact, one.affiliation) == ("", "", "") and one.person_name == GIVEN["person_name"]


def test_a_correction_changes_what_it_names_and_is_told(world: World, after: After):
    opened = world.report(**GIVEN)
    after.correct(*pair(opened), ReportChange(contact="010-9999-0000", what="이제 문도 안 열려요"))
    one, view = opened_fields(world, opened.case_id), world.cases.get(opened.case_id)
    assert one.contact == "010-9999-0000" and one.name == GIVEN["name"]
    assert view.reports[0].what == "이제 문도 안 열려요" and view.reports[0].corrected_at is not None
    assert "신고를 고쳤어요: 어떤 일인지, 알리는 분의 연락처" in told(world, opened.case_id)
    assert "옆집이 며칠째 조용해요" in told(world, opened.case_id), "what was told first stays on the timeline"
    assert "9999" not in told(world, opened.case_id) and verify(world.store) is None


def test_consent_taken_back_drops_what_needed_it(world: World, after: After):
    opened = world.report(**GIVEN)
    after.correct(*pair(opened), ReportChange(consent=False))
    one = opened_fields(world, opened.case_id)
    assert (one.name, one.contact, one.person_contact, one.place) == ("", "", "", "")
    assert "동의가 없어 저장하지 않은 것" in told(world, opened.case_id)


@pytest.mark.parametrize("heard", [None, Heard("emergency", "other", ("medical",), True, 0.9)])
def test_danger_told_later_raises_the_case_and_starts_the_alerts_anew(world: World, after: After, heard: Heard | None):
    opened = world.report(**GIVEN)
    change = ReportChange(danger_now=True) if heard is None else ReportChange(what="쓰러져 있고 숨을 안 쉬어요")
    after.correct(*pair(opened), change, heard)
    view = world.cases.get(opened.case_id)
    assert (view.level, view.cycle, view.state) == ("emergency", 2, "received")


def test_nothing_changed_changes_nothing(world: World, after: After):
    opened = world.report(**GIVEN)
    before = world.cases.get(opened.case_id)
    after.correct(*pair(opened), ReportChange(contact=str(GIVEN["contact"])))
    assert world.cases.get(opened.case_id) == before


def test_withdrawing_erases_at_once_and_the_case_stays_for_a_person(world: World, after: After):
    opened = world.report(**GIVEN)
    after.add_photo(*pair(opened), picture())
    assert after.withdraw(*pair(opened)).state == "withdrawn"
    one, view = opened_fields(world, opened.case_id), world.cases.get(opened.case_id)
    assert not any((one.name, one.contact, one.affiliation, one.person_name, one.person_contact, one.place, one.photos))
    assert view.state != "closed" and view.reports[0].withdrawn_at and "거뒀어요" in told(world, opened.case_id)
    assert world.cases.status(*pair(opened)).text.startswith("거두신")
    with pytest.raises(ReportOver, match="거두신"):
        after.correct(*pair(opened), ReportChange(what="다시"))


def test_while_a_life_is_in_danger_the_place_stays(world: World, after: After):
    opened = world.report(**GIVEN | {"danger_now": True})
    after.withdraw(*pair(opened))
    one = opened_fields(world, opened.case_id)
    assert (one.name, one.contact) == ("", "") and one.place == GIVEN["place"] and one.person_contact
    assert "있는 곳은 남겼어요" in told(world, opened.case_id)


def test_a_closed_case_is_told_anew(world: World, after: After):
    opened = world.report(**GIVEN)
    world.cases.acknowledge(opened.case_id, MINJI, "화면")
    world.cases.close(opened.case_id, MINJI, "false_alarm", "")
    for act in (lambda: after.withdraw(*pair(opened)), lambda: after.correct(*pair(opened), ReportChange(what="더"))):
        with pytest.raises(ReportOver, match="마무리"):
            act()


@pytest.mark.parametrize("wrong", [("R-AAAA-AA", None), (None, "AAAA-AAAA"), ("", ""), ("\x00", "\x00"), (None, "")])
def test_a_wrong_pair_changes_nothing(world: World, after: After, wrong: tuple[str | None, str | None]):
    opened = world.report(**GIVEN)
    before = world.cases.get(opened.case_id)
    receipt, code = (given if mine is None else mine for mine, given in zip(wrong, pair(opened), strict=True))
    for act in (
        lambda: after.withdraw(receipt, code), lambda: after.correct(receipt, code, ReportChange(what="남의 것")),
        lambda: after.add_photo(receipt, code, picture()),
    ):  # fmt: skip
        with pytest.raises(LookupError, match="맞지 않아요"):
            act()
    assert world.cases.get(opened.case_id) == before


@pytest.mark.parametrize("change", [{"what": ""}, {"what": "가" * 2001}, {"contact": "1" * 201}])
def test_a_bad_correction_is_refused_by_field(world: World, after: After, change: dict):
    opened = world.report(**GIVEN)
    before = world.cases.get(opened.case_id)
    with pytest.raises(ValidationError) as refused:
        after.correct(*pair(opened), ReportChange(**change))
    assert refused.value.errors()[0]["loc"] == (next(iter(change)),) and world.cases.get(opened.case_id) == before
    with pytest.raises(ValidationError):
        ReportChange.model_validate({"level": "normal"})


def test_a_photograph_is_sealed_opened_with_a_purpose_and_counted(world: World, after: After):
    opened = world.report(**GIVEN)
    for number in (1, 2, 3):
        assert after.add_photo(*pair(opened), picture()) == number
    with pytest.raises(PhotoError, match="3장"):
        after.add_photo(*pair(opened), picture())
    assert len(opened_fields(world, opened.case_id).photos) == 3
    assert "photo" in world.cases.get(opened.case_id).reports[0].has


def test_a_photograph_needs_consent_or_danger(world: World, after: After):
    plain, danger = world.report("one"), world.report("two", danger_now=True)
    with pytest.raises(PhotoError, match="동의"):
        after.add_photo(*pair(plain), picture())
    assert after.add_photo(*pair(danger), picture()) == 1


def test_only_who_may_act_opens_or_decides(world: World, after: After):
    from casework.cases import MoveError

    opened = world.report(**GIVEN)
    for act in (
        lambda: world.cases.reveal(opened.case_id, EDITOR, "궁금해서"),
        lambda: world.cases.reveal(opened.case_id, BOSS, " "),
        lambda: after.decide_household(opened.case_id, "C-1", EDITOR, True),
    ):  # fmt: skip
        with pytest.raises(MoveError):
            act()
    with pytest.raises(LookupError):
        after.decide_household(opened.case_id, "C-1", BOSS, True)
