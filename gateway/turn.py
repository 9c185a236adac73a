"""One turn, as a list of steps: Message in, Reply out. Read this file to know what happens to every message."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog

from connectors.message import Message, Part, Reply
from gateway.house import House
from gateway.steps.accept import accept
from gateway.steps.act import acknowledge
from gateway.steps.context import Turn
from gateway.steps.guided import guided
from gateway.steps.mask import mask
from gateway.steps.offer import offer
from gateway.steps.owner import owner
from gateway.steps.readable import readable
from gateway.steps.record import record
from gateway.steps.reword import reword
from gateway.steps.screen import screen
from gateway.steps.understand import understand
from gateway.steps.verify import verify
from gateway.steps.waiting import waiting

log = structlog.get_logger()

STEPS = (
    accept,  # seen before? then the same reply again
    mask,  # resident registration numbers and their kin go no further
    acknowledge,  # a caseworker's button on an alert is not a citizen's words
    screen,  # is somebody at risk? the case is in the database before anything else happens
    waiting,  # what was written to this person meanwhile comes first
    owner,  # a human holds this conversation: deliver, and say no more
    readable,  # empty or endless? then say so
    guided,  # a talk led by buttons is under way, or begins
    understand,  # Rasa, or knowledge alone when Rasa is down
    offer,  # the talks that go on from an answer
    reword,  # the optional chat model may say the answer in plainer words
    verify,  # nothing leaves that its sources lack
)

UNHEARD = "혹시 지금 위험하면 119(다침·화재)나 112(폭력), 죽고 싶은 마음이 들면 109로 바로 전화해 주세요."
"""Shown when screening itself failed: then nobody knows whether somebody is in danger."""
TROUBLE = "지금 답을 만들지 못했어요. 잠시 뒤 다시 보내 주세요. 급하면 119·112, 마음이 힘들면 109로 바로 전화하세요."


class Turns:
    """Runs turns: one conversation's in order, an event once, and never an exception for a person's input."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def __call__(self, message: Message) -> Reply:
        """The Reply to one Message; the same Reply again for a redelivered event."""
        house = self._house
        key = house.conversations.key_of(message.channel, message.sender)
        async with house.conversations.in_order(key):
            turn = Turn(message, key, event_key=f"{key}:{message.message_id or message.received_at.isoformat()}")
            for step in STEPS:
                try:
                    await step(turn, house)
                except Exception:
                    log.exception("turn.step_failed", step=step.__name__, channel=message.channel)
                    turn.failed = True
                    _after_failure(turn, step)
                if turn.done:
                    break
            nothing = turn.reply is None and not turn.parts and turn.crisis is None
            reply = turn.finished(turn.reply or Reply((Part(TROUBLE),) if nothing else tuple(turn.parts)))
            await asyncio.shield(record(turn, house, reply))
            return reply


def _after_failure(turn: Turn, step: Callable[..., object]) -> None:
    """What a failed step leaves behind: the next steps go on unless they would break what that step watches over."""
    if step is screen and turn.crisis is None:
        turn.parts.append(Part(UNHEARD))
    elif step is mask or step is owner:
        turn.parts.clear()
        turn.end(Reply((Part(TROUBLE),)))
    elif step is verify:
        turn.parts = [part for part in turn.parts if not part.citations]
