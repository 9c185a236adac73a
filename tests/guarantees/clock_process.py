"""A clock in a process of its own, with the real ways out. Run: python -m tests.guarantees.clock_process URL HOOK."""

from __future__ import annotations

import asyncio
import base64
import signal
import sys
from datetime import UTC, datetime
from types import SimpleNamespace

from casework.cases import Cases
from casework.escalation.clock import Clock
from casework.escalation.port import Contact, Route
from casework.escalation.roster import Roster
from casework.policy import PolicySource
from casework.privacy.vault import Vault
from casework.store import open_store
from connectors.alerts.push import Pusher
from gateway.alerts import Alerts

SIGNING = bytes(range(32))
VAULT = b"test key of the ledger"
SETTINGS = SimpleNamespace(
    telegram_token=None, telegram_api_base="https://api.telegram.org", smtp_host="", smtp_port=587, smtp_user="",
    smtp_password=None, smtp_starttls=True, smtp_from="ieum@localhost", sms_api_base="https://api.solapi.com",
    sms_api_key=None, sms_api_secret=None, sms_from="", alimtalk_profile="", alimtalk_template="",
    alert_webhook_secret=base64.b64encode(SIGNING).decode(), alert_webhook_url="",
)  # fmt: skip


def utc_now() -> datetime:
    """The present."""
    return datetime.now(UTC)


def clock(url: str, hook: str) -> Clock:
    """A clock over that ledger which tells one webhook, throttled as shipped."""
    roster = Roster.single(Contact("pager", "호출", (Route("webhook", hook),)))
    store = open_store(url)
    cases = Cases(store, PolicySource(reachable=roster.reachable), Vault(VAULT), utc_now)
    pusher = Pusher(lambda name: getattr(SETTINGS, name), [hook])
    return Clock(store, cases, roster, Alerts(pusher, "https://ieum.example", b"k" * 32), utc_now)


async def run(url: str, hook: str) -> None:
    """Wind until SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await clock(url, hook).run(0.02, stop)


if __name__ == "__main__":
    asyncio.run(run(sys.argv[1], sys.argv[2]))
