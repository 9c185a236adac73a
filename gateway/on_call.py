"""Who is on call by the settings, and how a setting is read by its name; light, so that small processes start fast."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from casework.escalation.port import Contact, Route, RouteKind
from casework.escalation.roster import Roster
from gateway.settings import Settings


def utc_now() -> datetime:
    """The present, aware, in UTC."""
    return datetime.now(UTC)


def roster_of(settings: Settings) -> Roster:
    """The roster file, or the one contact whom the alert settings describe, or nobody."""
    if settings.roster_file:
        return Roster.load(settings.roster_file)
    given: tuple[tuple[RouteKind, str], ...] = (
        ("telegram", settings.alert_telegram_chat), ("email", settings.alert_email_to),
        ("webhook", settings.alert_webhook_url), ("sms", settings.alert_sms_to),
    )  # fmt: skip
    routes = tuple(Route(kind, target) for kind, target in given if target)
    return Roster.single(Contact("first", "첫 당직자", routes)) if routes else Roster.nobody()


def webhooks_of(roster: Roster) -> list[str]:
    """The webhook addresses the operator wrote into the roster, which may lead into the inner network."""
    return [route.target for c in roster.contacts.values() for route in c.routes if route.kind == "webhook"]


def setting_reader(settings: Settings) -> Callable[[str], object]:
    """Reads one setting by its field name; raises AttributeError for an unknown one."""
    return lambda name: getattr(settings, name)
