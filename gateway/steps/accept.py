"""Accept: an event seen before gets the same reply; an empty or endless text gets a clear sentence."""

from __future__ import annotations

import asyncio

from connectors.message import MAX_TEXT, Part, Reply
from gateway.house import House
from gateway.steps.context import Turn

EMPTY = "내용이 비어 있어요. 궁금한 점을 글로 적어 주세요."
TOO_LONG = f"글이 너무 길어요. {MAX_TEXT:,}자 안으로 나누어 보내 주세요."


async def accept(turn: Turn, house: House) -> None:
    """Settle the turn at once for a duplicate, an empty or an oversized message."""
    message = turn.message
    await asyncio.to_thread(house.conversations.open, turn.key, message)
    if message.message_id:
        turn.event_key = f"{turn.key}:{message.message_id}"
        before = await asyncio.to_thread(house.conversations.handled, turn.key, message.message_id)
        if before is not None:
            turn.replayed = True
            turn.end(before)
            return
    else:
        turn.event_key = f"{turn.key}:{message.received_at.isoformat()}"
    if not message.text.strip() and not message.payload:
        turn.silent_record = True
        turn.end(Reply((Part(EMPTY),)))
    elif len(message.text) > MAX_TEXT:
        turn.silent_record = True
        turn.end(Reply((Part(TOO_LONG),)))
