"""Accept: an event seen before gets the same reply."""

from __future__ import annotations

import asyncio

from gateway.house import House
from gateway.steps.context import Turn


async def accept(turn: Turn, house: House) -> None:
    """Settle the turn at once for a duplicate."""
    message = turn.message
    await asyncio.to_thread(house.conversations.open, turn.key, message)
    if not message.message_id:
        return
    before = await asyncio.to_thread(house.conversations.handled, turn.key, message.message_id)
    if before is not None:
        turn.replayed = True
        turn.end(before)
