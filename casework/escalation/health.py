"""How the clock and its cases stand, for /healthz and the console's banners."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from casework.escalation.duty import KST
from casework.escalation.roster import Gap, Roster
from casework.escalation.tables import AlertRecord
from casework.moves import WAITING_STATES
from casework.store import Store
from casework.tables import CaseRecord


def ledger_health(store: Store, at: datetime) -> dict[str, Any]:
    """Counts and ages; drills do not count. Ages are seconds, None when there is nothing of that kind.

    ``unanswered``: cases at the end of their policy; ``waiting``: cases without an owner; ``overdue_seconds``: how
    late the latest due step or contact is; ``oldest_pending_alert_seconds``; ``failed_alerts``: of cases still waiting.
    """
    waiting = CaseRecord.state.in_(WAITING_STATES) & CaseRecord.test.is_(False)
    with store.reading() as session:
        unanswered = list(
            session.scalars(
                select(CaseRecord.receipt)
                .where(waiting, CaseRecord.unanswered_at.is_not(None))
                .order_by(CaseRecord.level_rank.desc(), CaseRecord.waiting_since)
            )
        )
        stranded = session.scalar(select(func.count()).where(waiting, CaseRecord.no_one_on_call.is_(True)))
        due = session.scalar(select(func.min(CaseRecord.next_due_at)).where(waiting))
        silent = (CaseRecord.state == "acknowledged") & CaseRecord.test.is_(False)
        contact_due = session.scalar(select(func.min(CaseRecord.contact_due_at)).where(silent))
        # An alert of a later rule of its contact, or one that waits for its next try, is not late.
        due_now = (AlertRecord.state == "pending") & (AlertRecord.next_try_at <= at) & AlertRecord.test.is_(False)
        pending = session.scalar(select(func.min(AlertRecord.made_at)).where(due_now))
        failed = session.scalar(
            select(func.count())
            .select_from(AlertRecord)
            .join(CaseRecord, CaseRecord.id == AlertRecord.case_id)
            .where(waiting, AlertRecord.state == "failed")
        )
        count = session.scalar(select(func.count()).select_from(CaseRecord).where(waiting))
    return {
        "unanswered": len(unanswered),
        "unanswered_receipts": unanswered[:20],
        "stranded": stranded or 0,
        "waiting": count or 0,
        "failed_alerts": failed or 0,
        "overdue_seconds": max([0.0, *((at - time).total_seconds() for time in (due, contact_due) if time)]),
        "oldest_pending_alert_seconds": (at - pending).total_seconds() if pending else None,
    }


def roster_warning(roster: Roster) -> str:
    """One Korean sentence for whoever looks after the roster, "" when the next 30 days are covered."""
    if roster.trouble:
        return roster.trouble
    gaps = roster.warnings()
    if not gaps:
        return ""
    more = f" 비는 때가 모두 {len(gaps)}번 있어요." if len(gaps) > 1 else ""
    return f"앞으로 30일 안에 당직이 비어요: {told(gaps[0])}.{more}"


def told(gap: Gap) -> str:
    """A gap in Korean time."""
    begin, end = (time.astimezone(KST) for time in (gap.begin, gap.end))
    return f"{gap.step + 1}단계 {begin:%Y-%m-%d %H:%M} ~ {end:%Y-%m-%d %H:%M}"
