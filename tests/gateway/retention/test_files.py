"""The dialogue core's memory and the log files grow old too."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from gateway.build import Building
from tests.gateway.kit import kept_bytes
from tests.gateway.retention.conftest import purge_at


def remember(home: Path, sender: str, days_ago: float, text: str = "말") -> None:
    """Put an event where Rasa 3.6 keeps its own."""
    at = (datetime.now(UTC) - timedelta(days=days_ago)).timestamp()
    with closing(sqlite3.connect(home / "rasa.db")) as database, database:
        database.execute(
            "CREATE TABLE IF NOT EXISTS events (id INTEGER PRIMARY KEY, sender_id VARCHAR(255) NOT NULL,"
            " type_name VARCHAR(255) NOT NULL, timestamp FLOAT, intent_name VARCHAR(255), action_name VARCHAR(255),"
            " data TEXT)"
        )
        database.execute(
            "INSERT INTO events (sender_id, type_name, timestamp, data) VALUES (?, 'user', ?, ?)", (sender, at, text)
        )


def senders(home: Path) -> set[str]:
    with closing(sqlite3.connect(home / "rasa.db")) as database:
        return {sender for (sender,) in database.execute("SELECT DISTINCT sender_id FROM events")}


def test_a_silent_conversation_leaves_the_dialogue_memory(building: Building):
    home = building.settings.home
    for sender, days in (("old", 40), ("old", 35), ("lasting", 40), ("lasting", 2)):
        remember(home, sender, days, "소나무 아랫집")
    assert purge_at(building, 0).run()["dialogue_memory"] == 1
    assert senders(home) == {"lasting"}
    assert purge_at(building, 31).run()["dialogue_memory"] == 1
    assert "소나무 아랫집".encode() not in kept_bytes(home)


def test_without_a_memory_there_is_nothing_to_destroy(building: Building):
    assert purge_at(building, 900).run()["dialogue_memory"] == 0
    (building.settings.home / "rasa.db").touch()
    assert purge_at(building, 900).run()["dialogue_memory"] == 0


def test_a_log_is_set_aside_and_deleted_after_its_days(building: Building):
    folder = building.settings.home / "logs"
    folder.mkdir()
    with (folder / "rasa.log").open("a") as log:
        log.write("first\n")
        log.flush()
        purge_at(building, 0).run()
        log.write("second\n")
    aside = folder / f"rasa.log.{datetime.now(UTC):%Y-%m-%d}"
    assert aside.read_text() == "first\n" and (folder / "rasa.log").read_text() == "second\n"
    assert purge_at(building, 29).run()["logs"] == 0
    assert purge_at(building, 33).run()["logs"] == 1 and not aside.exists()
