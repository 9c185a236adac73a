"""Sessions, the login guard and used links on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from casework.console.ack import on_call_actor
from casework.console.guard import LoginGuard
from casework.console.sessions import Sessions
from casework.staff import Staff
from tests.casework.kit import World


def test_sessions_slide_and_end(world: World):
    staff, sessions = Staff(world.store, world.now), Sessions(world.store, 30, world.now)
    once = staff.add("minji", "민지", "caseworker")
    member = staff.verify("minji", once)
    assert member is not None
    token = sessions.open(member.id)
    world.time += timedelta(minutes=29)
    seen = sessions.find(token, touch=True)
    assert seen is not None and seen.may_act and seen.ends_at == world.time + timedelta(minutes=30)
    world.time += timedelta(minutes=29)
    assert sessions.find(token, touch=False)
    world.time += timedelta(minutes=1)
    assert sessions.find(token, touch=True) is None


def test_failures_counted_at_the_same_instant_are_all_counted(world: World):
    guard = LoginGuard(world.store, b"key", world.now)
    with ThreadPoolExecutor(5) as pool:
        list(pool.map(guard.failed, ["minji"] * 5))
    assert guard.locked_for(" MinJi ") == timedelta(minutes=15)
    assert guard.locked_for("hana") is None
    world.time += timedelta(minutes=15)
    assert guard.locked_for("minji") is None


def test_a_contact_is_the_member_of_staff_of_that_login(world: World):
    staff = Staff(world.store, world.now)
    staff.add("minji", "김민지", "supervisor")
    staff.add("dahye", "다혜", "editor")
    assert on_call_actor(world.store, "minji", "민지").name == "김민지"
    assert on_call_actor(world.store, "dahye", "다혜 당직").id == "contact:dahye"
    assert on_call_actor(world.store, "night", "야간 당직").role == "caseworker"
