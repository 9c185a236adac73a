"""The buttons below a Telegram alert, only those that Telegram will take."""

from __future__ import annotations

from urllib.parse import urlsplit

from connectors.alerts.loopback import is_loopback
from connectors.alerts.message import OutgoingAlert
from connectors.alerts.words import words

MAX_CALLBACK_BYTES = 64


def keyboard(alert: OutgoingAlert, *, loopback: bool) -> list[list[dict[str, str]]]:
    """Rows of buttons: acknowledge, then open the case; a button that would be refused is left out.

    Telegram takes at most 64 bytes of callback data, and links that lead to a public https address; with ``loopback``
    (the Bot API itself is on this machine) links to this machine are let through as well.
    """
    rows = []
    data = f"ack:{alert.id}"
    if not alert.cases and len(data.encode()) <= MAX_CALLBACK_BYTES:
        rows.append([{"text": words().ack_button, "callback_data": data}])
    if can_link(alert.case_url, loopback=loopback):
        rows.append([{"text": words().open_button, "url": alert.case_url}])
    return rows


def can_link(url: str, *, loopback: bool) -> bool:
    """Whether a button may carry this address."""
    if is_loopback(url):
        return loopback
    try:
        parts = urlsplit(url)
        return parts.scheme == "https" and "." in (parts.hostname or "")
    except ValueError:
        return False
