"""Offer: below an answer from one guide stand the talks that go on from it: its papers, a draft of its application."""

from __future__ import annotations

from dataclasses import replace

from actions.naming import named, short
from connectors.message import Button, Part
from gateway.house import House
from gateway.steps.context import Turn
from knowledge.answer.tell import opening
from knowledge.catalog import Catalog
from knowledge.documents.draft_data import programmes


async def offer(turn: Turn, house: House) -> None:
    """Add the buttons to the last answer that tells of one guide; never in or after danger, nor inside a talk."""
    if turn.guided or turn.crisis is not None or turn.earlier is not None or turn.refusal:
        return
    cited = [part for part in turn.parts if part.citations]
    if not cited:
        return
    last, buttons = cited[-1], _buttons(house.answerer.catalog, cited[-1])
    turn.parts = [replace(part, buttons=(*part.buttons, *buttons)) if part is last else part for part in turn.parts]


def _buttons(catalog: Catalog, part: Part) -> tuple[Button, ...]:
    guide = catalog.get(part.citations[0].id)
    if guide is None or not guide.documents or not part.text.startswith(opening(guide)):
        return ()
    name = short(guide)
    called = name if named(catalog, name)[:1] == [guide] else guide.id
    papers = Button("서류 챙기기", f"{called} 서류 챙기기")
    return (papers, Button("신청서 초안", f"{called} 신청서 초안")) if guide.id in programmes() else (papers,)
