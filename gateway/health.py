"""How the house is: one line per part, for /healthz and for whoever starts it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from casework.store import Store
from connectors.channel import Channel
from gateway.supervisor import Status
from knowledge.answer.reword import Rewording
from knowledge.index.library import Library


def health(
    library: Library, store: Store, clock: Callable[[], dict[str, Any]], rasa: Status | None,
    channels: Mapping[str, Channel], alerts: dict[str, str], rewording: Rewording | None = None,
    auditor: str = "off",
) -> tuple[bool, dict[str, Any]]:  # fmt: skip
    """Ready or not, and ``{"status": "ok"|"degraded", "parts": {...}}``. Reads the database: call it from a thread.

    Not ready: no index or no database. Degraded: Rasa is not up, a case is unanswered, the clock is late, the auditor
    is down. A channel without its secret and a roster without people are stated, not counted as faults.
    """
    parts: dict[str, Any] = {}
    state = library.state
    ready = state.docs > 0
    vectors = "off" if state.vectors_total == 0 else f"{state.vectors_done}/{state.vectors_total}"
    parts["knowledge"] = {
        "guides": state.docs,
        "passages": state.passages,
        "vectors": vectors,
        "trouble": state.error or "",
    }
    try:
        parts["cases"] = {name: value for name, value in clock().items() if name != "unanswered_receipts"}
        parts["database"] = "ok"
    except Exception as error:  # noqa: BLE001 - whatever the database raises, the page must say so
        parts["database"] = f"down: {type(error).__name__}"
        ready = False
    parts["rasa"] = "off" if rasa is None else rasa.phase if not rasa.detail else f"{rasa.phase}: {rasa.detail}"
    parts["channels"] = {name: _channel(channel) for name, channel in channels.items()}
    parts["alerts"] = alerts
    parts["auditor"] = auditor
    parts["chat_model"] = rewording.state if rewording else "off"
    troubled = (rasa is not None and rasa.phase != "up") or not _clock_ok(parts.get("cases", {})) or bool(state.error)
    troubled = troubled or auditor.startswith("down")
    return ready, {"status": "degraded" if troubled or not ready else "ok", "parts": parts}


def _clock_ok(cases: dict[str, Any]) -> bool:
    """Nobody on call is a fault only once somebody is waiting."""
    quiet = not cases.get("waiting") and not cases.get("trouble")
    return bool(cases.get("ok")) or (quiet and bool(cases.get("no_one_on_call")))


def _channel(channel: Channel) -> str:
    told = getattr(channel, "health", None)
    return told() if callable(told) else "ok"
