"""Calling actions as Rasa does: over HTTP, with a request body of Rasa 3.6."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import httpx

SENDER = "5f" * 32
TOKEN = "token-of-the-action-server"
_ids = itertools.count(1)


def body(action: str, text: str = "", intent: str = "", sender: str = SENDER, **more: Any) -> dict[str, Any]:
    """A request body; ``slots`` are the tracker's, ``fresh`` the slots set by the last message."""
    slots, fresh = more.pop("slots", {}), more.pop("fresh", {})
    message_id = more.pop("message_id", f"r{next(_ids)}")
    said = {"text": text, "intent": {"name": intent, "confidence": 0.9}, "entities": [], "message_id": message_id}
    events = [{"event": "action", "name": "action_listen"}, {"event": "user", "text": text}]
    events += [{"event": "slot", "name": name, "value": value} for name, value in fresh.items()]
    tracker = {"sender_id": sender, "slots": slots, "latest_message": said, "events": events, "paused": False}
    return {"next_action": action, "sender_id": sender, "version": "3.6.21", "tracker": tracker, **more}


@dataclass
class Actions:
    """The action server of one house, over HTTP."""

    client: httpx.AsyncClient

    async def run(self, action: str, *args: Any, **more: Any) -> dict[str, Any]:
        """Run one action; it must succeed."""
        response = await self.client.post(f"/actions/{TOKEN}", json=body(action, *args, **more))
        assert response.status_code == 200, response.text
        return response.json()


def said(done: dict[str, Any]) -> str:
    """All texts of the responses."""
    return "\n".join(response["custom"]["text"] for response in done["responses"])


def slots_of(done: dict[str, Any]) -> dict[str, Any]:
    """The slots that the events set."""
    return {event["name"]: event["value"] for event in done["events"] if event["event"] == "slot"}
