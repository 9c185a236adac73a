"""Guided: a talk led by buttons (papers, drafts, self-checks) goes on or begins; danger always ends it first."""

from __future__ import annotations

import asyncio

from gateway.house import House
from gateway.steps.context import Turn
from gateway.wire import part_from_json


async def guided(turn: Turn, house: House) -> None:
    """Add what the talk says; at the first sign of danger the talk is over and the crisis protocol leads."""
    state = await asyncio.to_thread(house.conversations.guided, turn.key)
    asked_about_danger = turn.screening is not None and turn.screening.ask
    if turn.crisis is not None or asked_about_danger:
        if state is not None:
            await asyncio.to_thread(house.conversations.set_guided, turn.key, house.talks.interrupted(state))
            turn.silent_record = False
        return
    ticket = house.conversations.ticket(turn.key)
    said = await asyncio.to_thread(house.talks.turn, state, turn.text, house.now(), turn.earlier is not None, ticket)
    if said is None:
        return
    turn.guided = True
    turn.silent_record, turn.shown_once = said.private, said.once
    turn.parts += [part_from_json(one["custom"]) for one in said.messages]
    if said.state != state:
        await asyncio.to_thread(house.conversations.set_guided, turn.key, said.state)
