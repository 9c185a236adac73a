from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from casework.store import open_store
from tests.casework.kit import World


def test_other_databases_are_refused_by_name():
    with pytest.raises(ValueError, match="mysql"):
        open_store("mysql://localhost/x")


def test_sqlite_runs_safe_and_makes_its_folder(tmp_path: Path):
    store = open_store(f"sqlite:///{tmp_path}/a/b/ledger.db")
    with store.reading() as session:
        settings = [session.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys")]
    assert settings == ["wal", 2, 1]


def test_times_without_a_zone_are_refused(world: World):
    world.time = datetime(2026, 1, 1)  # noqa: DTZ001  the fault under test
    with pytest.raises(StatementError, match="시간대"):
        world.hear()
    world.time = world.time.astimezone()
    assert world.cases.queue() == []


def test_times_come_back_in_utc(world: World):
    opened = world.hear()
    assert world.cases.get(opened.case_id).opened_at == world.time
    assert world.cases.get(opened.case_id).opened_at.utcoffset().total_seconds() == 0


def test_a_block_that_raises_changes_nothing(world: World):
    opened = world.hear()
    with pytest.raises(RuntimeError), world.store.session() as session:
        session.execute(text("DELETE FROM case_entries"))
        raise RuntimeError
    assert len(world.cases.get(opened.case_id).entries) == 1


def test_reading_keeps_nothing(world: World):
    opened = world.hear()
    with world.store.reading() as session:
        session.execute(text("DELETE FROM case_entries"))
    assert len(world.cases.get(opened.case_id).entries) == 1
