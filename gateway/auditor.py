"""The auditor's process: looks, raises the alarm by its own ways out, and pings an outside dead-man service."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import signal
from collections.abc import Callable
from datetime import datetime, timedelta

import httpx
import structlog

from casework.escalation.auditor import Finding, auditor_texts, beating, look
from casework.escalation.port import Route
from casework.escalation.roster import Roster
from casework.store import Store, open_store
from connectors.alerts.http import post
from connectors.alerts.loopback import is_loopback
from connectors.alerts.message import OutgoingAlert
from connectors.alerts.push import Pusher
from gateway.on_call import roster_of, setting_reader, webhooks_of
from gateway.settings import Settings

log = structlog.get_logger(__name__)
AGAIN_AFTER = timedelta(minutes=5)
PING_SECONDS = 10.0


class Auditor:
    """One auditor. What it knows lies in memory only; the same trouble has the same key, whichever auditor tells it.

    New trouble is told at once, lasting trouble every five minutes, its end once. What could not be delivered is tried
    again at the next look.
    """

    def __init__(
        self, store: Store, roster: Roster, pusher: Pusher, settings: Settings, now: Callable[[], datetime]
    ) -> None:
        self.store, self.roster, self.pusher, self.settings, self.now = store, roster, pusher, settings, now
        self._since = now()
        self._told: frozenset[str] = frozenset()
        self._told_at: datetime | None = None
        self._owed: dict[tuple[str, Route], OutgoingAlert] = {}

    async def round(self) -> tuple[Finding, ...]:
        """One look, the alarms and the ping that follow from it; returns what was found."""
        at = self.now()
        self.roster.renew()
        found = await asyncio.to_thread(look, self.store, at, self._since)
        kinds = frozenset(finding.kind for finding in found)
        again = bool(kinds) and self._told_at is not None and at - self._told_at >= AGAIN_AFTER
        if kinds != self._told or again:
            for finding in found:
                log.critical("audit_finding", kind=finding.kind, count=finding.count, receipts=finding.receipts)
            self._owe(found, at)
            self._told, self._told_at = kinds, at
        await self._deliver()
        if not kinds & {"database", "clock_stopped"} and await asyncio.to_thread(beating, self.store, at):
            await self._ping()
        return found

    async def run(self, stop: asyncio.Event, gone: Callable[[], bool] = lambda: False) -> None:
        """Look until ``stop``; once ``gone`` (its gateway died) only until some clock beats again."""
        while not stop.is_set():
            try:
                await self.round()
            except Exception as error:  # noqa: BLE001  whatever happens, the next look must come
                log.error("auditor_trouble", error=type(error).__name__, detail=str(error)[:300])
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), self.settings.auditor_seconds)
            if gone() and await asyncio.to_thread(beating, self.store, self.now()):
                return

    def routes(self) -> list[Route]:
        """Where alarms go: the auditor's own addresses, or every way of everyone on the roster."""
        own = [Route("webhook", self.settings.auditor_webhook_url), Route("email", self.settings.auditor_email_to)]
        given = [route for route in own if route.target]
        return given or [route for contact in self.roster.who("all") for route in contact.routes]

    def _owe(self, found: tuple[Finding, ...], at: datetime) -> None:
        texts = auditor_texts()
        title = texts.title if found else texts.clear_title
        text = "\n".join([*(finding.text() for finding in found), texts.ask]) if found else texts.clear
        window = int(at.timestamp() // AGAIN_AFTER.total_seconds())
        self._owed.clear()
        for route in self.routes():
            key = hashlib.sha256(f"{route}|{text}|{window}".encode()).hexdigest()[:24]
            self._owed[(key, route)] = OutgoingAlert(
                id=f"audit{key}", title=title, text=text, case_url=f"{self.settings.base_url}/console", ack_url="",
                level="emergency" if found else "normal", kind=route.kind, target=route.target, occurred_at=at,
            )  # fmt: skip
        if found and not self._owed:
            log.critical("audit_alarm_reaches_nobody", kinds=[finding.kind for finding in found])

    async def _deliver(self) -> None:
        owed = list(self._owed.items())
        for (name, alert), outcome in zip(owed, await asyncio.gather(*(self._send(a) for _, a in owed)), strict=True):
            if outcome:
                self._owed.pop(name, None)
            else:
                log.error("audit_alarm_failed", way=alert.kind)

    async def _send(self, alert: OutgoingAlert) -> bool:
        sent = await self.pusher.send(alert)
        return sent.ok or sent.permanent

    async def _ping(self) -> None:
        url = self.settings.heartbeat_url
        if not url:
            return
        try:
            answer = await post(url, b"", {}, PING_SECONDS, direct=is_loopback(url), limit=0)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            log.error("heartbeat_failed", error=type(error).__name__)
        else:
            if not 200 <= answer.status < 300:
                log.error("heartbeat_refused", status=answer.status)


async def watch(settings: Settings, now: Callable[[], datetime], *, with_gateway: bool) -> None:
    """Run one auditor until SIGTERM or SIGINT; ``with_gateway`` also until its dead gateway has a successor."""
    roster, stop, parent = roster_of(settings), asyncio.Event(), os.getppid()
    trusted = [*webhooks_of(roster), settings.auditor_webhook_url]
    store = open_store(settings.database)
    auditor = Auditor(store, roster, Pusher(setting_reader(settings), trusted), settings, now)
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    log.info("auditor_started", every=settings.auditor_seconds, ways=len(auditor.routes()))
    await auditor.run(stop, lambda: with_gateway and os.getppid() != parent)
    store.engine.dispose()
