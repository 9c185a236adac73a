"""Transfer, attempt and place on both databases, and the usual time until a case is taken."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.cases import MoveError
from casework.escalation.tables import AlertRecord
from casework.handover import teller
from casework.staff import Staff
from casework.statistics import usual_minutes
from tests.casework.kit import BOSS, FIRST, HANA, MINJI, SECOND, World, names


def given(world: World, case: str, note: str = "부탁해요") -> None:
    """MINJI gives the case to the colleague whose login is the contact "second"."""
    staff = Staff(world.store, world.now)
    if not staff.acting():
        staff.add("second", "둘째", "caseworker")
    (colleague,) = staff.acting()
    tell = teller(world.cases.vault, world.roster.contacts.get, MINJI, colleague)
    world.cases.transfer(case, MINJI, colleague.actor, note, tell)


async def test_a_transfer_tells_the_colleague_and_nobody_else(world: World):
    case = world.hear("high").case_id
    assert names(await world.after()) == ["first/telegram", "first/webhook"]
    world.cases.acknowledge(case, MINJI, "desk")
    given(world, case)
    assert names(await world.after()) == ["second/email"]
    assert await world.after(minutes=60) == [], "the steps stay stopped"
    assert world.cases.get(case).owner_name == "둘째"


async def test_a_colleague_who_does_nothing_loses_it_in_time(world: World):
    case = world.hear("emergency").case_id
    world.cases.acknowledge(case, MINJI, "desk")
    given(world, case)
    await world.after(minutes=14)
    assert world.state(case) == "acknowledged"
    assert FIRST.id + "/telegram" in names(await world.after(minutes=2))
    assert world.state(case) == "notified" and world.cases.get(case).owner_id is None


def test_a_transfer_that_fails_tells_nobody(world: World):
    case = world.hear("high").case_id
    world.cases.acknowledge(case, MINJI, "desk")

    def broken(*_: object) -> None:
        raise RuntimeError("no roster")

    with pytest.raises(RuntimeError):
        world.cases.transfer(case, MINJI, HANA, "부탁해요", broken)
    assert world.cases.get(case).owner_id == MINJI.id
    with world.store.reading() as session:
        assert not session.scalars(select(AlertRecord).where(AlertRecord.contact_id == SECOND.id)).all()


@pytest.mark.parametrize("state", ["received", "closed"])
def test_only_a_case_somebody_has_is_given_away(world: World, state: str):
    case = world.hear("high").case_id
    if state == "closed":
        world.cases.acknowledge(case, MINJI, "desk")
        world.cases.close(case, MINJI, "false_alarm", "")
    with pytest.raises(MoveError, match="지금 할 수 있는 일"):
        world.cases.transfer(case, BOSS, HANA, "부탁해요", lambda *_: None)
    with pytest.raises(MoveError, match="지금 할 수 있는 일"):
        world.cases.attempt(case, BOSS, "전화함")


async def test_to_name_the_place_stops_no_alert(world: World):
    case = world.hear("emergency").case_id
    world.cases.place(case, MINJI, "서울 관악구")
    assert names(await world.after()) == ["first/telegram", "first/webhook"]
    assert world.cases.queue()[0].districts == ("서울특별시 관악구",)


def test_the_usual_time_until_a_case_is_taken(world: World):
    for number, minutes in enumerate((1, 7, 8, 30, 200)):
        assert usual_minutes(world.store, world.now(), "high") is None
        case = world.hear("high", conversation=f"web:{number}").case_id
        world.time += timedelta(minutes=minutes)
        world.cases.acknowledge(case, MINJI, "desk")
    assert usual_minutes(world.store, world.now(), "high") == 10
    assert usual_minutes(world.store, world.now(), "normal") is None
    world.time += timedelta(days=29)
    assert usual_minutes(world.store, world.now(), "high") is None
