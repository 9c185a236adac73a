"""Signals past their days go, with an audit record of how many and from when."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Exists, delete, exists, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from casework import audit
from casework.actor import SYSTEM
from casework.signals.incoming import SEOUL
from casework.signals.rules import Rules
from casework.signals.tables import BatchRecord, HouseholdRecord, KeyRecord, ProposalRecord, SignalRecord


def purge(session: Session, rules: Rules, at: datetime, most: int) -> int:
    """Destroy up to ``most`` signals older than the rules keep them; returns how many. Call after ``lock``."""
    oldest = at.astimezone(SEOUL).date() - timedelta(days=rules.retention.keep_days)
    query = select(SignalRecord.id, SignalRecord.household_id, SignalRecord.happened_on)
    rows = session.execute(query.where(SignalRecord.happened_on < oldest).order_by(SignalRecord.id).limit(most)).all()
    if not rows:
        return 0
    homes = {row.household_id for row in rows}
    session.execute(delete(SignalRecord).where(SignalRecord.id.in_([row.id for row in rows])))
    session.execute(update(HouseholdRecord).where(HouseholdRecord.id.in_(homes)).values(scored_at=None))
    days = [row.happened_on for row in rows]
    audit.record(
        session, at, SYSTEM, "signals-purge", "signals", count=len(rows), first=min(days).isoformat(),
        last=max(days).isoformat(), keep_days=rules.retention.keep_days,
    )  # fmt: skip
    return len(rows)


def sweep_empty(session: Session, rules: Rules, at: datetime) -> None:
    """Households and batches that nothing hangs on any more go too; a proposal's goes when its case has gone."""
    gone = ProposalRecord.filed_at.is_not(None) & ProposalRecord.case_id.is_(None)
    session.execute(delete(ProposalRecord).where(gone & ~_has(SignalRecord, ProposalRecord.household_id)))
    empty = select(HouseholdRecord.id).where(
        ~_has(SignalRecord, HouseholdRecord.id), ~_has(ProposalRecord, HouseholdRecord.id)
    )
    ids = session.scalars(empty.limit(1000)).all()
    session.execute(delete(KeyRecord).where(KeyRecord.household_id.in_(ids)))
    session.execute(delete(HouseholdRecord).where(HouseholdRecord.id.in_(ids)))
    old = at - timedelta(days=rules.retention.keep_days)
    without = ~exists().where(SignalRecord.batch_id == BatchRecord.id)
    session.execute(delete(BatchRecord).where(BatchRecord.at < old, without))


def _has(table: type[SignalRecord] | type[ProposalRecord], home: InstrumentedAttribute[str]) -> Exists:
    return exists().where(table.household_id == home)
