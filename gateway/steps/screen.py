"""Screen: is somebody at risk? Apart from Rasa and any network; the case is committed before the reply goes out."""

from __future__ import annotations

import asyncio

import structlog

from casework.cases import Heard
from casework.screening.crisis import caring_question, crisis_reply
from connectors.message import Button, Part, Risk
from gateway.house import House
from gateway.steps.context import Turn

log = structlog.get_logger()

HISTORY = 6


async def screen(turn: Turn, house: House) -> None:
    """Hear the message; at risk: open (or join) the case and prepare the fixed, reviewed words with the numbers."""
    history = await _history(turn, house)
    found = house.screener.screen(turn.text, history)
    turn.screening = found
    if not found.risk or found.level is None:
        if found.ask:
            asked = caring_question()
            turn.parts.append(Part(asked.text, buttons=tuple(Button(*button) for button in asked.buttons)))
        return
    turn.risk = Risk(found.level, found.subject or "self", found.kinds)
    # The numbers are ready before the database is asked: a failing ledger must not keep them back.
    turn.crisis = _words(found, alerted=False, receipt="")
    heard = Heard(found.level, found.subject or "self", found.kinds, found.immediate, found.score)
    opened = await asyncio.to_thread(
        house.cases.hear, conversation=turn.key, channel=turn.message.channel, heard=heard, quote=turn.text,
        event_key=turn.event_key,
    )  # fmt: skip
    turn.receipt = opened.receipt
    turn.crisis = _words(found, alerted=opened.alerted, receipt=opened.receipt)


async def _history(turn: Turn, house: House) -> list[str]:
    try:
        lines = await asyncio.to_thread(house.conversations.lines, turn.key, 0, HISTORY * 2)
    except Exception:
        log.exception("screen.no_history")
        return []
    return [line.text for line in lines if line.author == "citizen"][-HISTORY:]


def _words(found, *, alerted: bool, receipt: str) -> Part:
    words = crisis_reply(found, alerted=alerted, receipt=receipt)
    return Part(words.text, buttons=tuple(Button(label, value, url) for label, value, url in words.buttons))
