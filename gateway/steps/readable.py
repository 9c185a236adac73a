"""Readable: an empty or endless text gets a clear sentence; it comes after screening, so that danger is heard first."""

from __future__ import annotations

from connectors.message import MAX_TEXT, Part, Reply
from gateway.house import House
from gateway.steps.context import Turn

EMPTY = "내용이 비어 있어요. 궁금한 점을 글로 적어 주세요."
TOO_LONG = f"글이 너무 길어요. {MAX_TEXT:,}자 안으로 나누어 보내 주세요. 급하면 119나 112로 먼저 전화해 주세요."


async def readable(turn: Turn, house: House) -> None:
    """Settle the turn for an empty or an oversized message; neither is kept."""
    message = turn.message
    if not message.text.strip() and not message.payload:
        turn.silent_record = True
        turn.end(Reply((Part(EMPTY),)))
    elif len(message.text) > MAX_TEXT:
        turn.silent_record = True
        turn.end(Reply((Part(TOO_LONG),)))
