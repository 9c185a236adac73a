"""Understand: Rasa leads the dialogue; when it is down or faulty, knowledge answers alone."""

from __future__ import annotations

import asyncio

import structlog

from casework.screening.crisis import listening, noted
from connectors.message import Button, Part
from gateway.forgetting import ASK, CONFIRM, wished
from gateway.house import House
from gateway.rasa import RasaFault
from gateway.replies import part_of_answer
from gateway.steps.context import Turn
from gateway.steps.screen import SELF_HARM, part_of
from gateway.wire import part_from_json
from knowledge.answer.facets import asks_something
from knowledge.answer.talk import Talk

log = structlog.get_logger()

REPORT_FORM = "report_form"
NEEDS = {"hunger", "utility_cutoff", "eviction", "medical", "debt", "disability_care", "neglect"}


async def understand(turn: Turn, house: House) -> None:
    """Add what the dialogue says; after danger was told, nobody is answered with a policy refusal."""
    if turn.guided:
        return
    if turn.crisis is not None:
        turn.parts.insert(0, turn.crisis)
        await _go_on_with_the_report(turn, house)
    elif turn.earlier is not None:
        turn.parts += await _after_danger(turn, house)
    else:
        turn.parts += await _dialogue(turn, house) or await _alone(turn, house)


async def _alone(turn: Turn, house: House) -> list[Part]:
    """Without the dialogue core: forget who asks to be forgotten, answer everything else from the guides."""
    if turn.text.strip() == CONFIRM:
        return [Part(await asyncio.to_thread(house.forgetting, turn.key))]
    if wished(turn.text):
        return [Part(ASK, buttons=(Button("지우기", CONFIRM),))]
    return await _from_knowledge(turn, house)


async def _after_danger(turn: Turn, house: House) -> list[Part]:
    """A report under way goes on, a question is answered, and anything else is listened to."""
    if _spoke_of_self_harm(turn) and not asks_something(turn.text) and not await _reporting(turn, house):
        return [await _listen(turn, house)]
    said = await _dialogue(turn, house) or await _from_knowledge(turn, house)
    if turn.refusal is None or await _reporting(turn, house):
        return said
    turn.refusal = None
    return [part_of(noted())]


async def _dialogue(turn: Turn, house: House) -> list[Part] | None:
    if house.rasa is None:
        return None
    try:
        return _parts(turn, await house.rasa.turn(turn.key, turn.text))
    except RasaFault as fault:
        log.warning("turn.rasa_fault", fault=str(fault))
        return None


async def _go_on_with_the_report(turn: Turn, house: House) -> None:
    """A report form under way takes the message as its answer; otherwise one begins where asking helps."""
    if house.rasa is None or turn.risk is None:
        return
    try:
        if await _reporting(turn, house):
            turn.parts += _parts(turn, await house.rasa.turn(turn.key, turn.text))
        elif turn.risk.subject == "other" or _needs_a_visit(turn):
            turn.parts += _parts(turn, await house.rasa.begin_report(turn.key, turn.risk.subject, turn.text))
    except RasaFault as fault:
        log.warning("turn.rasa_fault", fault=str(fault))


def _needs_a_visit(turn: Turn) -> bool:
    kinds = set(turn.risk.kinds) if turn.risk else set()
    return bool(kinds & NEEDS) and kinds <= NEEDS


async def _reporting(turn: Turn, house: House) -> bool:
    if house.rasa is None:
        return False
    try:
        return await house.rasa.active_form(turn.key) == REPORT_FORM
    except RasaFault as fault:
        log.warning("turn.rasa_fault", fault=str(fault))
        return False


def _spoke_of_self_harm(turn: Turn) -> bool:
    earlier = turn.earlier
    return bool(earlier and earlier["subject"] == "self" and SELF_HARM.intersection(earlier["kinds"]))


async def _listen(turn: Turn, house: House) -> Part:
    crisis = dict(turn.earlier or {})
    words = listening(crisis["turns"])
    crisis["turns"] += 1
    await asyncio.to_thread(house.conversations.set_crisis, turn.key, crisis)
    return part_of(words)


def _parts(turn: Turn, messages: list[dict]) -> list[Part]:
    parts = []
    for message in messages:
        custom = message.get("custom")
        if isinstance(custom, dict):
            parts.append(part_from_json(custom))
            turn.refusal = custom.get("refusal") or turn.refusal
            turn.receipt = turn.receipt or custom.get("receipt")
        elif message.get("text"):
            buttons = tuple(Button(b["title"], b["payload"]) for b in message.get("buttons") or [])
            parts.append(Part(str(message["text"]), buttons=buttons))
    return parts


async def _from_knowledge(turn: Turn, house: House) -> list[Part]:
    topic = await asyncio.to_thread(house.conversations.topic, turn.key)
    answer = await asyncio.to_thread(house.answerer.answer, turn.text, topic=topic)
    if answer.topic or answer.shown:
        talk = Talk.parse(topic, house.answerer.catalog).after(answer)
        await asyncio.to_thread(house.conversations.set_topic, turn.key, talk.stored)
    turn.refusal, turn.topic = answer.refusal, answer.topic
    return [part_of_answer(answer)]
