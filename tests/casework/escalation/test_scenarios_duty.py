"""GoAlert's scenarios of schedules by their titles, in Korean time with public holidays."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from casework.escalation.roster import Roster, RosterError
from tests.casework.escalation.test_duty import korean

PEOPLE = "".join(f"  - {{id: {id}, name: {id}, sms: 010-0000-000{place}}}\n" for place, id in enumerate("abc"))


def roster(tmp_path: Path, shifts: str, more: str = "") -> Roster:
    path = tmp_path / "roster.yaml"
    text = (
        f"contacts:\n{PEOPLE}schedules:\n  - id: duty\n    shifts:\n{shifts}steps:\n  - {{schedules: [duty]}}\n{more}"
    )
    path.write_text(text, encoding="utf-8")
    return Roster.load(path, lambda: korean("2026-06-01T12:00"))


def shift(days: str = "[workday, dayoff]", hours: str = 'from: "00:00", to: 24:00', rest: str = "people: [a]") -> str:
    return f"      - {{days: {days}, {hours}, {rest}}}\n"


def turns(every: str, people: str = "[a, b, c]", **more: object) -> str:
    extra = "".join(f", {key}: {value}" for key, value in more.items())
    return shift(rest=f"people: {people}, rotation: {{every: {every}, start: 2026-06-01{extra}}}")


def on(made: Roster, *times: datetime) -> list[str]:
    return ["".join(made.duty.on("duty", time)) for time in times]


def days(start: str, count: int, step: int = 1) -> list[datetime]:
    return [korean(start) + timedelta(days=step * number) for number in range(count)]


def test_rotation_daily(tmp_path: Path):
    made = roster(tmp_path, turns("day", hand_over='"08:00"'))
    assert on(made, *days("2026-06-01T08:00", 4)) == list("abca")
    assert on(made, *days("2026-06-01T07:59", 4)) == list("cabc")


def test_rotation_weekly(tmp_path: Path):
    assert on(roster(tmp_path, turns("week")), *days("2026-06-01T00:00", 4, 7)) == list("abca")


def test_rotation_wrap_over_years(tmp_path: Path):
    made = roster(tmp_path, turns("day"))
    assert on(made, korean("2027-06-01T00:00")) == ["abc"[365 % 3]]
    assert on(made, korean("2025-06-01T00:00")) == ["abc"[-365 % 3]]


def test_rotation_of_several_days(tmp_path: Path):
    assert on(roster(tmp_path, turns("day", length=2)), *days("2026-06-01T00:00", 5)) == list("aabbc")


def test_rotation_dst_other_countries_clocks_do_not_move_a_hand_over(tmp_path: Path):
    made = roster(tmp_path, turns("day", hand_over='"09:00"'))
    around = [korean(f"2026-{day}T08:59") for day in ("03-08", "03-29", "10-25", "11-01")]
    assert all(on(made, time) != on(made, time + timedelta(minutes=1)) for time in around)


def test_rotation_gap_hours_between_shifts(tmp_path: Path):
    made = roster(tmp_path, shift(hours='from: "09:00", to: 18:00'))
    assert on(made, korean("2026-06-02T08:59"), korean("2026-06-02T09:00"), korean("2026-06-02T18:00")) == ["", "a", ""]
    assert len(made.gaps(timedelta(days=2))) == 2


def test_rotation_of_somebody_who_left_is_refused_by_name(tmp_path: Path):
    with pytest.raises(RosterError, match="'z'"):
        roster(tmp_path, turns("day", people="[a, z]"))


def test_schedule_rule_weekdays_and_public_holidays(tmp_path: Path):
    made = roster(tmp_path, shift("[workday]") + shift("[dayoff]", rest="people: [b]"))
    found = on(made, *(korean(f"2026-{day}T12:00") for day in ("06-02", "06-06", "09-24", "10-03", "10-05", "10-06")))
    assert found == ["a", "b", "b", "b", "b", "a"], "Saturday, 추석, 개천절 and its substitute are days off"


def test_schedule_rules_that_overlap_are_all_told(tmp_path: Path):
    made = roster(tmp_path, shift() + shift("[tue]", rest="people: [b]"))
    assert on(made, *days("2026-06-01T12:00", 3)) == ["a", "ab", "a"]


def test_override_add(tmp_path: Path):
    hours = "from: 2026-06-02T10:00, to: 2026-06-02T11:00"
    more = f"overrides:\n  - {{schedule: duty, {hours}, instead_of: a, people: [a, c]}}\n"
    assert on(roster(tmp_path, shift(), more), korean("2026-06-02T10:30"), korean("2026-06-02T11:00")) == ["ac", "a"]


def test_override_remove(tmp_path: Path):
    made = roster(tmp_path, shift(rest="people: [a, b]"), "absences:\n  - {who: a, from: 2026-06-02, to: 2026-06-03}\n")
    assert [contact.id for contact in made.who(0, korean("2026-06-02T12:00"))] == ["b"]


def test_override_replace(tmp_path: Path):
    more = (
        "overrides:\n  - {schedule: duty, from: 2026-06-02T00:00, to: 2026-06-03T00:00, instead_of: a, people: [c]}\n"
    )
    assert on(roster(tmp_path, turns("day", people="[b, a]"), more), *days("2026-06-01T12:00", 3)) == list("bcb")


def test_override_conflict(tmp_path: Path):
    one = "  - {schedule: duty, from: 2026-06-02, to: 2026-06-05, people: [b]}\n"
    with pytest.raises(RosterError, match="겹쳐요"):
        roster(tmp_path, shift(), "overrides:\n" + one + one.replace("[b]", "[c]").replace("06-05", "06-03"))
    after = one.replace("[b]", "[c]").replace("from: 2026-06-02, to: 2026-06-05", "from: 2026-06-05, to: 2026-06-06")
    assert on(roster(tmp_path, shift(), "overrides:\n" + one + after), *days("2026-06-04T12:00", 3)) == list("bca")


def test_temporary_schedule_of_several_people_one_after_another(tmp_path: Path):
    more = "overrides:\n" + "".join(
        f"  - {{schedule: duty, from: 2026-06-0{day}, to: 2026-06-0{day + 1}, people: [{who}]}}\n"
        for day, who in ((2, "b"), (3, "c"))
    )
    assert on(roster(tmp_path, shift(), more), *days("2026-06-01T12:00", 4)) == list("abca")


def test_on_call_time_of_day_hand_over_at_midnight(tmp_path: Path):
    day = shift(hours='from: "00:00", to: 18:00', rest="people: [b]")
    made = roster(tmp_path, shift(hours='from: 18:00, to: "00:00"') + day)
    assert on(made, korean("2026-06-01T23:59"), korean("2026-06-02T00:00"), korean("2026-06-02T18:00")) == list("aba")
