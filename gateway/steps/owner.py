"""Owner: when a human holds the conversation, the message goes to the desk and the bot says nothing."""

from __future__ import annotations

import asyncio

from connectors.message import Reply
from gateway.house import House
from gateway.steps.context import Turn


async def owner(turn: Turn, house: House) -> None:
    """Settle the turn in silence when a human holds the conversation; only the emergency numbers still show."""
    if await asyncio.to_thread(house.conversations.owner, turn.key) == "human":
        turn.parts.clear()
        turn.end(Reply(()))
