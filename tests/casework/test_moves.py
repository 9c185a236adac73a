"""Who may do what with a case, and what it changes."""

import pytest

from casework import audit
from casework.cases import MoveError
from tests.casework.kit import BOSS, EDITOR, HANA, MINJI, World


def _moves(world: World, case_id: str) -> list[str]:
    return [entry.data["move"] for entry in world.cases.get(case_id).entries if entry.kind in ("move", "note")]


async def test_from_alert_to_close(world: World):
    case_id = world.hear().case_id
    await world.after()
    assert world.state(case_id) == "notified"
    assert world.cases.acknowledge(case_id, MINJI, "telegram").owner_name == "민지"
    assert world.cases.contact(case_id, MINJI, "전화로 안전을 확인했어요").contact_due_at is None
    assert world.cases.link(case_id, MINJI, "정신건강복지센터", "내일 방문").state == "linked"
    closed = world.cases.close(case_id, MINJI, "helped", "센터가 이어 감")
    assert (closed.state, closed.next_due_at, closed.moves) == ("closed", None, ("note",))
    assert _moves(world, case_id) == ["acknowledge", "contact", "link", "close"]
    assert audit.verify(world.store) is None


def test_acknowledging_twice_is_harmless_for_the_same_and_told_to_another(world: World):
    case_id = world.hear().case_id
    due = world.cases.acknowledge(case_id, MINJI, "telegram").contact_due_at
    world.time = world.time.replace(minute=5)
    assert world.cases.acknowledge(case_id, MINJI, "link").contact_due_at == due
    with pytest.raises(MoveError, match="민지"):
        world.cases.acknowledge(case_id, HANA, "console")
    assert _moves(world, case_id) == ["acknowledge"]


def test_taking_is_acknowledging_or_taking_over_without_winding_the_clock_back(world: World):
    case_id = world.hear().case_id
    due = world.cases.take(case_id, MINJI).contact_due_at
    assert due is not None
    world.time = world.time.replace(minute=10)
    taken = world.cases.take(case_id, HANA)
    assert (taken.owner_id, taken.contact_due_at, taken.state) == (HANA.id, due, "acknowledged")


@pytest.mark.parametrize("move", ["contact", "link", "close"])
def test_only_the_owner_or_a_supervisor_moves_an_owned_case(world: World, move: str):
    case_id = world.hear().case_id
    world.cases.acknowledge(case_id, MINJI, "console")
    world.cases.contact(case_id, MINJI, "통화")
    act = {
        "contact": lambda who: world.cases.contact(case_id, who, "통화"),
        "link": lambda who: world.cases.link(case_id, who, "복지관", ""),
        "close": lambda who: world.cases.close(case_id, who, "safe", ""),
    }[move]
    with pytest.raises(MoveError, match="민지"):
        act(HANA)
    act(BOSS)


def test_a_forbidden_move_names_the_state_and_what_is_allowed(world: World):
    case_id = world.hear().case_id
    with pytest.raises(MoveError, match=r"접수.*맡기·종결·메모"):
        world.cases.contact(case_id, MINJI, "통화")
    with pytest.raises(MoveError, match="접수"):
        world.cases.link(case_id, MINJI, "복지관", "")
    assert world.state(case_id) == "received"


def test_roles_that_do_not_act_are_refused(world: World):
    case_id = world.hear().case_id
    with pytest.raises(MoveError, match="편집자"):
        world.cases.acknowledge(case_id, EDITOR, "console")
    with pytest.raises(MoveError, match="편집자"):
        world.cases.reveal(case_id, EDITOR, "궁금해서")


def test_closing_needs_a_known_reason_that_fits_the_state(world: World):
    case_id = world.hear().case_id
    with pytest.raises(MoveError, match="false_alarm"):
        world.cases.close(case_id, MINJI, "bored", "")
    with pytest.raises(MoveError, match="연락함"):
        world.cases.close(case_id, MINJI, "helped", "")
    assert world.state(case_id) == "received"


@pytest.mark.parametrize("empty", ["", "   ", "\x00"])
def test_empty_notes_are_refused(world: World, empty: str):
    case_id = world.hear().case_id
    world.cases.acknowledge(case_id, MINJI, "console")
    for act in (
        lambda: world.cases.note(case_id, MINJI, empty),
        lambda: world.cases.contact(case_id, MINJI, empty),
        lambda: world.cases.link(case_id, MINJI, empty, ""),
        lambda: world.cases.reveal(case_id, MINJI, empty),
    ):
        with pytest.raises(MoveError):
            act()


def test_a_closed_case_only_takes_notes(world: World):
    case_id = world.hear().case_id
    world.cases.acknowledge(case_id, MINJI, "console")
    world.cases.close(case_id, MINJI, "false_alarm", "노래 가사였음")
    with pytest.raises(MoveError, match="종결"):
        world.cases.acknowledge(case_id, MINJI, "console")
    world.cases.note(case_id, HANA, "다시 확인함")
    assert _moves(world, case_id)[-1] == "note"
