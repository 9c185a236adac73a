"""Telling a colleague that a case is theirs now: alerts of their own, sent by the same delivery as every other."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.escalation.port import Contact, Route
from casework.escalation.tables import AlertRecord
from casework.escalation.wording import alert_texts
from casework.ids import new_alert_id
from casework.privacy.vault import Vault
from casework.staff import StaffMember
from casework.tables import CaseRecord
from casework.timeline import write
from casework.words import words

FIRST_STEP = 1_000
"""Alerts of hand-overs are numbered from here on, far from the steps of any policy."""
KST = timezone(timedelta(hours=9))
ContactOf = Callable[[str], Contact | None]
"""The roster's contact for a login, None for somebody without one."""


class HandoverTexts(BaseModel):
    """The words of casework/data/handover.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    test_mark: str
    title: str
    text: str
    due: str
    told: str
    untold: str


@cache
def handover_texts() -> HandoverTexts:
    """The words, read once."""
    path = Path(__file__).parent / "data" / "handover.yaml"
    return HandoverTexts.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def teller(
    vault: Vault, contact_of: ContactOf, by: Actor, to: StaffMember
) -> Callable[[Session, CaseRecord, datetime], None]:
    """What writes the alerts for ``to`` and a timeline line in the transaction of the transfer.

    Without a contact in the roster the line says that nobody was told.
    """

    def tell(session: Session, case: CaseRecord, at: datetime) -> None:
        contact = contact_of(to.login)
        if contact is None or not contact.routes:
            write(session, case.id, at, "alert", "이음", handover_texts().untold.format(name=to.name))
            return
        title, text = _worded(case, by)
        step = _next_step(session, case.id)
        for route in contact.routes:
            session.add(_alert(vault, case, at, step, contact, route, title, text))
        routes = "·".join(alert_texts().route.get(route.kind, route.kind) for route in contact.routes)
        write(session, case.id, at, "alert", "이음", handover_texts().told.format(name=to.name, routes=routes))

    return tell


def _worded(case: CaseRecord, by: Actor) -> tuple[str, str]:
    texts = handover_texts()
    due = case.contact_due_at.astimezone(KST) if case.contact_due_at else None
    until = texts.due.format(at=f"{due.month}월 {due.day}일 {due:%H:%M}") if due else ""
    slots = {"receipt": case.receipt, "level": words().level[case.level], "by": by.name, "due": until}
    mark = texts.test_mark if case.test else ""
    return mark + texts.title.format(**slots), mark + texts.text.format(**slots)


def _next_step(session: Session, case_id: str) -> int:
    query = select(func.max(AlertRecord.step)).where(AlertRecord.case_id == case_id, AlertRecord.step >= FIRST_STEP)
    last = session.scalar(query)
    return FIRST_STEP if last is None else last + 1


def _alert(
    vault: Vault, case: CaseRecord, at: datetime, step: int, contact: Contact, route: Route, title: str, text: str
) -> AlertRecord:
    return AlertRecord(
        id=new_alert_id(), case_id=case.id, cycle=case.cycle, step=step, contact_id=contact.id,
        contact_name=contact.name, route_kind=route.kind,
        route_key=f"{route.kind}:{hashlib.sha256(route.target.encode()).hexdigest()[:24]}",
        target_sealed=vault.seal(route.target), level=case.level, title=title, text=text, made_at=at, test=case.test,
        state="pending", attempts=0, next_try_at=at, detail="",
    )  # fmt: skip
