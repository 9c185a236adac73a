"""Mask: resident registration numbers and their kin are gone before anything is stored, logged or sent on."""

from __future__ import annotations

from casework.privacy.mask import mask as mask_text
from connectors.message import Part
from gateway.house import House
from gateway.steps.context import Turn

WARNING = "주민등록번호 같은 번호는 지우고 받았어요. 앞으로도 적지 않으셔도 돼요."


async def mask(turn: Turn, house: House) -> None:
    """Put the masked text into the turn and tell the person if something was hidden."""
    masked = mask_text(turn.message.text or turn.message.payload or "")
    turn.text = masked.text
    if masked.found:
        turn.parts.append(Part(WARNING))
