"""Accounts: one-time passwords, lock-out, and no difference a stranger could see."""

from datetime import timedelta

import pytest

from casework import audit
from casework.staff import Staff, StaffError
from tests.casework.kit import World


@pytest.fixture
def staff(world: World) -> Staff:
    return Staff(world.store, world.now)


def test_the_first_operator_is_made_once(staff: Staff):
    login, password = staff.first_operator() or ("", "")
    member = staff.verify(login, password)
    assert member is not None
    assert (member.role, member.must_change) == ("operator", True)
    assert staff.first_operator() is None


def test_a_one_time_password_is_changed(staff: Staff):
    password = staff.add("minji", "민지", "caseworker", ["서울 관악구"])
    member = staff.verify(" MinJi ", password)
    assert member is not None
    assert (member.districts, member.actor.role) == (("서울 관악구",), "caseworker")
    changed = staff.change_password(member.id, password, "충분히 긴 새 비밀번호")
    assert not changed.must_change
    assert staff.verify("minji", password) is None
    assert staff.verify("minji", "충분히 긴 새 비밀번호") is not None
    assert staff.get(member.id) == changed


def test_poor_new_passwords_are_refused(staff: Staff):
    password = staff.add("minji", "민지", "caseworker")
    member = staff.verify("minji", password)
    assert member is not None
    for new in ("짧다", "x" * 201, password, "minji-minji-minji"):
        with pytest.raises(StaffError):
            staff.change_password(member.id, password, new)
    with pytest.raises(StaffError, match="맞지"):
        staff.change_password(member.id, "틀린 비밀번호예요", "충분히 긴 새 비밀번호")
    with pytest.raises(StaffError):
        staff.change_password("S-nobody", password, "충분히 긴 새 비밀번호")


def test_five_failures_lock_for_fifteen_minutes(world: World, staff: Staff):
    password = staff.add("minji", "민지", "caseworker")
    for _ in range(5):
        assert staff.verify("minji", "wrong") is None
    assert staff.verify("minji", password) is None
    assert staff.locked_until("minji") == world.time + timedelta(minutes=15)
    world.time += timedelta(minutes=15)
    assert staff.locked_until("minji") is None
    assert staff.verify("minji", password) is not None


@pytest.mark.parametrize("login", ["nobody", "", "x" * 9000, "min\x00ji", "' OR 1=1"])
@pytest.mark.parametrize("password", ["", "wrong", "x" * 9000])
def test_strangers_get_nothing(staff: Staff, login: str, password: str):
    assert staff.verify(login, password) is None


@pytest.mark.parametrize(
    ("login", "name", "role", "named"),
    [
        ("민지", "민지", "caseworker", "민지"),
        ("a", "민지", "caseworker", "아이디"),
        ("minji", " ", "caseworker", "이름"),
        ("minji", "민지", "god", "god"),
        ("taken", "민지", "caseworker", "taken"),
    ],
)
def test_bad_accounts_are_refused_by_name(staff: Staff, login: str, name: str, role: str, named: str):
    staff.add("taken", "먼저", "editor")
    with pytest.raises(StaffError, match=named):
        staff.add(login, name, role)


def test_logins_are_audited_and_no_password_is_kept(world: World, staff: Staff):
    password = staff.add("minji", "민지", "caseworker")
    staff.verify("minji", "wrong-password")
    staff.verify("minji", password)
    with world.store.reading() as session:
        rows = session.query(audit.AuditRecord).order_by(audit.AuditRecord.seq).all()
        assert [row.action for row in rows] == ["staff-add", "login-failed", "login"]
        assert password not in " ".join(row.detail for row in rows)
    assert audit.verify(world.store) is None
