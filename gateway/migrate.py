"""Bring a database to the schema this version needs."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config

from casework.store import open_store

MIGRATIONS = Path(__file__).parent / "migrations"
# Any fixed number will do; it keeps two gateways from migrating one PostgreSQL database at the same time.
LOCK = 7_302_316


def upgrade(url: str, revision: str = "head") -> None:
    """Apply what is missing, all or nothing.

    Safe to call at every start and by several processes at once: one migrates, the others wait and find nothing to do.
    Raises what the database raises when it is away, and ValueError for an address of another kind.
    """
    engine = open_store(url).engine
    try:
        with engine.execution_options(ieum_begin="BEGIN IMMEDIATE").begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    finally:
        engine.dispose()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
