"""Writing alerts down: one row per contact and route of a step, each due when the contact's rules say."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from casework.escalation.port import Contact, Route
from casework.escalation.tables import AlertRecord
from casework.escalation.wording import alert_texts
from casework.ids import new_alert_id
from casework.privacy.vault import Vault
from casework.tables import CaseRecord


@dataclass(frozen=True)
class Words:
    """What an alert says."""

    title: str
    text: str


def write_alerts(
    session: Session, vault: Vault, case: CaseRecord, step: int, contacts: Sequence[Contact], words: Words, at: datetime
) -> str:
    """Add the alerts of one step of a case; what is written stays when the roster changes. Returns who and by what."""
    told = []
    for contact in contacts:
        plan = contact.plan(case.level)
        for route, minutes in plan:
            session.add(_alert(vault, case, step, contact, route, words, at, timedelta(minutes=minutes)))
        told.append(f"{contact.name}({'·'.join(_way(route, minutes) for route, minutes in plan)})")
    return ", ".join(told)


def _way(route: Route, minutes: float) -> str:
    return alert_texts().route[route.kind] + (f" {minutes:g}분 뒤" if minutes else "")


def _alert(
    vault: Vault, case: CaseRecord, step: int, contact: Contact, route: Route, words: Words, at: datetime,
    delay: timedelta,
) -> AlertRecord:  # fmt: skip
    return AlertRecord(
        id=new_alert_id(), case_id=case.id, cycle=case.cycle, step=step, contact_id=contact.id,
        contact_name=contact.name, route_kind=route.kind,
        route_key=f"{route.kind}:{hashlib.sha256(route.target.encode()).hexdigest()[:24]}",
        target_sealed=vault.seal(route.target), level=case.level, title=words.title, text=words.text, made_at=at,
        test=case.test, state="pending", attempts=0, next_try_at=at + delay, detail="",
    )  # fmt: skip
