"""Getting written alerts out: claim a message, try it outside any transaction, write down how it went."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases import Cases
from casework.escalation.bundling import UNLIMITED, due, with_fellows
from casework.escalation.outcome import settle
from casework.escalation.port import Alert, AlertCase, AlertSender, Contact, Limit, Outcome, Route
from casework.escalation.roster import Roster
from casework.escalation.tables import AlertRecord, AttemptRecord, BundleRecord
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
    """One message this instance may try now, the attempts it is of which alerts, and why it cannot be sent, if so."""

    alert: Alert
    members: tuple[tuple[str, int], ...]
    fault: str = ""


class Delivery:
    """Sends pending alerts; two instances never try the same alert at the same time, a retry bears the same id."""

    def __init__(
        self, store: Store, cases: Cases, roster: Roster, sender: AlertSender, now: Callable[[], datetime]
    ) -> None:
        self.store, self.cases, self.roster, self.sender, self.now = store, cases, roster, sender, now

    async def drain(self) -> int:
        """Try everything that is due, at most 16 at a time, and wait for the outcomes; returns how many were tried."""
        tried = 0
        while claimed := await asyncio.to_thread(self.claim, AT_ONCE):
            await asyncio.gather(*(self.attempt(one) for one in claimed))
            tried += len(claimed)
        return tried

    def claim(self, most: int) -> list[Claimed]:
        """Lease up to ``most`` due messages to this instance, emergencies first; attempts are on record before them.

        Alerts above a throttle are put off instead, and leave bundled when their time comes.
        """
        claimed: list[Claimed] = []
        at = self.now()
        while not claimed and self._anything_due(at):
            with self.store.session() as session:
                # The names of the levels happen to sort from worst to mildest.
                order = (AlertRecord.level, AlertRecord.next_try_at, AlertRecord.id)
                query = select(AlertRecord).where(due(at)).order_by(*order).limit(most)
                heads = session.scalars(query.with_for_update(skip_locked=True)).all()
                if not heads:
                    break
                claimed = self._messages(session, heads, at)
        return claimed

    def _messages(self, session: Session, heads: Sequence[AlertRecord], at: datetime) -> list[Claimed]:
        claimed: list[Claimed] = []
        seen: set[str] = set()
        for head in heads:
            if head.id in seen or head.next_try_at > at:
                continue
            members = with_fellows(session, head, self._limit, at)
            seen.update(member.id for member in members)
            if members:
                claimed.append(self._lease(session, members, at))
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
        retries, at = self.cases.policy.policy.retry_seconds, self.now()
        # One case at a time: locks are held for a moment only, and a death in between repeats the rest with their id.
        for alert_id, number in claimed.members:
            with self.store.session() as session:
                settle(session, alert_id, number, outcome, at, retries)

    def _anything_due(self, at: datetime) -> bool:
        with self.store.reading() as session:
            return session.scalar(select(AlertRecord.id).where(due(at)).limit(1)) is not None

    def _limit(self, contact_id: str, kind: str) -> Limit:
        own = self.roster.limit(contact_id, kind)
        given = self.cases.policy.policy.throttles.get(kind)
        return own or (Limit(given.messages, given.seconds, given.hold_seconds) if given else UNLIMITED)

    def _lease(self, session: Session, members: list[AlertRecord], at: datetime) -> Claimed:
        for record in members:
            record.attempts += 1
            record.leased_until = at + LEASE
            session.add(AttemptRecord(alert_id=record.id, number=record.attempts, started_at=at, detail=""))
        numbers = tuple((record.id, record.attempts) for record in members)
        first = members[0]
        try:
            route, fault = Route(first.route_kind, self.cases.vault.open(first.target_sealed)), ""  # type: ignore[arg-type]
        except VaultError as error:
            route, fault = Route(first.route_kind, ""), str(error)  # type: ignore[arg-type]
        contact = Contact(first.contact_id, first.contact_name, (route,))
        if first.bundle_id is not None:
            bundle = session.get_one(BundleRecord, first.bundle_id)
            return Claimed(_many(bundle, contact), numbers, fault)
        receipt = session.scalars(select(CaseRecord.receipt).where(CaseRecord.id == first.case_id)).one()
        return Claimed(_one(first, receipt, contact), numbers, fault)


def _one(record: AlertRecord, receipt: str, contact: Contact) -> Alert:
    return Alert(
        id=record.id, case_id=record.case_id, receipt=receipt, level=record.level, step=record.step,
        cycle=record.cycle, contact=contact, route=contact.routes[0], title=record.title, text=record.text,
        made_at=record.made_at, test=record.test,
    )  # fmt: skip


def _many(bundle: BundleRecord, contact: Contact) -> Alert:
    return Alert(
        id=bundle.id, case_id="", receipt="", level=bundle.level, step=0, cycle=0, contact=contact,
        route=contact.routes[0], title=bundle.title, text=bundle.text, made_at=bundle.made_at, test=bundle.test,
        cases=tuple(AlertCase(**case) for case in bundle.cases),
    )  # fmt: skip
