"""One invented alert to send about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.alerts.message import OutgoingAlert

VALUES: dict[str, Any] = {
    "id": "al_7K3M9Q",
    "title": "위험 신호가 들어왔어요",
    "text": "3분 안에 확인해 주세요.",
    "case_url": "https://ieum.example.kr/console/cases/C-17",
    "ack_url": "https://ieum.example.kr/console/cases/C-17/ack",
    "level": "emergency",
    "kind": "webhook",
    "target": "",
    "occurred_at": datetime(2026, 11, 20, 1, 2, 3, tzinfo=UTC),
    "receipt": "R-7K3M-9Q",
    "case_id": "C-17",
}


@pytest.fixture
def alert() -> Callable[..., OutgoingAlert]:
    """Make the alert with some values changed."""
    return lambda **changed: OutgoingAlert(**(VALUES | changed))
