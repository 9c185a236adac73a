"""Reword: with a chat model configured, an answer from one guide is said in plainer words; never in a crisis."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from connectors.message import Part
from gateway.house import House
from gateway.steps.context import Turn


async def reword(turn: Turn, house: House) -> None:
    """Replace the text of a cited answer by the model's checked words; refusals, crises and open cases never."""
    answered = [part for part in turn.parts if part.citations]
    if house.rewording is None or len(answered) != 1 or turn.refusal or turn.crisis or turn.risk or turn.earlier:
        return
    if await asyncio.to_thread(house.cases.progress, turn.key) is not None:
        return
    part = answered[0]
    sources = house.answerer.supports([part.citations[0].id])
    lines = await house.rewording.reword(turn.text, part.text.split("\n"), sources)
    if lines:
        turn.parts = [_said(lines, one) if one is part else one for one in turn.parts]


def _said(lines: list[str], part: Part) -> Part:
    return replace(part, text="\n".join(lines))
