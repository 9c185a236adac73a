"""What casework asks of whoever can tell people: an alert goes out, an outcome comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

RouteKind = Literal["telegram", "email", "webhook", "sms", "apprise"]
KINDS: tuple[RouteKind, ...] = ("telegram", "email", "webhook", "sms", "apprise")


@dataclass(frozen=True)
class Route:
    """One way to a contact: the kind and its target (chat id, e-mail address, URL, mobile number, Apprise URL)."""

    kind: RouteKind
    target: str


@dataclass(frozen=True)
class NotifyRule:
    """Which ways of a contact are used how many minutes after a step; for these levels, or for all when empty."""

    after_minutes: float
    by: tuple[RouteKind, ...]
    levels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Limit:
    """At most ``messages`` in ``seconds`` by one way to one contact; more waits ``hold_seconds`` and leaves as one."""

    messages: int
    seconds: float
    hold_seconds: float


@dataclass(frozen=True)
class Contact:
    """One person on call and the ways to reach them; without rules every way is used at once."""

    id: str
    name: str
    routes: tuple[Route, ...]
    rules: tuple[NotifyRule, ...] = ()
    limits: tuple[tuple[RouteKind, Limit], ...] = ()

    def plan(self, level: str) -> tuple[tuple[Route, float], ...]:
        """Every route used for a level, each once, with its delay in minutes.

        When no rule fits the level, or none names a way there is, every route is used at once: somebody must be told.
        """
        delays: dict[Route, float] = {}
        for rule in sorted(self.rules, key=lambda rule: rule.after_minutes):
            if not rule.levels or level in rule.levels:
                for route in self.routes:
                    if route.kind in rule.by:
                        delays.setdefault(route, rule.after_minutes)
        return tuple(delays.items()) or tuple((route, 0.0) for route in dict.fromkeys(self.routes))


@dataclass(frozen=True)
class AlertCase:
    """One of the cases that a bundled alert is about."""

    case_id: str
    receipt: str
    level: str


@dataclass(frozen=True)
class Alert:
    """One thing to tell one contact by one route.

    ``id`` is the idempotency key, the same on every retry. ``title`` and ``text`` never contain personal data.
    ``step`` counts from 0, ``cycle`` from 1. ``test`` alerts must be marked as tests wherever they show. A bundled
    alert has no ``case_id`` and ``receipt`` of its own; ``cases`` names every case it is about, worst first.
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
    cases: tuple[AlertCase, ...] = ()


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
