"""Destroying cases with everything that hangs on them, whichever tables that is."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Table, delete, select, update
from sqlalchemy.orm import Session

from casework.base import Base
from casework.tables import CaseRecord


def destroy_cases(session: Session, ids: Collection[str]) -> None:
    """Delete these cases, their timelines, reports, photographs, alerts and whatever else points at them.

    A row that merely may point at a case (its column can be empty) stays and points at nothing. Runs in the caller's
    transaction; what must be kept from destruction is the caller's to decide.
    """
    _destroy(session, CaseRecord.__table__, ids)  # type: ignore[arg-type]


def destroy_rows(session: Session, table: Table, ids: Collection[Any]) -> None:
    """Delete rows of a table of casework by their keys, with what hangs on them."""
    _destroy(session, table, ids)


def _destroy(session: Session, table: Table, ids: Collection[Any]) -> None:
    if not ids:
        return
    key = next(iter(table.primary_key.columns))
    for other in Base.metadata.sorted_tables:
        for pointing in other.foreign_keys:
            if pointing.column.table is not table:
                continue
            column = pointing.parent
            if column.nullable:
                session.execute(update(other).where(column.in_(ids)).values({column: None}))
            else:
                theirs = next(iter(other.primary_key.columns))
                _destroy(session, other, session.scalars(select(theirs).where(column.in_(ids))).all())
    session.execute(delete(table).where(key.in_(ids)))
