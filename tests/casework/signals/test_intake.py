"""Signals in the ledger: once each, one household per door, no address anywhere."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import inspect, text

from casework.audit import verify
from casework.signals.households import household, listing
from casework.signals.incoming import SignalError, check, sender_of
from casework.signals.intake import Taken

from .conftest import DOOR, Feed

ROAD, LOT = "서울특별시 관악구 신림로 12, 201호", "서울 관악구 신림동 1445-3 201호"


def homes(feed: Feed) -> list[str]:
    return [one.id for one in listing(feed.signals.store, feed.signals.rules, (), least=0).households]


def test_the_same_signal_again_changes_nothing(feed: Feed):
    assert feed.put("power_cut", "water_cut") == Taken(2, 0)
    assert feed.put("power_cut", "water_cut", address="(08826) 서울 관악구 신림로 12 제201호") == Taken(0, 2)
    assert len(homes(feed)) == 1


def test_another_day_or_another_number_is_another_signal(feed: Feed):
    assert feed.put("power_cut").new == feed.put("power_cut", days_ago=9).new == 1
    assert feed.put("power_cut", ref="K-1").new == feed.put("power_cut", ref="K-2").new == 1
    assert feed.put("power_cut", ref="K-2") == Taken(0, 1)


def test_two_signals_of_one_call_may_be_the_same(feed: Feed):
    assert feed.put("power_cut", "power_cut") == Taken(1, 1)


def test_whoever_sends_both_addresses_joins_two_households(feed: Feed):
    feed.put("power_cut", address=ROAD)
    feed.put("unemployment", address=LOT)
    assert len(homes(feed)) == 2
    feed.put("tax_arrears", address=ROAD, lot_address="서울 관악구 신림동 1445-3")
    (home,) = homes(feed)
    feed.signals.sweep()
    found = household(feed.signals.store, feed.signals.rules, home, ())
    assert {one.label for one in found.signals} == {"단전", "실업", "세금 체납"}
    assert found.district == "서울 관악구 신림동"
    assert feed.put("gas_cut", address=LOT).new == 1 and homes(feed) == [home]


def test_households_that_had_both_surfaced_can_still_be_one(feed: Feed):
    kinds = ("power_cut", "water_cut", "health_insurance_arrears", "unemployment")
    feed.put(*kinds, address=ROAD)
    feed.put(*kinds, address=LOT)
    assert feed.signals.sweep().proposed == 2
    feed.put("tax_arrears", address=ROAD, lot_address=LOT)
    assert feed.signals.sweep().proposed == 0
    (home,) = homes(feed)
    assert len(household(feed.signals.store, feed.signals.rules, home, ()).cases) == 2


def test_no_address_is_stored_anywhere(feed: Feed):
    feed.put("power_cut", "water_cut", "loan_arrears", "unemployment", address=ROAD, lot_address=LOT, ref="K-1")
    feed.world.report(place=LOT, consent=True)
    feed.signals.sweep()
    with feed.world.store.reading() as session:
        tables = inspect(session.connection()).get_table_names()
        assert {"signals", "signal_households", "signal_keys", "signal_joins"} <= set(tables)
        rows = [str(tuple(row)) for name in tables for row in session.execute(text(f'SELECT * FROM "{name}"'))]
    assert rows
    for planted in ("신림로", "1445", "201호", "관악구 신림동 1"):
        assert not [row for row in rows if planted in row], planted


def test_what_came_is_in_the_audit_and_the_chain_is_whole(feed: Feed):
    sender = sender_of("한국전력", "discovery", "file", feed.signals.rules)
    feed.signals.end(feed.signals.begin(sender), sender, feed.put("power_cut"), 2)
    with feed.world.store.reading() as session:
        detail = session.execute(text("SELECT detail FROM audit WHERE action = 'signals-take'")).scalar_one()
    assert '"bad": 2' in detail and '"basis": "discovery"' in detail
    assert verify(feed.world.store) is None


def test_many_at_once_make_one_household(feed: Feed):
    kinds = ["power_cut", "water_cut", "gas_cut", "unemployment"] * 2
    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(feed.put, kinds))
    assert sum(one.new for one in taken) == 4 and sum(one.same for one in taken) == 4
    assert len(homes(feed)) == 1


def test_signals_past_their_days_are_destroyed_with_proof(feed: Feed):
    feed.put("power_cut", days_ago=700)
    feed.put("power_cut", days_ago=10)
    feed.put("gas_cut", address="서울 관악구 신림로 99", days_ago=700)
    feed.pass_days(40)
    assert feed.signals.sweep().purged == 2
    assert len(homes(feed)) == 1
    with feed.world.store.reading() as session:
        detail = session.execute(text("SELECT detail FROM audit WHERE action = 'signals-purge'")).scalar_one()
    assert '"count": 2' in detail and "신림" not in detail
    assert feed.signals.sweep().purged == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "moon"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"kind": ["power_cut"]}, "kind"),
        ({"kind": "\ud800"}, "kind"),
        ({"happened_on": "어제"}, "happened_on"),
        ({"happened_on": "2026-02-30"}, "happened_on"),
        ({"happened_on": "２０２６-02-01"}, "happened_on"),
        ({"happened_on": "2026-03-09"}, "happened_on"),
        ({"happened_on": "1999-01-01"}, "happened_on"),
        ({"address": ""}, "address"),
        ({"address": "신림로 12"}, "address"),
        ({"address": "서울 관악구 신림로 12", "lot_address": "부산 사하구 하단동 1"}, "lot_address"),
        ({"lot_address": "서울 관악구 신림동 1 302호"}, "lot_address"),
        ({"months": "0"}, "months"),
        ({"months": "-3"}, "months"),
        ({"months": "셋"}, "months"),
        ({"months": 1.5}, "months"),
        ({"months": True}, "months"),
        ({"ref": "x" * 41}, "ref"),
        ({"ref": "900101-1234567"}, "ref"),
        ({"ref": "<script>"}, "ref"),
        ({"name": "김철수"}, "name"),
    ],
)
def test_a_bad_signal_is_named_by_its_field_and_repeats_no_address(feed: Feed, changes: dict, field: str):
    row = {"kind": "power_cut", "happened_on": "2026-02-01", "address": DOOR, **changes}
    with pytest.raises(SignalError) as raised:
        check(row, "discovery", feed.world.time, feed.signals.rules)
    assert raised.value.field == field
    assert "신림로" not in str(raised.value) and "1234567" not in str(raised.value)


def test_a_close_name_is_suggested(feed: Feed):
    with pytest.raises(SignalError, match="건강보험료 체납"):
        check({"kind": "건강보험 체납", "happened_on": "2026-02-01"}, "discovery", feed.world.time, feed.signals.rules)


def test_sensitive_kinds_need_a_ground_that_covers_them(feed: Feed):
    row = {"kind": "suicide_high_risk", "happened_on": "2026-02-01", "address": DOOR}
    with pytest.raises(SignalError, match="consent_sensitive"):
        check(row, "consent", feed.world.time, feed.signals.rules)
    assert check(row, "consent_sensitive", feed.world.time, feed.signals.rules).kind == "suicide_high_risk"


@pytest.mark.parametrize(
    ("source", "basis", "field"),
    [
        ("", "discovery", "source"), ("한국전력\n", "moon", "basis"), ("가" * 81, "discovery", "source"),
        ("<b>", "discovery", "source"), ("900101-1234567", "discovery", "source"), ("한국전력", "", "basis"),
    ],
)  # fmt: skip
def test_a_sender_without_name_or_ground_is_refused(feed: Feed, source: str, basis: str, field: str):
    with pytest.raises(SignalError) as raised:
        sender_of(source, basis, "api", feed.signals.rules)
    assert raised.value.field == field
