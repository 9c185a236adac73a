"""From what a vendor answered to a Delivered."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from connectors.alerts.message import Delivered

MAX_DETAIL = 300
MAX_WAIT = 900.0
"""Longest wait in seconds that a vendor may impose: somebody may be in danger, so a huge Retry-After is not obeyed."""
_PASSING = frozenset({408, 425, 429})


def done(vendor_id: str | None, detail: str = "") -> Delivered:
    """The vendor took it."""
    return Delivered(True, vendor_id=vendor_id, detail=detail[:MAX_DETAIL])


def never(detail: str) -> Delivered:
    """Failed, and a retry cannot help."""
    return Delivered(False, permanent=True, detail=_short(detail))


def later(detail: str, wait: float | None = None) -> Delivered:
    """Failed for now; ``wait`` is what the vendor asked for in seconds, cut to 0..MAX_WAIT."""
    usable = wait is not None and math.isfinite(wait)
    return Delivered(False, retry_after=min(max(wait or 0.0, 0.0), MAX_WAIT) if usable else None, detail=_short(detail))


def by_status(status: int, headers: Mapping[str, str], detail: str, now: datetime) -> Delivered:
    """Judge a failed HTTP status: 5xx, 408, 425 and 429 pass, every other one is permanent.

    ``headers`` may carry Retry-After as seconds or as an HTTP date, which is counted from ``now`` (aware).
    """
    if status < 500 and status not in _PASSING:
        return never(detail)
    return later(detail, retry_after(headers.get("retry-after", ""), now))


def retry_after(value: str, now: datetime) -> float | None:
    """Seconds that a Retry-After value asks for, or None when it says nothing usable."""
    text = value.strip()
    try:
        return float(text)
    except ValueError:
        pass
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return ((until if until.tzinfo else until.replace(tzinfo=UTC)) - now).total_seconds()


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MAX_DETAIL else line[: MAX_DETAIL - 1] + "…"
