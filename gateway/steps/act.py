"""Acknowledge: the button on an alert ("ack:<alert id>") is a caseworker's deed, not a citizen's words."""

from __future__ import annotations

import asyncio

from connectors.message import Part, Reply
from gateway.house import House
from gateway.steps.context import Turn

PREFIX = "ack:"


async def acknowledge(turn: Turn, house: House) -> None:
    """Settle the turn when the pressed button acknowledges an alert; the chat must be the one it was sent to."""
    payload = turn.message.payload or ""
    if not payload.startswith(PREFIX):
        return
    chat = turn.message.address.get("chat_id", turn.message.sender)
    _, words = await asyncio.to_thread(house.acknowledge, payload.removeprefix(PREFIX), chat)
    turn.silent_record = True
    turn.end(Reply((Part(words),)))
