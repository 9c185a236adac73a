"""Signals meet reports, and quiet households surface as cases: by the rules, with the clock running, once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text, update

from casework.actor import Actor
from casework.signals import proposing
from casework.signals.households import Household, household, listing
from casework.signals.proposing import NotProposable
from casework.signals.tables import ProposalRecord
from casework.tables import ReportRecord
from tests.casework.kit import MINJI, names

from .conftest import DOOR, Feed

STACKED = ("power_cut", "water_cut", "health_insurance_arrears", "unemployment")
PLACE = "서울특별시 관악구 신림로 12 201호"


def only(feed: Feed) -> Household:
    (one,) = listing(feed.signals.store, feed.signals.rules, ()).households
    return household(feed.signals.store, feed.signals.rules, one.id, ())


def test_a_quiet_household_with_stacked_signals_becomes_a_case(feed: Feed):
    feed.put(*STACKED, ref="K-77")
    assert feed.signals.sweep().proposed == 1
    (row,) = feed.world.cases.queue()
    case = feed.world.cases.get(row.id)
    assert (case.level, case.channel, case.state, case.subject) == ("high", "signals", "received", "other")
    assert set(case.kinds) == {"utility_cutoff", "debt"} and not case.test
    assert case.next_due_at == feed.world.time
    said = case.entries[0].text
    for expected in ("신고 없이 위기정보가 쌓인 집", "단전(3일 전)", "분야", "한국전력 K-77", only(feed).id):
        assert expected in said
    assert case.reports[0].district == "서울특별시 관악구" and case.reports[0].has == ()
    assert case.reports[0].reporter == "system" and case.reports[0].withheld == ()


async def test_the_clock_of_such_a_case_runs(feed: Feed):
    feed.put(*STACKED)
    feed.signals.sweep()
    assert names(await feed.world.after(seconds=1)) == ["first/telegram", "first/webhook"]
    (row,) = feed.world.cases.queue()
    assert feed.world.cases.acknowledge(row.id, MINJI, "console").contact_due_at is not None


def test_the_level_and_whether_at_all_is_data(feed: Feed):
    feed.put("power_cut", "telecom_arrears", "unemployment", days_ago=0)
    assert feed.signals.sweep().proposed == 1
    assert feed.world.cases.queue()[0].level == "normal"
    feed.put("power_cut", "water_cut", address="서울 관악구 신림로 99", days_ago=0)
    assert feed.signals.sweep().proposed == 0, "two kinds of one field are not stacked"


def test_it_surfaces_once_however_often_one_looks(feed: Feed):
    feed.put(*STACKED)
    for _ in range(3):
        feed.signals.sweep()
        feed.pass_days(2)
    feed.put("gas_cut", days_ago=1)
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: feed.signals.sweep(), range(3)))
    assert len(feed.world.cases.queue()) == 1


def test_a_crash_between_writing_down_and_filing_loses_and_doubles_nothing(feed: Feed, monkeypatch):
    feed.put(*STACKED)

    def dies(*_: object) -> int:
        raise SystemExit("killed")

    with monkeypatch.context() as patched:
        patched.setattr(proposing, "file_due", dies)
        with pytest.raises(SystemExit):
            feed.signals.sweep()
    assert feed.world.cases.queue() == []
    feed.put("gas_cut", days_ago=1)
    assert feed.signals.sweep().proposed == 1
    with feed.world.store.session() as session:  # as if killed after the case was opened, before that was noted
        session.execute(update(ProposalRecord).values(case_id=None, filed_at=None))
    assert feed.signals.sweep().proposed == 1
    assert len(feed.world.cases.queue()) == 1
    assert only(feed).cases[0].by == "proposal"


def test_a_household_with_a_report_does_not_surface_but_its_case_learns(feed: Feed):
    opened = feed.world.report(place=PLACE, consent=True)
    feed.put(*STACKED)
    swept = feed.signals.sweep()
    assert (swept.joined, swept.proposed) == (1, 0)
    told = [entry.text for entry in feed.world.cases.get(opened.case_id).entries if entry.kind == "signals"]
    assert len(told) == 1 and "위기정보 4건" in told[0] and "단전(3일 전)" in told[0]
    feed.signals.sweep()
    feed.put("gas_cut")
    feed.signals.sweep()
    told = [entry.text for entry in feed.world.cases.get(opened.case_id).entries if entry.kind == "signals"]
    assert len(told) == 2 and "위기정보 5건" in told[1]


def test_a_report_raises_the_score_and_is_shown_with_its_case(feed: Feed):
    feed.put("power_cut")
    feed.signals.sweep()
    before = only(feed)
    opened = feed.world.report(place=PLACE, consent=True)
    feed.signals.sweep()
    after = only(feed)
    assert after.scored.points == before.scored.points + round(feed.signals.rules.score.report.weight * 10)
    assert [(case.case_id, case.by) for case in after.cases] == [(opened.case_id, "report")]
    assert listing(feed.signals.store, feed.signals.rules, (), "reported").total == 1
    assert listing(feed.signals.store, feed.signals.rules, (), "quiet").total == 0


@pytest.mark.parametrize("fields", [{"place": PLACE}, {"place": "관악구 어딘가", "consent": True}])
def test_without_consent_or_without_an_address_nothing_is_joined(feed: Feed, fields: dict):
    feed.put("power_cut")
    feed.world.report(**fields)
    feed.signals.sweep()
    assert not only(feed).scored.reported


def test_a_report_that_names_only_the_building_is_shown_but_not_counted(feed: Feed):
    feed.put("power_cut")
    opened = feed.world.report(place="서울 관악구 신림로 12", consent=True)
    feed.signals.sweep()
    found = only(feed)
    assert [(case.case_id, case.by) for case in found.cases] == [(opened.case_id, "building")]
    assert not found.scored.reported


def test_an_address_that_is_corrected_or_taken_back_moves_the_join(feed: Feed):
    feed.put("power_cut")
    feed.world.report(place="서울 관악구 신림로 99", consent=True)
    feed.signals.sweep()
    assert not only(feed).scored.reported
    with feed.world.store.session() as session:
        session.execute(update(ReportRecord).values(place_sealed=feed.world.cases.vault.seal(PLACE)))
    feed.signals.sweep()
    assert only(feed).scored.reported
    with feed.world.store.session() as session:
        session.execute(update(ReportRecord).values(place_sealed=None))
    feed.signals.sweep()
    assert not only(feed).scored.reported and only(feed).cases == ()


def test_a_sealed_address_of_another_key_stops_nothing(feed: Feed):
    feed.put("power_cut")
    feed.world.report(place=PLACE, consent=True)
    with feed.world.store.session() as session:
        session.execute(update(ReportRecord).values(place_sealed="not a token"))
    assert feed.signals.sweep().joined == 1
    assert feed.signals.sweep().joined == 0


def test_only_long_after_and_for_new_signals_it_surfaces_again(feed: Feed):
    feed.put(*STACKED)
    feed.signals.sweep()
    case_id = feed.world.cases.queue()[0].id
    feed.world.cases.acknowledge(case_id, MINJI, "console")
    feed.world.cases.close(case_id, MINJI, "false_alarm", "")
    feed.put(*STACKED, days_ago=1)
    assert feed.signals.sweep().proposed == 0
    feed.pass_days(feed.signals.rules.propose.again_after_days + 1)
    assert feed.signals.sweep().proposed == 0, "old signals alone do not bring it back"
    feed.put(*STACKED, days_ago=1)
    assert feed.signals.sweep().proposed == 1


def test_a_case_destroyed_after_its_time_is_not_filed_anew(feed: Feed):
    feed.put(*STACKED)
    feed.signals.sweep()
    with feed.world.store.session() as session:
        session.execute(update(ProposalRecord).values(case_id=None))
    assert feed.signals.sweep().proposed == 0


def test_a_caseworker_may_open_the_case_of_a_household_below_the_bar(feed: Feed):
    feed.put("power_cut")
    feed.signals.sweep()
    home = only(feed).id
    opened = feed.signals.open_case(home, MINJI)
    assert feed.world.cases.get(opened).level == "normal"
    with pytest.raises(NotProposable, match="이미 열려"):
        feed.signals.open_case(home, Actor("S-hana", "하나", "caseworker"))
    with pytest.raises(LookupError):
        feed.signals.open_case("H-NOBODY99", MINJI)
    with feed.world.store.reading() as session:
        who = session.execute(text("SELECT actor_name FROM audit WHERE action = 'signals-propose'")).scalars().all()
    assert who == ["민지"]


def test_scores_sink_by_themselves_day_by_day(feed: Feed):
    feed.put("power_cut", days_ago=0)
    feed.signals.sweep()
    first = only(feed).scored.points
    feed.pass_days(45)
    feed.signals.sweep()
    assert only(feed).scored.points == pytest.approx(first / 2, abs=1)


def test_a_list_shows_only_the_districts_of_who_looks(feed: Feed):
    for number, county in enumerate(("서울 관악구", "서울 중구", "부산 중구", "경기 성남시 분당구")):
        feed.put("power_cut", address=f"{county} 큰길로 {number + 1}")
    feed.signals.sweep()

    def seen(*districts: str) -> list[str]:
        return sorted(one.district for one in listing(feed.signals.store, feed.signals.rules, districts).households)

    assert len(seen()) == 4
    assert seen("서울특별시 관악구") == seen("관악구") == ["서울 관악구"]
    assert seen("중구") == ["부산 중구", "서울 중구"]
    assert seen("서울특별시") == ["서울 관악구", "서울 중구"]
    assert seen("성남시") == ["경기 성남시 분당구"]
    assert seen("관악구", "부산") == ["부산 중구", "서울 관악구"]
    assert seen("없는구") == seen("%") == []


def test_the_order_is_by_score_and_pages_turn(feed: Feed):
    feed.put("fragile_rent", address=DOOR)
    feed.put("power_cut", "water_cut", address="서울 관악구 신림로 99")
    feed.signals.sweep()
    found = listing(feed.signals.store, feed.signals.rules, ())
    assert [one.scored.points for one in found.households] == sorted(
        (one.scored.points for one in found.households), reverse=True
    )
    assert not found.more and listing(feed.signals.store, feed.signals.rules, (), page=2).households == ()
    with pytest.raises(ValueError, match="quiet"):
        listing(feed.signals.store, feed.signals.rules, (), "moon")
