"""Reply to JSON and back: the one shape in which replies are stored, shown on the web and handed between parts."""

from __future__ import annotations

from typing import Any

from connectors.message import Button, Citation, Part, Reply, Risk


def part_to_json(part: Part) -> dict[str, Any]:
    """One bubble as ``{"text", "citations", "buttons"}`` (DESIGN §7)."""
    return {
        "text": part.text,
        "citations": [
            {"id": c.id, "title": c.title, "section": c.section, "url": c.url, "as_of": c.as_of} for c in part.citations
        ],
        "buttons": [{"label": b.label, "value": b.value} | ({"url": b.url} if b.url else {}) for b in part.buttons],
    }


def part_from_json(data: dict[str, Any]) -> Part:
    """The bubble that ``part_to_json`` wrote; missing lists are empty, unknown keys are ignored."""
    return Part(
        str(data.get("text") or ""),
        tuple(
            Citation(c["id"], c["title"], c.get("section") or "", c.get("url"), c.get("as_of") or "")
            for c in data.get("citations") or []
        ),
        tuple(Button(b["label"], b["value"], b.get("url")) for b in data.get("buttons") or []),
    )


def reply_to_json(reply: Reply) -> dict[str, Any]:
    """A Reply as stored with its event."""
    risk = reply.risk
    return {
        "parts": [part_to_json(part) for part in reply.parts],
        "refusal": reply.refusal,
        "risk": {"level": risk.level, "subject": risk.subject, "kinds": list(risk.kinds)} if risk else None,
        "receipt": reply.receipt,
    }


def reply_from_json(data: dict[str, Any]) -> Reply:
    """The Reply that ``reply_to_json`` wrote."""
    risk = data.get("risk")
    return Reply(
        tuple(part_from_json(part) for part in data["parts"]),
        data.get("refusal"),
        Risk(risk["level"], risk["subject"], tuple(risk["kinds"])) if risk else None,
        data.get("receipt"),
    )
