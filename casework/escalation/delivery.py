"""Getting written alerts out: claim one, try it outside any transaction, write down how it went."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import ColumnElement, or_, select

from casework.cases import Cases
from casework.escalation.outcome import settle
from casework.escalation.port import Alert, AlertSender, Contact, Outcome, Route
from casework.escalation.tables import AlertRecord, AttemptRecord
from casework.privacy.vault import VaultError
from casework.store import Store
from casework.tables import CaseRecord

log = structlog.get_logger(__name__)

SEND_SECONDS = 30.0
# Longer than a send may take: a lease runs out only when the process that held it is gone.
LEASE = timedelta(seconds=90)
AT_ONCE = 16


@dataclass(frozen=True)
class Claimed:
    """One alert this instance may try now, which attempt it is, and why it cannot be sent at all, if so."""

    alert: Alert
    number: int
    fault: str = ""


class Delivery:
    """Sends pending alerts; two instances never try the same alert at the same time, a retry bears the same id."""

    def __init__(self, store: Store, cases: Cases, sender: AlertSender, now: Callable[[], datetime]) -> None:
        self.store, self.cases, self.sender, self.now = store, cases, sender, now

    async def drain(self) -> int:
        """Try everything that is due, at most 16 at a time, and wait for the outcomes; returns how many were tried."""
        tried = 0
        while claimed := await asyncio.to_thread(self.claim, AT_ONCE):
            await asyncio.gather(*(self.attempt(one) for one in claimed))
            tried += len(claimed)
        return tried

    def claim(self, most: int) -> list[Claimed]:
        """Lease up to ``most`` due alerts to this instance, emergencies first; the attempt is on record before it."""
        with self.store.reading() as session:
            if session.scalar(select(AlertRecord.id).where(_due(self.now())).limit(1)) is None:
                return []
        with self.store.session() as session:
            at = self.now()
            # The names of the levels happen to sort from worst to mildest.
            order = (AlertRecord.level, AlertRecord.next_try_at, AlertRecord.id)
            query = select(AlertRecord).where(_due(at)).order_by(*order).limit(most)
            claimed = []
            for record in session.scalars(query.with_for_update(skip_locked=True)).all():
                record.attempts += 1
                record.leased_until = at + LEASE
                session.add(AttemptRecord(alert_id=record.id, number=record.attempts, started_at=at, detail=""))
                receipt = session.scalars(select(CaseRecord.receipt).where(CaseRecord.id == record.case_id)).one()
                claimed.append(self._claimed(record, receipt))
            return claimed

    async def attempt(self, claimed: Claimed) -> None:
        """Send once and record the outcome; a sender that raises or hangs counts as a failed attempt."""
        outcome = Outcome(ok=False, permanent=True, detail=claimed.fault)
        if not claimed.fault:
            outcome = await self._send(claimed.alert)
        await asyncio.to_thread(self._record, claimed, outcome)

    async def _send(self, alert: Alert) -> Outcome:
        try:
            async with asyncio.timeout(SEND_SECONDS):
                return await self.sender.send(alert)
        except TimeoutError:
            return Outcome(ok=False, detail=f"{SEND_SECONDS:g}초 안에 답이 없음")
        except Exception as error:  # noqa: BLE001  a faulty sender must not stop the clock; recorded, tried again
            log.error("sender_raised", alert=alert.id, route=alert.route.kind, error=type(error).__name__)
            return Outcome(ok=False, detail=f"보내는 쪽 오류: {type(error).__name__}")

    def _record(self, claimed: Claimed, outcome: Outcome) -> None:
        retries = self.cases.policy.policy.retry_seconds
        with self.store.session() as session:
            settle(session, claimed.alert.id, claimed.number, outcome, self.now(), retries)

    def _claimed(self, record: AlertRecord, receipt: str) -> Claimed:
        try:
            target, fault = self.cases.vault.open(record.target_sealed), ""
        except VaultError as error:
            target, fault = "", str(error)
        route = Route(record.route_kind, target)  # type: ignore[arg-type]
        alert = Alert(
            id=record.id, case_id=record.case_id, receipt=receipt, level=record.level, step=record.step,
            cycle=record.cycle, contact=Contact(record.contact_id, record.contact_name, (route,)), route=route,
            title=record.title, text=record.text, made_at=record.made_at, test=record.test,
        )  # fmt: skip
        return Claimed(alert, record.attempts, fault)


def _due(at: datetime) -> ColumnElement[bool]:
    free = or_(AlertRecord.leased_until.is_(None), AlertRecord.leased_until <= at)
    return (AlertRecord.state == "pending") & (AlertRecord.next_try_at <= at) & free
