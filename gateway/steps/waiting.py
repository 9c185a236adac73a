"""Waiting: what an editor or a caseworker wrote meanwhile is shown first, where the channel could not be written to."""

from __future__ import annotations

import asyncio

from connectors.message import SHOW_WAITING, Reply
from gateway.house import House
from gateway.steps.context import Turn


async def waiting(turn: Turn, house: House) -> None:
    """Take what waits for this person into the reply; never in front of words about danger, for those come alone.

    Whoever only asks for it (SHOW_WAITING) gets that and nothing else, also while a human holds the conversation.
    """
    if turn.crisis is None:
        turn.waited, turn.waiting = await asyncio.to_thread(house.waiting.of, turn.key)
    if turn.message.payload == SHOW_WAITING:
        turn.silent_record = True
        turn.end(Reply(()))
