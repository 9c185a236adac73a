"""Alerts that need not go out any more."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from casework.escalation.tables import AlertRecord


def stop_alerts(session: Session, case_id: str) -> None:
    """Stop every alert of a case still waiting to be sent; one being sent at this moment may yet arrive."""
    session.execute(
        update(AlertRecord)
        .where(AlertRecord.case_id == case_id, AlertRecord.state == "pending")
        .values(state="stopped", leased_until=None)
    )
