"""Understand: Rasa leads the dialogue; when it is down or faulty, knowledge answers alone."""

from __future__ import annotations

import asyncio

import structlog

from connectors.message import Button, Part
from gateway.house import House
from gateway.rasa import RasaFault
from gateway.replies import part_of_answer
from gateway.steps.context import Turn
from gateway.wire import part_from_json

log = structlog.get_logger()

REPORT_FORM = "report_form"


async def understand(turn: Turn, house: House) -> None:
    """Add what the dialogue says. After a crisis text only a report form already under way goes on."""
    if turn.crisis is not None and not await _reporting(turn, house):
        turn.parts.insert(0, turn.crisis)
        return
    if turn.crisis is not None:
        turn.parts.insert(0, turn.crisis)
    if house.rasa is not None:
        try:
            messages = await house.rasa.turn(turn.key, turn.text)
            _add(turn, messages)
            return
        except RasaFault as fault:
            log.warning("turn.rasa_fault", fault=str(fault))
    if turn.crisis is None:
        await _from_knowledge(turn, house)


async def _reporting(turn: Turn, house: House) -> bool:
    if house.rasa is None:
        return False
    try:
        return await house.rasa.active_form(turn.key) == REPORT_FORM
    except RasaFault as fault:
        log.warning("turn.rasa_fault", fault=str(fault))
        return False


def _add(turn: Turn, messages: list[dict]) -> None:
    for message in messages:
        custom = message.get("custom")
        if isinstance(custom, dict):
            turn.parts.append(part_from_json(custom))
            turn.refusal = custom.get("refusal") or turn.refusal
            turn.receipt = turn.receipt or custom.get("receipt")
        elif message.get("text"):
            buttons = tuple(Button(b["title"], b["payload"]) for b in message.get("buttons") or [])
            turn.parts.append(Part(str(message["text"]), buttons=buttons))


async def _from_knowledge(turn: Turn, house: House) -> None:
    conversation = await asyncio.to_thread(house.conversations.open, turn.key, turn.message)
    answer = await asyncio.to_thread(house.answerer.answer, turn.text, topic=conversation.topic)
    if answer.topic:
        await asyncio.to_thread(house.conversations.set_topic, turn.key, answer.topic)
    turn.parts.append(part_of_answer(answer))
    turn.refusal = answer.refusal
