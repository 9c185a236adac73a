"""One action call as Rasa sends it, what an action may use, and the shapes of what it gives back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from casework.cases import Cases
from casework.privacy.mask import mask
from casework.screening.screen import Screener
from knowledge.answer.answerer import Answerer
from knowledge.answer.model import Answer
from knowledge.catalog import Catalog
from knowledge.inbox import Inbox


@dataclass(frozen=True)
class Tools:
    """The services an action may use; ``remember_topic``, ``topic_of`` and ``forget`` act on one conversation.

    ``forget`` tells in Korean what went and what stays.
    """

    answerer: Answerer
    catalog: Callable[[], Catalog]
    cases: Cases
    screener: Screener
    inbox: Inbox
    today: Callable[[], date]
    remember_topic: Callable[[str, str | None], None]
    topic_of: Callable[[str], str | None]
    forget: Callable[[str], str]


@dataclass(frozen=True)
class Call:
    """One call: the action's name, the conversation's key, the slots, the last words and their intent."""

    action: str
    sender: str
    slots: dict[str, Any]
    text: str
    intent: str
    message_id: str
    candidates: dict[str, Any] = field(default_factory=dict)

    @property
    def requested(self) -> str | None:
        """The slot the form is asking for."""
        return self.slots.get("requested_slot")


@dataclass(frozen=True)
class Done:
    """What an action gives back: Rasa events and messages."""

    events: list[dict[str, Any]] = field(default_factory=list)
    responses: list[dict[str, Any]] = field(default_factory=list)


def slot(name: str, value: Any) -> dict[str, Any]:
    """The event that sets a slot."""
    return {"event": "slot", "name": name, "value": value}


def say(text: str, *buttons: tuple[str, str], **more: Any) -> dict[str, Any]:
    """A message with buttons of (label, what pressing says)."""
    return {"custom": {"text": text, "buttons": [{"label": label, "value": value} for label, value in buttons], **more}}


def say_answer(answer: Answer) -> dict[str, Any]:
    """An Answer as a message: text, citations, next steps, refusal type."""
    return {
        "custom": {
            "text": answer.text,
            "citations": [
                {"id": s.id, "title": s.title, "section": s.section, "url": s.url, "as_of": s.as_of}
                for s in answer.sources
            ],
            "buttons": [{"label": s.label, "value": s.value} | ({"url": s.url} if s.url else {}) for s in answer.steps],
            "refusal": answer.refusal,
        }
    }


def parse(body: object) -> Call:
    """The call in a request body of Rasa 3.6, its text masked again; raises ValueError naming what is missing."""
    whole = _object(body, "본문")
    name, sender = whole.get("next_action"), whole.get("sender_id")
    if not isinstance(name, str) or not isinstance(sender, str) or not isinstance(whole.get("tracker"), dict):
        raise ValueError("next_action, sender_id, tracker가 있어야 합니다")
    tracker = whole["tracker"]
    latest = _object(tracker.get("latest_message"), "latest_message")
    intent = _object(latest.get("intent"), "intent").get("name")
    return Call(
        name,
        sender,
        _object(tracker.get("slots"), "slots"),
        mask(str(latest.get("text") or "")).text,
        str(intent or ""),
        str(latest.get("message_id") or ""),
        _candidates(tracker.get("events")),
    )


def _candidates(events: object) -> dict[str, Any]:
    """The slots that were set last, after everything else: what a form's validation is asked about."""
    found: dict[str, Any] = {}
    for event in reversed(events if isinstance(events, list) else []):
        told = _object(event, "events")
        if told.get("event") != "slot":
            break
        found.setdefault(str(told.get("name")), told.get("value"))
    return found


def _object(value: object, name: str) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise ValueError(f"{name}은(는) JSON 객체여야 합니다: {type(value).__name__}")
    return value
