"""An owner who is silent: reminded once, then released so that the steps go on."""

from __future__ import annotations

from datetime import datetime

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import audit
from casework.actor import SYSTEM
from casework.escalation.port import Contact
from casework.escalation.roster import Roster
from casework.escalation.wording import write_reminder
from casework.escalation.writing import Words, write_alerts
from casework.policy import rule_of
from casework.privacy.vault import Vault
from casework.staff_table import StaffRecord
from casework.tables import CaseRecord
from casework.timeline import write

log = structlog.get_logger(__name__)
CONTACT = "contact:"


def remind(session: Session, vault: Vault, roster: Roster, case: CaseRecord, at: datetime) -> None:
    """Tell the owner that the time for contact is running out; whoever the owner is, somebody hears it.

    An owner who is not on the roster is reminded through the people of the step the case stands at.
    """
    case.remind_at = None
    rule = rule_of(case.policy, case.level)
    step = min(case.step, len(rule.steps) - 1)
    owner = _contact_of(session, roster, case.owner_id or "")
    contacts = (owner,) if owner else roster.who(rule.steps[step].to, at)
    title, text = write_reminder(case, at)
    # Below zero, so that it can never be taken for the alert of a step.
    told = write_alerts(session, vault, case, -(case.step + 1), contacts, Words(title, text), at)
    line = f"아직 연락 기록이 없어 맡은 사람에게 한 번 더 알려요: {told or '알릴 방법이 없어요'}"
    write(session, case.id, at, "clock", "이음", line, owner=case.owner_id)


def release(session: Session, case: CaseRecord, at: datetime) -> None:
    """Take the case back from an owner who made no contact in time; the next step is then due."""
    rule = rule_of(case.policy, case.level)
    line = f"확인한 뒤 {rule.contact_minutes:g}분 안에 연락 기록이 없어 {case.owner_name} 님의 담당을 풀었어요."
    write(session, case.id, at, "clock", "이음", line, had=case.owner_id)
    audit.record(session, at, SYSTEM, "release", case.id, had=case.owner_id)
    log.warning("case_released", receipt=case.receipt, level=case.level)
    case.owner_id = case.owner_name = case.acked_at = case.contact_due_at = case.remind_at = None
    case.state, case.changed_at = "notified", at


def _contact_of(session: Session, roster: Roster, owner_id: str) -> Contact | None:
    contact_id = owner_id.removeprefix(CONTACT)
    if contact_id == owner_id:
        login = session.scalars(select(StaffRecord.login).where(StaffRecord.id == owner_id)).one_or_none()
        contact_id = login or ""
    found = roster.contacts.get(contact_id)
    return found if found and found.routes else None
