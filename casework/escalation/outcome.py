"""What the outcome of an attempt changes: the alert, its case, and when the next step is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework.escalation.port import Outcome
from casework.escalation.tables import AlertRecord, AttemptRecord
from casework.escalation.wording import alert_texts
from casework.moves import WAITING_STATES
from casework.policy import rule_of
from casework.shelf import find
from casework.tables import CaseRecord
from casework.timeline import write

log = structlog.get_logger(__name__)

LONGEST_WAIT = 3600.0


def settle(
    session: Session, alert_id: str, number: int, outcome: Outcome, at: datetime, retry_seconds: Sequence[float]
) -> None:
    """Record attempt ``number`` of an alert and draw the consequences; safe when another instance took over since."""
    # The case is locked before its alert, in the same order as everywhere else, so nothing can wait in a circle.
    case_id = session.scalars(select(AlertRecord.case_id).where(AlertRecord.id == alert_id)).one()
    case = find(session, case_id, lock=True)
    alert = session.get_one(AlertRecord, alert_id, with_for_update=True, populate_existing=True)
    _complete(session, alert, number, outcome, at)
    if alert.state == "delivered":
        return
    alert.detail = outcome.detail[:300]
    if outcome.ok:
        _delivered(session, case, alert, at)
    elif alert.state == "pending" and alert.attempts == number:
        alert.leased_until = None
        if outcome.permanent or number > len(retry_seconds):
            _failed(session, case, alert, at)
        else:
            wait = max(retry_seconds[number - 1], min(outcome.retry_after or 0.0, LONGEST_WAIT))
            alert.next_try_at = at + timedelta(seconds=wait)


def _complete(session: Session, alert: AlertRecord, number: int, outcome: Outcome, at: datetime) -> None:
    query = select(AttemptRecord).where(AttemptRecord.alert_id == alert.id, AttemptRecord.number == number)
    attempt = session.scalars(query).one()
    attempt.ended_at, attempt.ok, attempt.permanent = at, outcome.ok, outcome.permanent
    attempt.vendor_id, attempt.detail = (outcome.vendor_id or "")[:200] or None, outcome.detail[:300]


def _delivered(session: Session, case: CaseRecord, alert: AlertRecord, at: datetime) -> None:
    in_time = alert.state == "pending"
    alert.state, alert.delivered_at, alert.leased_until = "delivered", at, None
    write(session, case.id, at, "alert", "이음", f"{_whom(alert)} 알림이 갔어요.", alert=alert.id)
    if in_time and case.state == "received":
        case.state, case.changed_at = "notified", at


def _failed(session: Session, case: CaseRecord, alert: AlertRecord, at: datetime) -> None:
    alert.state = "failed"
    write(session, case.id, at, "alert", "이음", f"{_whom(alert)} 알림을 보내지 못했어요.", alert=alert.id)
    log.error("alert_failed", receipt=case.receipt, route=alert.route_kind, contact=alert.contact_id)
    session.flush()
    if _next_way(session, alert, at):
        return
    same_step = select(AlertRecord.state).where(
        AlertRecord.case_id == case.id, AlertRecord.cycle == alert.cycle, AlertRecord.step == alert.step
    )
    if case.state not in WAITING_STATES or any(state != "failed" for state in session.scalars(same_step)):
        return
    rule = rule_of(case.policy, case.level)
    # Only forward within the same round: a round that fails everywhere waits its time instead of spinning.
    if case.cycle == alert.cycle and alert.step < case.step < len(rule.steps):
        case.next_due_at = min(case.next_due_at or at, at)
    elif case.unanswered_at is None:
        case.unanswered_at = at
        write(session, case.id, at, "clock", "이음", "이번 알림은 아무에게도 닿지 않았어요. 연락 수단을 확인해 주세요.")
        log.critical("nobody_reached", receipt=case.receipt, level=case.level)


def _next_way(session: Session, alert: AlertRecord, at: datetime) -> bool:
    """When the ways used so far failed for good, the contact's later ways go at once; True when there was one."""
    later = update(AlertRecord).where(
        AlertRecord.case_id == alert.case_id, AlertRecord.cycle == alert.cycle, AlertRecord.step == alert.step,
        AlertRecord.contact_id == alert.contact_id, AlertRecord.state == "pending", AlertRecord.attempts == 0,
        AlertRecord.next_try_at > at, AlertRecord.next_try_at > AlertRecord.made_at,
    )  # fmt: skip
    return session.connection().execute(later.values(next_try_at=at)).rowcount > 0


def _whom(alert: AlertRecord) -> str:
    return f"{alert.contact_name} 님에게 {alert_texts().route[alert.route_kind]}"
