"""The auditor's look: what the clock should have done and did not. Reads the database, writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from casework.escalation.tables import AlertRecord, BeatRecord
from casework.moves import OPEN_STATES, WAITING_STATES
from casework.store import Store
from casework.tables import CaseRecord

TEXTS_FILE = Path(__file__).parents[1] / "data" / "auditor.yaml"
# Longer than any honest delay of a busy clock, shorter than the first step of an emergency.
GRACE = timedelta(seconds=120)
SILENT_AFTER = timedelta(seconds=30)
NAMED = 5
Kind = Literal["database", "clock_stopped", "ownerless", "overdue", "contact_overdue", "stuck"]


class AuditorTexts(BaseModel):
    """The words of an alarm; a kind without words is refused by name."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_min_length=1)

    title: str
    clear_title: str
    clear: str
    ask: str
    findings: dict[Kind, str]


@cache
def auditor_texts() -> AuditorTexts:
    """The words, read once."""
    return AuditorTexts.model_validate(yaml.safe_load(TEXTS_FILE.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: its kind, how many cases or alerts, the receipts of the worst, minutes of silence."""

    kind: Kind
    count: int = 1
    receipts: tuple[str, ...] = ()
    minutes: float = 0.0

    def text(self) -> str:
        """One Korean sentence without personal data."""
        more = " 외" if self.count > len(self.receipts) else ""
        named = ", ".join(self.receipts) + more
        return auditor_texts().findings[self.kind].format(count=self.count, receipts=named, minutes=f"{self.minutes:g}")


def look(store: Store, at: datetime, since: datetime) -> tuple[Finding, ...]:
    """Everything wrong at ``at``; ``since`` is when the auditor began, so that a clock has time to start.

    A database that cannot be read is a finding, not an exception. Drills and invented cases do not count.
    """
    try:
        with store.reading() as session:
            found = [_silence(session, at, since)]
            found += [_cases(session, kind, wrong) for kind, wrong in _wrongs(at).items()]
            found.append(_stuck(session, at))
    except SQLAlchemyError:
        return (Finding("database"),)
    return tuple(finding for finding in found if finding is not None)


def beating(store: Store, at: datetime) -> bool:
    """Whether some clock is alive right now."""
    try:
        with store.reading() as session:
            newest = session.scalar(select(func.max(BeatRecord.beat_at)).where(BeatRecord.stopped_at.is_(None)))
    except SQLAlchemyError:
        return False
    return newest is not None and at - newest <= SILENT_AFTER


def _silence(session: Session, at: datetime, since: datetime) -> Finding | None:
    newest = session.scalars(select(BeatRecord).order_by(BeatRecord.beat_at.desc()).limit(1)).one_or_none()
    # A clock that was stopped in order is somebody's decision; what waits because of it shows as overdue.
    if newest is None or newest.stopped_at is not None:
        return None
    silent = at - max(newest.beat_at, since)
    if silent <= SILENT_AFTER:
        return None
    return Finding("clock_stopped", minutes=round((at - newest.beat_at) / timedelta(minutes=1), 1))


def _wrongs(at: datetime) -> dict[Kind, ColumnElement[bool]]:
    late = at - GRACE
    waiting, owned = CaseRecord.state.in_(WAITING_STATES), CaseRecord.state.in_(set(OPEN_STATES) - set(WAITING_STATES))
    promised = and_(CaseRecord.state == "acknowledged", CaseRecord.contact_due_at.is_(None))
    return {
        "ownerless": or_(
            and_(waiting, CaseRecord.next_due_at.is_(None)), and_(owned, CaseRecord.owner_id.is_(None)), promised
        ),
        "overdue": and_(waiting, CaseRecord.next_due_at <= late),
        "contact_overdue": and_(CaseRecord.state == "acknowledged", CaseRecord.contact_due_at <= late),
    }


def _cases(session: Session, kind: Kind, wrong: ColumnElement[bool]) -> Finding | None:
    where = and_(wrong, CaseRecord.test.is_(False))
    count = session.scalar(select(func.count()).select_from(CaseRecord).where(where)) or 0
    order = (CaseRecord.level_rank.desc(), CaseRecord.waiting_since)
    named = session.scalars(select(CaseRecord.receipt).where(where).order_by(*order).limit(NAMED))
    return Finding(kind, count, tuple(named)) if count else None


def _stuck(session: Session, at: datetime) -> Finding | None:
    free = or_(AlertRecord.leased_until.is_(None), AlertRecord.leased_until <= at - GRACE)
    late = (AlertRecord.state == "pending") & (AlertRecord.next_try_at <= at - GRACE) & free
    where = and_(late, AlertRecord.test.is_(False))
    count = session.scalar(select(func.count()).select_from(AlertRecord).where(where)) or 0
    query = select(CaseRecord.receipt).join(AlertRecord, AlertRecord.case_id == CaseRecord.id).where(where)
    return Finding("stuck", count, tuple(session.scalars(query.distinct().limit(NAMED)))) if count else None
