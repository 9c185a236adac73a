"""What goes out to one caseworker (OutgoingAlert) and what became of it (Delivered)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class BundledCase:
    """One case of a bundled alert, with the page that opens it."""

    case_id: str
    receipt: str
    level: str
    case_url: str


@dataclass(frozen=True)
class OutgoingAlert:
    """One thing to tell one caseworker by one route.

    ``id`` is the idempotency key, the same on every retry. ``kind`` is telegram | email | webhook | sms | apprise and
    ``target`` what that kind needs: a chat number, a mail address, an address on the web, a mobile number, an Apprise
    address. ``case_url`` and ``ack_url`` open pages of the console; fetching one must change nothing, because mail
    scanners and link previews open links by themselves.
    ``title`` and ``text`` carry receipt, level and step, never personal data. ``occurred_at`` is aware.
    A bundled alert has no ``ack_url`` (nobody takes many cases with one press); ``cases`` are the cases it is about.
    """

    id: str
    title: str
    text: str
    case_url: str
    ack_url: str
    level: str
    kind: str
    target: str
    occurred_at: datetime
    test: bool = False
    receipt: str = ""
    case_id: str = ""
    cases: tuple[BundledCase, ...] = ()


@dataclass(frozen=True)
class Delivered:
    """The outcome of one attempt.

    ``ok``: the vendor took it, ``vendor_id`` is its own number of the message. Otherwise ``permanent`` says that a
    retry of the same alert cannot help, ``retry_after`` how many seconds the vendor asked to wait, and ``detail`` why
    (Korean, at most 300 characters, without the target, the token or any secret).
    """

    ok: bool
    vendor_id: str | None = None
    permanent: bool = False
    retry_after: float | None = None
    detail: str = ""


class Sender(Protocol):
    """One way out."""

    async def send(self, alert: OutgoingAlert) -> Delivered:
        """Try once; trouble of the vendor or the network is a Delivered, never an exception."""
