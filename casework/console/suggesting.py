"""Replies that the guides suggest to whoever talks with a citizen."""

from __future__ import annotations

from dataclasses import dataclass

from casework.console.desk import Desk
from casework.console.port import Source, Suggestion


@dataclass(frozen=True)
class Draft:
    """One suggestion as the page shows it; ``draft`` is what goes into the box, its sources in words below it."""

    question: str
    text: str
    sources: tuple[Source, ...]
    draft: str


async def drafts(desk: Desk, conversation: str | None) -> list[Draft]:
    """The suggestions for a conversation; none without one."""
    if not conversation:
        return []
    return [_draft(one) for one in await desk.knowledge.suggest(conversation)]


def _draft(one: Suggestion) -> Draft:
    return Draft(one.question, one.text, one.sources, "\n".join([one.text, "", *map(_cited, one.sources)]))


def _cited(source: Source) -> str:
    named = f"{source.title} {source.section}".strip()
    rest = [f"기준일 {source.as_of}"] if source.as_of else []
    return f"근거: {', '.join([named, *rest, *([source.url] if source.url else [])])}"
