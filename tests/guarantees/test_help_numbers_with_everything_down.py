"""Guarantee 6: someone in danger gets the help numbers at once, with everything but the gateway process down."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from gateway.build import Building
from gateway.rasa import Rasa
from gateway.turn import STEPS, Turns
from tests.fakes.rasa_server import TOKEN, FakeRasa
from tests.gateway.kit import NEIGHBOUR, SELF, drop, message, rows, say, words_of

TOLD = [(SELF, "self", "109"), (NEIGHBOUR, "other", "112")]
UNASKED = {"alembic_version", "audit", "audit_head", "collect_progress", "collected_records", "guide_revisions",
           "inbox", "inbox_groups", "signal_batches", "signal_keys", "signal_proposals", "staff"}  # fmt: skip
"""Tables that no turn touches, beside those of the console."""
TABLES = ["alert_attempts", "alert_bundles", "alerts", "case_entries", "case_events", "cases", "clock_beats",
          "conversation_lines", "conversations", "digest_wishes", "household_links", "inbound_events", "report_marks",
          "report_photos", "reports", "signal_households", "signal_joins", "signals", "waiting_replies"]  # fmt: skip


def shows(reply, subject: str, number: str) -> bool:
    """Whether the reply is the reviewed text for this danger, with its number."""
    return bool(reply.risk and reply.risk.subject == subject and number in words_of(reply) and "119" in words_of(reply))


@pytest.mark.parametrize(("words", "subject", "number"), TOLD)
async def test_with_rasa_gone_the_numbers_show_and_the_case_opens(building: Building, words, subject, number):
    async with FakeRasa() as server:
        gone = server.url
    building.house.rasa = Rasa(gone, TOKEN, timeout=1)
    reply = await say(building, words)
    assert shows(reply, subject, number)
    assert reply.receipt == building.house.cases.queue()[0].receipt
    await building.house.rasa.close()


@pytest.mark.parametrize("mode", ["empty", "500", "invalid", "object", "strings", "reset", "slow"])
async def test_with_rasa_faulty_the_numbers_show_and_the_case_opens(building: Building, mode):
    async with FakeRasa() as server:
        server.mode = mode
        server.forms[building.house.conversations.key_of("web", message("").sender)] = "report_form"
        building.house.rasa = Rasa(server.url, TOKEN, timeout=0.3)
        reply = await say(building, NEIGHBOUR)
        assert shows(reply, "other", "112") and len(building.house.cases.queue()) == 1
        await building.house.rasa.close()


def test_the_tables_below_are_all_there_are(building: Building):
    assert {name for name in rows(building) if not name.startswith("console_")} - UNASKED == set(TABLES)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(("words", "subject", "number"), TOLD)
async def test_with_any_table_gone_the_numbers_show(building: Building, table: str, words, subject, number):
    drop(building, table)
    assert shows(await say(building, words), subject, number)


@pytest.mark.parametrize(("words", "subject", "number"), TOLD)
async def test_with_the_whole_database_gone_the_numbers_show(building: Building, words, subject, number):
    building.store.engine.dispose()
    for path in building.settings.home.glob("ieum.db*"):
        path.write_bytes(b"this is no database " * 500)
    assert shows(await say(building, words), subject, number)


async def test_with_a_full_disk_the_numbers_show(building: Building):
    # SQLite is told that its file may not grow, which is what a full disk is to it.
    with building.store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    from sqlalchemy import event

    @event.listens_for(building.store.engine, "connect")
    def limit(connection, _record):
        connection.execute(f"PRAGMA max_page_count={pages}")

    building.store.engine.dispose()
    long = SELF + " 너무 힘들어요." * 250
    for _ in range(12):
        assert shows(await say(building, long), "self", "109")


async def test_without_an_index_and_guides_the_numbers_show(make_settings: Callable, tmp_path):
    from gateway.build import build

    building = build(make_settings())
    assert building.library.state.docs == 0
    for words, subject, number in TOLD:
        assert shows(await say(building, words), subject, number)


@pytest.mark.parametrize("step", [step.__name__ for step in STEPS])
@pytest.mark.parametrize(("words", "subject", "number"), TOLD)
async def test_whichever_step_fails_the_numbers_show(
    building: Building, monkeypatch: pytest.MonkeyPatch, step: str, words, subject, number
):
    """A fault is thrown in the middle of the list, as a mistake in that step's code would."""

    async def broken(turn, house):
        raise ZeroDivisionError(step)

    broken.__name__ = step
    steps = tuple(broken if one.__name__ == step else one for one in STEPS)
    monkeypatch.setattr("gateway.turn.STEPS", steps)
    monkeypatch.setattr(f"gateway.turn.{step}", broken)
    said = words_of(await say(building, words))
    assert "119" in said and "109" in said if step in ("mask", "screen") else number in said


async def test_even_a_question_that_cannot_be_answered_comes_with_the_numbers(building: Building):
    building.store.engine.dispose()
    os.truncate(building.settings.home / "ieum.db", 100)
    building.house.answerer = None  # type: ignore[assignment]
    said = words_of(await Turns(building.house)(message("청년월세 얼마예요?")))
    assert all(number in said for number in ("109", "112", "119"))
