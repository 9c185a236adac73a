"""What casework asks of whoever can tell people: an alert goes out, an outcome comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

RouteKind = Literal["telegram", "email", "webhook"]


@dataclass(frozen=True)
class Route:
    """One way to a contact: the kind and its target (chat id, e-mail address or URL)."""

    kind: RouteKind
    target: str


@dataclass(frozen=True)
class Contact:
    """One person on call and the ways to reach them; every way is used at once."""

    id: str
    name: str
    routes: tuple[Route, ...]


@dataclass(frozen=True)
class Alert:
    """One thing to tell one contact by one route.

    ``id`` is the idempotency key, the same on every retry. ``title`` and ``text`` never contain personal data.
    ``step`` counts from 0, ``cycle`` from 1. ``test`` alerts must be marked as tests wherever they show.
    """

    id: str
    case_id: str
    receipt: str
    level: str
    step: int
    cycle: int
    contact: Contact
    route: Route
    title: str
    text: str
    made_at: datetime
    test: bool


@dataclass(frozen=True)
class Outcome:
    """How one attempt went; ``permanent`` means no retry can help, ``retry_after`` is in seconds."""

    ok: bool
    vendor_id: str | None = None
    permanent: bool = False
    retry_after: float | None = None
    detail: str = ""


class AlertSender(Protocol):
    """Whoever can send; given by the gateway."""

    async def send(self, alert: Alert) -> Outcome:
        """Try once, within 30 seconds; vendor trouble is an Outcome, not an exception."""
