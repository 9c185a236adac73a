"""Record: what was said is kept, the open case's timeline gets it too, and the event is marked as handled."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import structlog

from connectors.message import Part, Reply
from gateway.house import House
from gateway.steps.context import Turn

log = structlog.get_logger()

FOR_EDITORS = ("no_source", "partly_known")
"""Refusals that a better guide would cure; the question is kept for the editors, once per conversation."""

ONCE = "방금 보여 드린 내용은 남겨 두지 않았어요. 마음 기록은 '마음 기록 보기'로 다시 볼 수 있어요."


async def record(turn: Turn, house: House, reply: Reply) -> None:
    """Keep the turn; a failure here is logged and never keeps the reply from the person."""
    if turn.replayed:
        return
    try:
        await asyncio.to_thread(_keep, turn, house, reply)
    except Exception:
        log.exception("turn.not_recorded", channel=turn.message.channel)


def _keep(turn: Turn, house: House, reply: Reply) -> None:
    if house.forgetting.after_turn(turn.key):  # the words that asked for it are words of theirs too
        turn.silent_record, turn.refusal = True, None
    if not turn.silent_record:
        house.conversations.say(turn.key, "citizen", turn.text)
        if turn.risk is None:
            house.cases.say(turn.key, "citizen", turn.text)
        said = tuple(part for part in reply.parts if part not in turn.waiting)
        if said:
            text = "\n\n".join(part.text for part in said)
            house.conversations.say(turn.key, "bot", text, replace(reply, parts=said))
            house.cases.say(turn.key, "bot", text)
    if turn.refusal in FOR_EDITORS and turn.crisis is None:
        house.inbox.add("unanswered", turn.text, turn.key, turn.topic)
    if turn.waited:
        house.waiting.shown(turn.waited)
    if turn.message.message_id and not turn.failed:
        kept = Reply((Part(ONCE),), risk=reply.risk, receipt=reply.receipt) if turn.shown_once else reply
        house.conversations.finish(turn.key, turn.message.message_id, kept)
