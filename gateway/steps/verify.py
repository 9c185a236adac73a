"""Verify: no line of a bubble that cites guides states a figure or link that one of those guides does not carry."""

from __future__ import annotations

import structlog

from connectors.message import Part
from gateway.house import House
from gateway.steps.context import Turn
from knowledge.answer.verify import unsupported_by_one

log = structlog.get_logger()

WITHHELD = "확인되지 않은 숫자가 있어 답을 보내지 않았어요. 아래 출처에서 직접 확인해 주세요."


async def verify(turn: Turn, house: House) -> None:
    """Replace every cited bubble whose figures its sources lack. Fixed texts cite nothing and were reviewed as data."""
    turn.parts = [_checked(part, house) for part in turn.parts]


def _checked(part: Part, house: House) -> Part:
    if not part.citations:
        return part
    missing = unsupported_by_one(part.text, house.answerer.supports([c.id for c in part.citations]))
    if not missing:
        return part
    log.error("verify.unsupported", guides=[c.id for c in part.citations], figures=sorted(missing))
    return Part(WITHHELD, part.citations, part.buttons)
