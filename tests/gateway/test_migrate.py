"""Migrations make exactly the tables the code has, on both databases, however often and by however many."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

import casework.console.tables  # noqa: F401  its tables hang on the same base
from casework.store import Base, open_store
from gateway import tables
from gateway.migrate import upgrade
from knowledge import inbox
from tests.casework import kit


@pytest.fixture(params=kit.kinds())
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/new/ieum.db"
        return
    name = f"ieum_migrate_{tmp_path.name.lower()[-20:].replace('-', '_')}"
    with psycopg.connect(f"{kit.ADMIN}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
        yield f"{kit.ADMIN}/{name}"
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_the_schema_is_the_one_of_the_code(url: str):
    upgrade(url)
    upgrade(url)
    engine = open_store(url).engine
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, [Base.metadata, tables.Base.metadata, inbox.Base.metadata])
    engine.dispose()
    assert differences == []


def test_many_gateways_may_start_at_once(url: str):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(upgrade, [url] * 4))
    engine = open_store(url).engine
    assert {"cases", "alerts", "staff", "conversations"} <= set(inspect(engine).get_table_names())
    engine.dispose()


def test_a_failed_migration_leaves_nothing_half_done(url: str):
    upgrade(url, "0001")
    engine = open_store(url).engine
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alert_attempts (id INTEGER)")
    with pytest.raises(Exception, match="alert_attempts"):
        upgrade(url)
    assert "alerts" not in inspect(engine).get_table_names()
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE alert_attempts")
    upgrade(url)
    engine.dispose()


def test_a_version_before_goes_on_with_a_newer_database(url: str):
    upgrade(url)
    engine = open_store(url).engine
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    upgrade(url)
    engine.dispose()
