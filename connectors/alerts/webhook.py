"""Alerts as signed webhooks after the Standard Webhooks specification."""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import UTC, datetime

import httpx
from standardwebhooks import Webhook

from connectors.alerts.guard import Guard, UrlRefused
from connectors.alerts.http import Answer, post
from connectors.alerts.message import Delivered, OutgoingAlert
from connectors.alerts.outcome import by_status, done, later, never

TYPE = "case.alert.created"
_MIN_KEY = 24
log = logging.getLogger(__name__)


class WebhookAlerts:
    """Sends an alert as a signed POST to the alert's target.

    The body is made from the alert alone, so every retry has the same bytes and the same ``webhook-id``; only the
    timestamp and the signature are new. ``secret`` is base64, with or without "whsec_"; raises ValueError when it is
    not. Without a secret nothing is ever sent. ``trusted`` are the addresses from the operator's settings and roster
    (see Guard). No redirect is followed.
    """

    def __init__(
        self,
        secret: str,
        trusted: Iterable[str] = (),
        *,
        timeout: float = 10.0,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._signer = _signer(secret)
        self._guard = Guard(trusted)
        self._timeout = timeout
        self._now = now

    async def send(self, alert: OutgoingAlert) -> Delivered:
        """POST once: 2xx is delivered; 5xx, 408, 425, 429 and no answer may be retried; everything else may not."""
        if self._signer is None:
            return never("IEUM_ALERT_WEBHOOK_SECRET 설정이 없어 서명할 수 없습니다.")
        content = payload(alert)
        moment = self._now()
        headers = {
            "content-type": "application/json",
            "user-agent": "ieum-alerts/1",
            "webhook-id": alert.id,
            "webhook-timestamp": str(int(moment.timestamp())),
            "webhook-signature": self._signer.sign(alert.id, moment.astimezone(UTC), content.decode()),
        }
        try:
            async with asyncio.timeout(self._timeout):
                answer = await self._post(alert.target, content, headers)
        except (UrlRefused, UnicodeError, httpx.InvalidURL) as refusal:
            return never(f"웹훅 주소를 쓸 수 없습니다. {refusal}")
        except (httpx.HTTPError, OSError) as error:
            # TimeoutError is an OSError; the receiver may have taken it, and the stable webhook-id lets it tell.
            return later(f"웹훅 서버에 닿지 못했습니다: {type(error).__name__}")
        return _judge(answer, alert, moment)

    async def _post(self, url: str, content: bytes, headers: dict[str, str]) -> Answer:
        to = await self._guard.check(url)
        head = headers | {"host": to.host}
        # The status says everything; a body that never ends must not undo a 200.
        return await post(to.url, content, head, self._timeout, direct=to.direct, sni=to.sni, limit=0)


def payload(alert: OutgoingAlert) -> bytes:
    """The body as sent and signed: UTF-8 JSON ``{"type", "timestamp", "data"}``, times in UTC.

    A bundled alert also has ``data.cases``, every case it is about.
    """
    data: dict[str, object] = {
        "alert_id": alert.id,
        "case_id": alert.case_id,
        "receipt": alert.receipt,
        "level": alert.level,
        "title": alert.title,
        "text": alert.text,
        "case_url": alert.case_url,
        "ack_url": alert.ack_url,
        "test": alert.test,
    }
    if alert.cases:
        data["cases"] = [asdict(case) for case in alert.cases]
    when = alert.occurred_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return json.dumps({"type": TYPE, "timestamp": when, "data": data}, ensure_ascii=False).encode()


def _judge(answer: Answer, alert: OutgoingAlert, moment: datetime) -> Delivered:
    if 200 <= answer.status < 300:
        return done(alert.id)
    if 300 <= answer.status < 400:
        return never(f"웹훅이 다른 주소로 넘기려 했습니다(HTTP {answer.status}). 넘김은 따라가지 않습니다.")
    if answer.status == 410:
        return never("웹훅 받는 쪽이 더는 받지 않습니다(HTTP 410). 당직표에서 이 주소를 빼 주세요.")
    return by_status(answer.status, answer.headers, f"웹훅이 HTTP {answer.status}로 답했습니다.", moment)


def _signer(secret: str) -> Webhook | None:
    text = secret.strip()
    if not text:
        return None
    encoded = text.removeprefix("whsec_")
    try:
        key = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError(
            "IEUM_ALERT_WEBHOOK_SECRET이 base64가 아닙니다. whsec_로 시작하는 base64나 base64여야 합니다."
        ) from error
    if not key:
        raise ValueError("IEUM_ALERT_WEBHOOK_SECRET에 열쇠가 없습니다. whsec_ 뒤에 base64가 와야 합니다.")
    if len(key) < _MIN_KEY:
        log.warning("IEUM_ALERT_WEBHOOK_SECRET의 열쇠가 %d바이트로 짧습니다. 24~64바이트를 권합니다.", len(key))
    return Webhook(key)
