"""Plugs connectors/alerts into casework's port: an Alert goes out, a press of its button comes back."""

from __future__ import annotations

from casework.cases import Cases, MoveError
from casework.console.ack import ack_url, on_call_actor
from casework.escalation.port import Alert, Outcome
from casework.escalation.roster import Roster
from casework.escalation.tables import AlertRecord
from casework.store import Store
from connectors.alerts.message import BundledCase, OutgoingAlert
from connectors.alerts.push import Pusher

NOT_YOURS = "이 알림을 받은 대화방이 아니어서 처리하지 않았어요. 담당자 화면에서 사건을 열어 주세요."
DONE = "확인했어요. 이제 이 사건은 맡은 것으로 기록돼요. 정해진 시간 안에 연락해 주세요."


class Alerts:
    """Sends alerts with a link to the case and a signed link to acknowledge; satisfies casework's AlertSender."""

    def __init__(self, pusher: Pusher, base_url: str, key: bytes) -> None:
        self._pusher, self._base_url, self._key = pusher, base_url, key

    async def send(self, alert: Alert) -> Outcome:
        """One attempt; the id is the idempotency key on every retry. A bundle leads to the queue, not to one case."""
        sent = await self._pusher.send(
            OutgoingAlert(
                id=alert.id, title=alert.title, text=alert.text, level=alert.level, kind=alert.route.kind,
                target=alert.route.target, case_url=self._case(alert.case_id) if alert.case_id else self._desk,
                ack_url=ack_url(self._base_url, alert, self._key) if alert.case_id else "",
                occurred_at=alert.made_at, test=alert.test, receipt=alert.receipt, case_id=alert.case_id,
                cases=tuple(BundledCase(c.case_id, c.receipt, c.level, self._case(c.case_id)) for c in alert.cases),
            )
        )  # fmt: skip
        return Outcome(sent.ok, sent.vendor_id, sent.permanent, sent.retry_after, sent.detail)

    @property
    def _desk(self) -> str:
        return f"{self._base_url}/console"

    def _case(self, case_id: str) -> str:
        return f"{self._desk}/cases/{case_id}"


class Acknowledger:
    """Turns the pressed button of an alert into an acknowledgement by the contact it was sent to."""

    def __init__(self, store: Store, cases: Cases, roster: Roster) -> None:
        self._store, self._cases, self._roster = store, cases, roster

    def __call__(self, alert_id: str, chat: str) -> tuple[bool, str]:
        """Acknowledge the alert's case; refuses an unknown alert and a chat it was not sent to, alike."""
        contact = self._roster.by_target("telegram", chat)
        with self._store.reading() as session:
            record = session.get(AlertRecord, alert_id)
        if contact is None or record is None or record.contact_id != contact.id:
            return False, NOT_YOURS
        actor = on_call_actor(self._store, contact.id, contact.name)
        try:
            self._cases.acknowledge(record.case_id, actor, "telegram")
        except MoveError as error:
            return False, str(error)
        return True, DONE
