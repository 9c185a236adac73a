"""Screen: is somebody at risk? Apart from Rasa and any network; the case is committed before the reply goes out."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime, timedelta

import structlog

from casework.cases import Heard
from casework.screening.crisis import CrisisText, caring_question, crisis_reply
from casework.screening.screen import Screening
from connectors.message import MAX_TEXT, Button, Part, Risk
from gateway.house import House
from gateway.steps.context import Turn

log = structlog.get_logger()

HISTORY = 6
STILL_FRESH = timedelta(hours=2)
SELF_HARM = {"suicide", "self_harm"}
_YES = re.compile(
    r"^(네+|예+|응+|어+|ㅇㅇ+|맞아요?|맞습니다|그래요?|그런\s?것?\s?같아요?|그렇습니다|네\s?맞아요)[\s.!~ㅠㅜ…]*$"
)


async def screen(turn: Turn, house: House) -> None:
    """Hear the message; at risk: open (or join) the case and prepare the fixed, reviewed words with the numbers."""
    turn.earlier = await _earlier(turn, house)
    found = house.screener.screen(turn.text[:MAX_TEXT], await _history(turn, house))
    if not found.risk and (asked := _said_yes_to(turn)):
        found = Screening(True, True, "emergency", "self", asked, 0.9, False)
    turn.screening = found
    if not found.risk or found.level is None:
        if found.ask and turn.earlier is None:
            turn.parts.append(part_of(caring_question()))
        return
    turn.risk = Risk(found.level, found.subject or "self", found.kinds)
    # The numbers are ready before the database is asked: a failing ledger must not keep them back.
    turn.crisis = part_of(crisis_reply(found, alerted=False, receipt=""))
    heard = Heard(found.level, turn.risk.subject, found.kinds, found.immediate, found.score)
    opened = await asyncio.to_thread(
        house.cases.hear, conversation=turn.key, channel=turn.message.channel, heard=heard, quote=turn.text,
        event_key=turn.event_key,
    )  # fmt: skip
    turn.receipt = opened.receipt
    turn.crisis = part_of(crisis_reply(found, alerted=opened.alerted, receipt=opened.receipt))
    memory = {"level": found.level, "subject": turn.risk.subject, "kinds": list(found.kinds), "turns": 0}
    await asyncio.to_thread(house.conversations.set_crisis, turn.key, {**memory, "at": house.now().isoformat()})


def part_of(words: CrisisText) -> Part:
    """A reviewed text as a bubble."""
    return Part(words.text, buttons=tuple(Button(label, value, url) for label, value, url in words.buttons))


def _said_yes_to(turn: Turn) -> tuple[str, ...]:
    """The kinds that a bare "yes" confirms right after the bot asked whether the person thinks of ending their life."""
    earlier = turn.earlier
    if earlier is None or earlier["turns"] > 0 or earlier["subject"] != "self" or not _YES.match(turn.text.strip()):
        return ()
    return tuple(earlier["kinds"]) if SELF_HARM.intersection(earlier["kinds"]) else ()


async def _earlier(turn: Turn, house: House) -> dict | None:
    try:
        crisis = await asyncio.to_thread(house.conversations.crisis, turn.key)
    except Exception:
        log.exception("screen.no_memory")
        return None
    if crisis is None or house.now() - datetime.fromisoformat(crisis["at"]) > STILL_FRESH:
        return None
    return crisis


async def _history(turn: Turn, house: House) -> list[str]:
    try:
        lines = await asyncio.to_thread(house.conversations.lines, turn.key, 0, HISTORY * 2)
    except Exception:
        log.exception("screen.no_history")
        return []
    return [line.text for line in lines if line.author == "citizen"][-HISTORY:]
