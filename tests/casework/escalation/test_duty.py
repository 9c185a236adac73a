"""Who is on duty when, in Korean time: shifts, hand-overs, turns, days off, swaps, absences and what is left empty."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from casework.escalation.duty import KST
from casework.escalation.health import roster_warning
from casework.escalation.port import NotifyRule, Route
from casework.escalation.roster import Roster, RosterError

ROSTER = """
contacts:
  - {id: minji, name: 민지, telegram: "1001", sms: 010-0000-0001,
     rules: [{by: [telegram]}, {after_minutes: 5, by: [sms], levels: [emergency]}],
     limits: {telegram: {messages: 3, seconds: 60, hold_seconds: 30}}}
  - {id: hana, name: 하나, email: hana@example.org}
  - {id: duri, name: 두리, email: duri@example.org}
  - {id: night, name: 야간, webhook: "https://night.example/hook"}
schedules:
  - id: first
    shifts:
      - {days: [workday], from: "09:00", to: 18:00, people: [minji, hana], rotation: {every: week, start: 2026-03-02}}
      - {days: [workday], from: 18:00, to: "09:00", people: [night]}
      - {days: [dayoff], from: "09:00", to: "09:00", people: [duri, night], rotation: {every: day, start: 2026-03-01}}
steps:
  - {schedules: [first]}
  - {contacts: [duri]}
"""


def korean(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=KST)


def load(tmp_path: Path, text: str = ROSTER, more: str = "", now: str = "2026-03-03T10:00") -> Roster:
    path = tmp_path / "roster.yaml"
    path.write_text(text + more, encoding="utf-8")
    return Roster.load(path, lambda: korean(now))


def on(roster: Roster, when: str, step: int = 0) -> list[str]:
    return [contact.id for contact in roster.who(step, korean(when))]


@pytest.mark.parametrize(
    ("when", "who"),
    [
        ("2026-03-03T09:00", "minji"),
        ("2026-03-03T08:59", "night"),  # Monday 2 March is the substitute for 삼일절: the day off runs to 09:00
        ("2026-03-03T17:59", "minji"),
        ("2026-03-03T18:00", "night"),
        ("2026-03-04T03:00", "night"),
        ("2026-03-09T09:00", "hana"),
        ("2026-03-16T10:00", "minji"),
        ("2026-02-27T10:00", "hana"),  # before the start the turns run backwards
        ("2026-03-07T10:00", "duri"),
        ("2026-03-08T10:00", "night"),
        ("2026-03-09T08:59", "night"),
        ("2026-09-25T10:00", "duri"),  # 추석, a Friday
        ("2026-03-02T10:00", "night"),
    ],
)
def test_who_is_on_duty(tmp_path: Path, when: str, who: str):
    assert on(load(tmp_path), when) == [who]


def test_a_swap_replaces_for_a_while(tmp_path: Path):
    more = "overrides:\n  - {schedule: first, from: 2026-03-03T12:00, to: 2026-03-03T15:00, people: [duri]}\n"
    roster = load(tmp_path, more=more)
    found = [on(roster, f"2026-03-03T{time}") for time in ("11:59", "12:00", "14:59", "15:00")]
    assert found == [["minji"], ["duri"], ["duri"], ["minji"]]


def test_a_swap_of_one_person_leaves_the_others(tmp_path: Path):
    both = ROSTER.replace("people: [minji, hana], rotation: {every: week, start: 2026-03-02}", "people: [minji, hana]")
    more = "overrides:\n  - {schedule: first, instead_of: hana, from: 2026-03-03, to: 2026-03-04, people: [duri]}\n"
    assert on(load(tmp_path, both, more), "2026-03-03T10:00") == ["minji", "duri"]
    assert on(load(tmp_path, both, more), "2026-03-03T20:00") == ["night"], "who is not on duty is not replaced"


def test_somebody_away_is_stood_in_for_everywhere(tmp_path: Path):
    more = """absences:
  - {who: minji, from: 2026-03-03T00:00, to: 2026-03-04T00:00, stand_in: hana}
  - {who: duri, from: 2026-03-03T00:00, to: 2026-03-04T00:00}
"""
    roster = load(tmp_path, more=more)
    assert on(roster, "2026-03-03T10:00") == ["hana"]
    assert on(roster, "2026-03-04T10:00") == ["minji"]
    assert [c.id for c in roster.who("all", korean("2026-03-03T10:00"))] == ["hana", "night"]
    assert on(roster, "2026-03-03T10:00", step=1) == ["hana", "night"], "a last step of nobody is everyone who is here"


def test_when_all_are_away_everyone_is_told_all_the_same(tmp_path: Path):
    away = "".join(
        f"  - {{who: {id}, from: 2026-03-03, to: 2026-03-04}}\n" for id in ("minji", "hana", "duri", "night")
    )
    assert len(load(tmp_path, more=f"absences:\n{away}").who(0, korean("2026-03-03T10:00"))) == 4


def test_a_gap_falls_to_the_next_step_and_is_warned_of(tmp_path: Path):
    text = ROSTER.replace('from: 18:00, to: "09:00", people: [night]', "from: 18:00, to: 24:00, people: [night]")
    roster = load(tmp_path, text)
    assert on(roster, "2026-03-04T03:00") == ["duri"]
    gaps = roster.gaps(timedelta(days=7))
    found = [(f"{gap.begin.astimezone(KST):%m-%d %H:%M}", f"{gap.end.astimezone(KST):%H:%M}") for gap in gaps]
    assert found == [(f"03-{day:02d} 00:00", "09:00") for day in (4, 5, 6, 7, 10)]
    assert {gap.step for gap in gaps} == {0}
    assert "1단계 2026-03-04 00:00 ~ 2026-03-04 09:00" in roster_warning(roster)


def test_a_covered_roster_warns_of_nothing(tmp_path: Path):
    roster = load(tmp_path)
    assert roster.gaps() == [] and roster_warning(roster) == ""


def test_an_absence_opens_a_gap(tmp_path: Path):
    more = "absences:\n  - {who: night, from: 2026-03-03T20:00, to: 2026-03-03T22:00}\n"
    (gap,) = load(tmp_path, more=more).gaps()
    assert (gap.begin, gap.end) == (korean("2026-03-03T20:00"), korean("2026-03-03T22:00"))


def test_rules_say_which_way_comes_when(tmp_path: Path):
    minji = load(tmp_path).contacts["minji"]
    telegram, sms = Route("telegram", "1001"), Route("sms", "010-0000-0001")
    assert minji.rules == (NotifyRule(0, ("telegram",)), NotifyRule(5, ("sms",), ("emergency",)))
    assert minji.plan("emergency") == ((telegram, 0), (sms, 5))
    assert minji.plan("normal") == ((telegram, 0),)
    only = load(tmp_path, ROSTER.replace("{by: [telegram]}, ", "")).contacts["minji"]
    assert only.plan("normal") == ((telegram, 0), (sms, 0)), "no rule for a level: every way at once"


def test_the_file_is_read_again_when_it_changed(tmp_path: Path):
    roster = load(tmp_path)
    path = tmp_path / "roster.yaml"
    path.write_text(ROSTER.replace("people: [night]", "people: [duri]"), encoding="utf-8")
    roster.renew()
    assert on(roster, "2026-03-03T20:00") == ["duri"]
    path.write_text("contacts: [}", encoding="utf-8")
    roster.renew()
    assert on(roster, "2026-03-03T20:00") == ["duri"] and "YAML" in roster_warning(roster)
    path.unlink()
    roster.renew()
    assert on(roster, "2026-03-03T20:00") == ["duri"] and "없어요" in roster_warning(roster)
    path.write_text(ROSTER, encoding="utf-8")
    roster.renew()
    assert on(roster, "2026-03-03T20:00") == ["night"] and roster_warning(roster) == ""


OVERLAP = """overrides:
  - {schedule: first, from: 2026-03-03T12:00, to: 2026-03-03T15:00, people: [duri]}
  - {schedule: first, from: 2026-03-03T14:00, to: 2026-03-03T16:00, people: [hana]}
"""


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (ROSTER + OVERLAP, "겹쳐요"),
        (ROSTER + OVERLAP.replace("schedule: first", "schedule: second"), "second"),
        (ROSTER + "absences:\n  - {who: nobody, from: 2026-03-03, to: 2026-03-04}\n", "nobody"),
        (ROSTER + "absences:\n  - {who: hana, from: 2026-03-04, to: 2026-03-03}\n", "뒤여야"),
        (ROSTER.replace("schedules: [first]", "schedules: [zweite]"), "zweite"),
        (ROSTER.replace("people: [night]", "people: [tag]"), "tag"),
        (ROSTER.replace("days: [dayoff]", "days: [weekend]"), "weekend"),
        (ROSTER.replace("by: [sms]", "by: [fax]"), "fax"),
        (ROSTER.replace("by: [sms]", "by: [webhook]"), "webhook"),
        (ROSTER.replace("messages: 3", "messages: 0"), "messages"),
        (ROSTER.replace("010-0000-0001", "+82-10"), "sms"),
        (ROSTER.replace("010-0000-0001", "01000000001"), "따옴표"),
        (ROSTER.replace("  - {contacts: [duri]}", "  - {}"), "schedules"),
        (ROSTER.replace('from: "09:00", to: 18:00', 'from: "25:00", to: 18:00'), "25:00"),
        (ROSTER.replace("every: week", "every: year"), "year"),
    ],
)
def test_a_faulty_roster_names_its_fault(tmp_path: Path, text: str, named: str):
    with pytest.raises(RosterError, match=named):
        load(tmp_path, text)
