"""What is past its days is destroyed with proof, and nothing else; whenever it stops, it goes on."""

from __future__ import annotations

import asyncio
import json
import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from casework.audit import AuditRecord, verify
from casework.shelf import CaseNotFound
from gateway.build import Building
from gateway.retention.proof import digest_of
from gateway.retention.run import BATCH, Daily, next_run
from gateway.tables import LineRow
from tests.gateway.kit import drop, kept_bytes, key_of, lines, message, rows, say
from tests.gateway.retention.conftest import closed_case, purge_at

SECRET_WORDS = "파란 대문 옆 감나무집이에요"


def proofs(building: Building) -> list[tuple[str, dict]]:
    with building.store.reading() as session:
        found = session.scalars(select(AuditRecord).where(AuditRecord.action == "purge").order_by(AuditRecord.seq))
        return [(row.subject, json.loads(row.detail)) for row in found]


async def test_chat_lines_go_after_thirty_days_with_proof_that_tells_nothing(house_on: Building):
    await say(house_on, SECRET_WORDS)
    with house_on.store.reading() as session:
        ids = session.scalars(select(LineRow.id)).all()
    assert ids and not any(purge_at(house_on, 29).run().values())
    assert lines(house_on, message(""))
    gone = purge_at(house_on, 31).run()
    assert gone["chat_lines"] == len(ids) and lines(house_on, message("")) == []
    proof = dict(proofs(house_on))["chat_lines"]
    assert proof["count"] == len(ids) and proof["ids_sha256"] == digest_of(ids) and proof["kept_days"] == 30
    assert datetime.fromisoformat(proof["first"]) <= datetime.fromisoformat(proof["last"]) <= datetime.now(UTC)
    assert "감나무" not in str(proofs(house_on)) and verify(house_on.store) is None


async def test_what_was_destroyed_lies_in_no_file(building: Building):
    await say(building, SECRET_WORDS)
    assert "감나무".encode() in kept_bytes(building.settings.home)
    purge_at(building, 400).run()
    assert "감나무".encode() not in kept_bytes(building.settings.home)


def test_cases_go_by_kind_and_an_open_case_never(house_on: Building):
    short, long = closed_case(house_on, 1), closed_case(house_on, 2, ("debt", "suicide"))
    drill = closed_case(house_on, 3, test=True)
    open_case = house_on.house.cases.hear(
        conversation="talk-9", channel="web", heard=_heard(), quote="도와주세요", event_key="e9"
    ).case_id
    assert purge_at(house_on, 31).run()["cases"] == 1
    with pytest.raises(CaseNotFound):
        house_on.house.cases.get(drill)
    assert purge_at(house_on, 1_096).run()["cases"] == 1
    with pytest.raises(CaseNotFound):
        house_on.house.cases.get(short)
    assert house_on.house.cases.get(long).state == "closed"
    assert purge_at(house_on, 1_826).run()["cases"] == 1
    assert purge_at(house_on, 9_999).run()["cases"] == 0 and house_on.house.cases.get(open_case).state != "closed"
    assert [detail["count"] for kind, detail in proofs(house_on) if kind == "cases"] == [1, 1, 1]


def _heard():
    from casework.cases import Heard

    return Heard("high", "self", ("suicide",), False, 0.9)


async def test_a_case_takes_everything_along(house_on: Building):
    from casework.reports import NewReport

    report = NewReport(subject="other", what="조용해요", place="서울 관악구 신림동 1-2", consent=True)
    case_id = house_on.house.cases.report(report, event_key="r1").case_id
    await house_on.clock.tick()
    from tests.gateway.retention.conftest import MINJI

    house_on.house.cases.acknowledge(case_id, MINJI, "화면")
    house_on.house.cases.close(case_id, MINJI, "false_alarm", "")
    purge_at(house_on, 2_000).run()
    left = rows(house_on)
    hanging = ("cases", "case_entries", "reports", "case_events", "alerts", "report_marks", "household_links")
    assert {name: left[name] for name in hanging} == dict.fromkeys(hanging, 0)


async def test_an_address_stays_while_a_case_is_open(house_on: Building):
    sent = message("더는 못 버티겠어요. 다 끝내고 싶어요", address={"chat_id": "1"})
    from gateway.turn import Turns

    await Turns(house_on.house)(sent)
    purge_at(house_on, 200).run()
    assert house_on.house.conversations.address(key_of(house_on, sent)) is not None
    await say(house_on, "안녕하세요", sender="another-0123456789abcdef")
    assert purge_at(house_on, 200).run()["conversations"] == 1


def test_a_run_that_was_cut_off_goes_on_and_proves_each_row_once(house_on: Building):
    for number in range(7):
        closed_case(house_on, number)
    purge = purge_at(house_on, 2_000)
    cases = next(kind for kind in purge.kinds if kind.name == "cases")
    at = datetime.now(UTC) + timedelta(days=2_000)
    assert cases.destroy(at, 3) == 3
    assert purge.run()["cases"] == 4 and purge.run()["cases"] == 0
    assert sum(detail["count"] for kind, detail in proofs(house_on) if kind == "cases") == 7
    assert verify(house_on.store) is None


def test_two_gateways_at_once_destroy_and_prove_each_row_once(house_on: Building):
    for number in range(8):
        house_on.house.conversations.say(f"k{number}", "citizen", "말")
        closed_case(house_on, number)
    counts: list[dict[str, int]] = []
    gate = threading.Barrier(2)

    def one() -> None:
        purge = purge_at(house_on, 2_000)
        gate.wait()
        counts.append(purge.run())

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sum(count["cases"] for count in counts) == 8 and sum(count["chat_lines"] for count in counts) == 8
    assert sum(detail["count"] for kind, detail in proofs(house_on) if kind == "chat_lines") == 8
    assert verify(house_on.store) is None


def test_progress_is_told_and_a_stop_leaves_the_rest_for_the_next_run(building: Building):
    for _ in range(BATCH + 3):
        building.house.conversations.say("k", "citizen", "말")
    purge, told = purge_at(building, 31), []

    def progress(name: str, done: int, total: int) -> None:
        told.append((name, done, total))
        if done:
            purge.stop()

    assert purge.run(progress)["chat_lines"] == BATCH
    assert ("chat_lines", 0, BATCH + 3) in told and ("chat_lines", BATCH, BATCH + 3) in told
    assert purge_at(building, 31).run()["chat_lines"] == 3


def test_looking_changes_nothing(house_on: Building):
    closed_case(house_on)
    before = rows(house_on)
    due = purge_at(house_on, 2_000).due()["cases"]
    assert (due.count, due.first) == (1, due.last) and rows(house_on) == before


def test_the_daily_run_is_at_four_in_seoul():
    at = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # ten in the morning there
    assert next_run(at) == datetime(2026, 3, 2, 19, 0, tzinfo=UTC)
    assert next_run(next_run(at)) == datetime(2026, 3, 3, 19, 0, tzinfo=UTC)


async def test_a_gateway_purges_when_it_starts_and_stops_with_it(building: Building):
    building.house.conversations.say("k", "citizen", "말")
    purge, stop = purge_at(building, 31), asyncio.Event()
    purge.stop()  # as an earlier gateway over the same house left it
    daily = asyncio.create_task(Daily(purge, building.house.now).run(stop))
    async with asyncio.timeout(20):
        while rows(building)["conversation_lines"]:  # noqa: ASYNC110 - the table is all there is to see
            await asyncio.sleep(0.02)
    stop.set()
    await asyncio.wait_for(daily, 20)


async def test_trouble_in_a_daily_run_is_logged_and_does_not_end_it(
    building: Building, capfd: pytest.CaptureFixture[str]
):
    drop(building, "conversation_lines")
    stop = asyncio.Event()
    daily = asyncio.create_task(Daily(purge_at(building, 31), building.house.now).run(stop))
    said = ""
    async with asyncio.timeout(20):
        while "purge.failed" not in said:
            await asyncio.sleep(0.02)
            said += "".join(capfd.readouterr())
    assert not daily.done()
    stop.set()
    await asyncio.wait_for(daily, 20)
