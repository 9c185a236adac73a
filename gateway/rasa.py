"""The client of the Rasa process; an empty answer, a non-200, bad JSON or silence is a fault, never a reply."""

from __future__ import annotations

import re
from typing import Any

import httpx

# Rasa strips the text before it looks for its sign, so a blank of any kind must not shield a slash behind it.
_LEADING = re.compile(r"^[\s/／⁄∕]+")


class RasaFault(RuntimeError):
    """Rasa gave no usable answer to this turn; the turn goes on without it."""


class Rasa:
    """Talks to one Rasa server over loopback HTTP.

    ``turn`` sends one text and returns Rasa's messages (each a dict with text, buttons or custom). Rasa answers
    200 with an empty list when an exception happened inside, so an empty list raises RasaFault like any other fault.
    """

    def __init__(self, base_url: str, token: str = "", timeout: float = 8.0) -> None:
        self._token = token
        self._responses: dict[str, list[dict[str, Any]]] | None = None
        self._client = httpx.AsyncClient(base_url=base_url, timeout=httpx.Timeout(timeout, connect=1.0))

    async def close(self) -> None:
        """Release the connections."""
        await self._client.aclose()

    async def turn(self, sender: str, text: str) -> list[dict[str, Any]]:
        """One turn of conversation ``sender``; raises RasaFault."""
        safe = without_command(text)
        data = await self._call(
            "POST", "/webhooks/rest/webhook", json={"sender": sender, "message": safe or "안녕하세요"}
        )
        if not isinstance(data, list) or not data or not all(isinstance(item, dict) for item in data):
            raise RasaFault("Rasa가 빈 답을 주었습니다")
        return data

    async def active_form(self, sender: str) -> str | None:
        """The form this conversation is in, or None; raises RasaFault."""
        data = await self._call(
            "GET", f"/conversations/{sender}/tracker", params=self._auth({"include_events": "NONE"})
        )
        loop = data.get("active_loop") if isinstance(data, dict) else None
        return loop.get("name") if isinstance(loop, dict) else None

    async def begin_report(self, sender: str, subject: str, what: str) -> list[dict[str, Any]]:
        """Put the conversation into the report form with what was already told; returns the form's next question."""
        heard = {"text": what, "intent": {"name": "report_risk", "confidence": 1.0}, "entities": []}
        events: list[dict[str, Any]] = [
            {"event": "user", "text": what, "parse_data": heard},
            {"event": "slot", "name": "report_subject", "value": subject},
            {"event": "slot", "name": "report_what", "value": what},
            {"event": "action", "name": "report_form"},
            {"event": "active_loop", "name": "report_form"},
            {"event": "slot", "name": "requested_slot", "value": "report_place"},
            {"event": "action", "name": "action_listen"},
        ]
        path, only = f"/conversations/{sender}/tracker/events", self._auth({"include_events": "NONE"})
        # Rasa dates events before it begins the session they belong to, and later drops what is older than the session:
        # a first call begins it.
        await self._call("POST", path, params=only, json=[{"event": "slot", "name": "requested_slot", "value": None}])
        await self._call("POST", path, params=only, json=events)
        return await self._utterance("utter_ask_report_form_report_place")

    async def _utterance(self, name: str) -> list[dict[str, Any]]:
        """What the bot's domain says under this name, as Rasa's messages."""
        if self._responses is None:
            domain = await self._call("GET", "/domain", params=self._auth({}), headers={"Accept": "application/json"})
            self._responses = domain.get("responses", {}) if isinstance(domain, dict) else {}
        return self._responses.get(name, [])[:1]

    async def forget(self, sender: str) -> None:
        """Drop the conversation's history and slots; raises RasaFault."""
        await self._call(
            "PUT", f"/conversations/{sender}/tracker/events", params=self._auth({}), json=[{"event": "restart"}]
        )

    async def alive(self) -> bool:
        """Whether the server answers and holds a model."""
        try:
            data = await self._call("GET", "/status", params=self._auth({}))
        except RasaFault:
            return False
        return isinstance(data, dict) and bool(data.get("model_file"))

    def _auth(self, params: dict[str, str]) -> dict[str, str]:
        return {**params, "token": self._token} if self._token else params

    async def _call(self, method: str, path: str, **kwargs: Any) -> Any:
        try:
            response = await self._client.request(method, path, **kwargs)
            response.raise_for_status()
            return response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise RasaFault(f"Rasa {method} {path}: {type(error).__name__}") from error


def without_command(text: str) -> str:
    """The text without the leading slashes that would make Rasa take it for a command instead of words."""
    return _LEADING.sub("", text)
