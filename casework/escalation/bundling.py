"""Throttles: how many messages a person gets by one way, and what becomes of the rest in a storm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from casework.escalation.port import AlertCase, Limit
from casework.escalation.tables import AlertRecord, AttemptRecord, BundleRecord
from casework.escalation.wording import write_bundle
from casework.ids import new_alert_id
from casework.policy import rank
from casework.tables import CaseRecord

# More than any roster can miss at once; the rest makes another bundle at once.
LARGEST = 1000
UNLIMITED = Limit(10_000, 1.0, 1.0)
LimitOf = Callable[[str, str], Limit]


def due(at: datetime) -> ColumnElement[bool]:
    """Alerts that may be tried now: pending, their time has come, and no living process holds them."""
    free = or_(AlertRecord.leased_until.is_(None), AlertRecord.leased_until <= at)
    return (AlertRecord.state == "pending") & (AlertRecord.next_try_at <= at) & free


def with_fellows(session: Session, head: AlertRecord, limit_of: LimitOf, at: datetime) -> list[AlertRecord]:
    """The alerts that leave as one message with ``head``, their rows locked; empty when they all have to wait.

    Below the limit of the contact's way it is ``head`` alone. Above it everything due by that way waits until
    ``hold_seconds`` after the last message, and then leaves as one bundle, whose members stay together for good.
    """
    if head.bundle_id is not None:
        return _lock(session, due(at) & (AlertRecord.bundle_id == head.bundle_id), LARGEST)
    if head.attempts:
        return [head]  # it may have arrived already: only its own id lets the receiver know
    limit = limit_of(head.contact_id, head.route_kind)
    begun, last = _messages(session, head, at - timedelta(seconds=limit.seconds))
    if begun < limit.messages:
        return [head]
    mine = due(at) & _same_way(head) & AlertRecord.bundle_id.is_(None) & (AlertRecord.attempts == 0)
    free_at = last + timedelta(seconds=limit.hold_seconds) if last else at
    if free_at > at:
        session.execute(update(AlertRecord).where(mine).values(next_try_at=free_at))
        return []
    members = _lock(session, mine, LARGEST)
    if len(members) > 1:
        _bundle(session, members, at)
    return members


def _same_way(head: AlertRecord) -> ColumnElement[bool]:
    same = (AlertRecord.contact_id == head.contact_id) & (AlertRecord.route_key == head.route_key)
    return same & AlertRecord.test.is_(head.test)


def _lock(session: Session, which: ColumnElement[bool], most: int) -> list[AlertRecord]:
    query = select(AlertRecord).where(which).order_by(AlertRecord.level, AlertRecord.made_at, AlertRecord.id)
    return list(session.scalars(query.limit(most).with_for_update(skip_locked=True)))


def _messages(session: Session, head: AlertRecord, since: datetime) -> tuple[int, datetime | None]:
    """How many messages were begun by this way since then, and when the last one was; a bundle counts as one."""
    session.flush()
    query = (
        select(
            func.count(func.distinct(func.coalesce(AlertRecord.bundle_id, AlertRecord.id))),
            func.max(AttemptRecord.started_at),
        )
        .join(AttemptRecord, AttemptRecord.alert_id == AlertRecord.id)
        .where(_same_way(head), AttemptRecord.started_at > since)
    )
    count, last = session.execute(query).one()
    return count, last


def _bundle(session: Session, members: list[AlertRecord], at: datetime) -> None:
    receipts: dict[str, str] = {}
    ids = sorted({member.case_id for member in members})
    for start in range(0, len(ids), 500):
        rows = select(CaseRecord.id, CaseRecord.receipt).where(CaseRecord.id.in_(ids[start : start + 500]))
        receipts.update({id: receipt for id, receipt in session.execute(rows)})
    cases = {member.case_id: AlertCase(member.case_id, receipts[member.case_id], member.level) for member in members}
    worst_first = sorted(cases.values(), key=lambda case: -rank(case.level))
    title, text = write_bundle(worst_first, test=members[0].test)
    bundle = BundleRecord(
        id=new_alert_id(), level=worst_first[0].level, title=title, text=text, made_at=at, test=members[0].test,
        cases=[{"case_id": one.case_id, "receipt": one.receipt, "level": one.level} for one in worst_first],
    )  # fmt: skip
    session.add(bundle)
    for member in members:
        member.bundle_id = bundle.id
    session.flush()
