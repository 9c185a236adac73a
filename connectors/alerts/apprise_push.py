"""Alerts through Apprise: any of its services (ntfy, Slack, Microsoft Teams, Matrix …), named by an Apprise address."""

from __future__ import annotations

import asyncio
import re

import apprise

from connectors.alerts.message import Delivered, OutgoingAlert
from connectors.alerts.outcome import done, later, never
from connectors.alerts.wording import body, heading, links

# These act on this machine (run a program, write a file, show a window) instead of reaching a person.
LOCAL = frozenset({"dbus", "qt", "glib", "kde", "gnome", "macosx", "windows", "syslog", "file", "custom"})
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*(?=://)", re.I)


class AppriseAlerts:
    """Sends an alert to the Apprise address in its target.

    Apprise tells only whether a service took it, not why it did not: every failure may be retried, an address that
    Apprise does not know may not. No address is ever in a detail: it holds the secret.
    """

    def __init__(self, *, timeout: float = 20.0) -> None:
        self._timeout = timeout

    async def send(self, alert: OutgoingAlert) -> Delivered:
        """Send once; Apprise itself has no idempotency key, so after a time-out a retry may show it twice."""
        scheme = _SCHEME.match(alert.target.strip())
        if scheme is None or scheme[0].lower() in LOCAL:
            return never("쓸 수 없는 Apprise 주소입니다. 밖의 서비스를 가리키는 종류://… 꼴이어야 합니다.")
        service = apprise.Apprise.instantiate(alert.target.strip())
        if service is None:
            return never(f"Apprise가 모르는 주소입니다({scheme[0]}). 종류와 꼴을 Apprise 문서에서 확인해 주세요.")
        kind = apprise.NotifyType.FAILURE if alert.level == "emergency" else apprise.NotifyType.WARNING
        text = "\n\n".join(filter(None, (body(alert), "\n".join(links(alert)))))
        try:
            async with asyncio.timeout(self._timeout):
                taken = await service.async_notify(body=text, title=heading(alert), notify_type=kind)
        except TimeoutError:
            return later(f"{scheme[0]} 서비스가 제때 답하지 않았습니다.")
        except Exception as error:  # noqa: BLE001  a plugin may raise anything; told, tried again
            return later(f"{scheme[0]} 서비스로 보내지 못했습니다: {type(error).__name__}")
        return done(None) if taken else later(f"{scheme[0]} 서비스가 받지 않았습니다.")
