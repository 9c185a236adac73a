"""Bring a database to the schema this version needs."""

from __future__ import annotations

from pathlib import Path

import structlog
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from casework.store import open_store

log = structlog.get_logger(__name__)
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
            if _newer(connection, config):
                log.warning("database.newer_than_this_version")
                return
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    finally:
        engine.dispose()


def _newer(connection: Connection, config: Config) -> bool:
    """A newer version migrated this database before; its changes only add, so this version can go on with it."""
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    current = MigrationContext.configure(connection).get_current_heads()
    return any(revision not in known for revision in current)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
