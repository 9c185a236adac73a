"""Who did what, in a chain of hashes: a row changed, removed or slipped in later is found."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, String, Text, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from casework.base import Base, UtcTime

if TYPE_CHECKING:
    from casework.actor import Actor
    from casework.store import Store

START = "0" * 64
PENDING = "ieum_audit"


class AuditRecord(Base):
    """One audited act; ``hash`` covers the row and the hash before it."""

    __tablename__ = "audit"

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcTime)
    actor_id: Mapped[str] = mapped_column(String(64))
    actor_name: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(12))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(64), index=True)
    detail: Mapped[str] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """The end of the chain: one row, locked by whoever appends, so that a cut-off tail is noticed too."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(Integer)
    hash: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True)
class Broken:
    """Where the chain first fails: the row number and why, in Korean."""

    seq: int
    why: str


def record(session: Session, at: datetime, by: Actor, action: str, subject: str, **detail: Any) -> None:
    """Note an act; it is chained and committed together with the change it belongs to, or not at all."""
    session.info.setdefault(PENDING, []).append((at, by, action, subject, detail))


def seal(session: Session) -> None:
    """Chain what was recorded in this transaction; called by the store as the last thing before commit."""
    pending = session.info.pop(PENDING, [])
    if not pending:
        return
    head = _locked_head(session)
    for at, by, action, subject, detail in pending:
        row = AuditRecord(
            seq=head.seq + 1,
            at=at,
            actor_id=by.id,
            actor_name=by.name,
            role=by.role,
            action=action,
            subject=subject,
            detail=json.dumps(detail, ensure_ascii=False, sort_keys=True),
            previous=head.hash,
        )
        row.hash = _digest(row)
        head.seq, head.hash = row.seq, row.hash
        session.add(row)


def verify(store: Store) -> Broken | None:
    """Walk the whole chain; None when every row is whole and none is missing, else the first break."""
    previous, seq = START, 0
    with store.reading() as session:
        for row in session.scalars(select(AuditRecord).order_by(AuditRecord.seq).execution_options(yield_per=500)):
            seq += 1
            if row.seq != seq:
                return Broken(seq, f"{seq}번 기록이 없어요")
            if row.previous != previous or row.hash != _digest(row):
                return Broken(seq, f"{seq}번 기록이 나중에 바뀌었어요")
            previous = row.hash
        head = session.get(AuditHead, 1)
    if (head.seq, head.hash) != (seq, previous) if head else seq != 0:
        return Broken(seq + 1, f"{seq}번 뒤의 기록이 지워졌어요")
    return None


def _locked_head(session: Session) -> AuditHead:
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(AuditHead).values(id=1, seq=0, hash=START).on_conflict_do_nothing())
    return session.scalars(select(AuditHead).where(AuditHead.id == 1).with_for_update()).one()


def _digest(row: AuditRecord) -> str:
    at = row.at.astimezone(UTC).isoformat(timespec="microseconds")
    parts = [row.seq, at, row.actor_id, row.actor_name, row.role, row.action, row.subject, row.detail, row.previous]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
