"""One action call as Rasa sends it, what an action may use, and the shapes of what it gives back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from casework.cases import Cases
from casework.screening.screen import Screener
from knowledge.answer.answerer import Answerer
from knowledge.answer.model import Answer
from knowledge.catalog import Catalog
from knowledge.inbox import Inbox


@dataclass(frozen=True)
class Tools:
    """The services an action may use; ``remember_topic``, ``topic_of`` and ``forget`` act on one conversation."""

    answerer: Answerer
    catalog: Callable[[], Catalog]
    cases: Cases
    screener: Screener
    inbox: Inbox
    today: Callable[[], date]
    remember_topic: Callable[[str, str | None], None]
    topic_of: Callable[[str], str | None]
    forget: Callable[[str], None]


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


def parse(body: dict[str, Any]) -> Call:
    """The call in a request body of Rasa 3.6; raises ValueError naming what is missing."""
    name, sender, tracker = body.get("next_action"), body.get("sender_id"), body.get("tracker")
    if not isinstance(name, str) or not isinstance(sender, str) or not isinstance(tracker, dict):
        raise ValueError("next_action, sender_id, tracker가 있어야 합니다")
    latest = tracker.get("latest_message") or {}
    candidates: dict[str, Any] = {}
    for event in reversed(tracker.get("events") or []):
        if event.get("event") != "slot":
            break
        candidates.setdefault(event["name"], event.get("value"))
    intent = (latest.get("intent") or {}).get("name") or ""
    return Call(
        name,
        sender,
        tracker.get("slots") or {},
        latest.get("text") or "",
        intent,
        latest.get("message_id") or "",
        candidates,
    )
