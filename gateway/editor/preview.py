"""What a text would change and what it would answer, before anybody proposes it."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from gateway.editor.room import Room
from knowledge.answer.answerer import Answerer
from knowledge.answer.facets import table
from knowledge.catalog import Catalog
from knowledge.eligibility.rulebook import rules_of
from knowledge.eligibility.sentence import sentence
from knowledge.guide import Guide, GuideError
from knowledge.index.snapshot import SnapshotError
from knowledge.revisions.problems import laid_over

AROUND = 3
FACETS = ("what", "who", "amount", "how")
"""What the preview asks of a guide beside the question it was written for."""


@dataclass(frozen=True)
class DiffLine:
    """One line of a diff: kind is add, del, same or gap."""

    kind: str
    text: str


@dataclass(frozen=True)
class Said:
    """One answer as a citizen would read it, and what was asked."""

    question: str
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class RuleLine:
    """One rule about a person as a sentence, and the guide's words behind it; none: the guide does not state it."""

    sentence: str
    source: str


def rules(guide: Guide) -> list[RuleLine]:
    """By what the guide would be judged if it were in force."""
    return [RuleLine(sentence(rule.condition), rule.source or "") for rule in rules_of(guide).rules]


def diff(before: str, after: str) -> list[DiffLine]:
    """The changed lines with a few around them; empty when nothing changed."""
    lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), n=AROUND, lineterm=""))[2:]
    kinds = {"+": "add", "-": "del", " ": "same", "@": "gap"}
    return [DiffLine(kinds.get(line[:1], "same"), "…" if line[:1] == "@" else line[1:]) for line in lines]


def preview(room: Room, guide: Guide, catalog: Catalog, question: str = "") -> list[Said]:
    """What the guide would answer if it were in force, for the question and for what is usually asked."""
    try:
        trial = laid_over(catalog, guide)
    except GuideError:
        return []
    answerer = Answerer(lambda: trial, room.library, room.today)
    asked = [(question, None)] if question else []
    said: dict[str, Said] = {}
    try:
        for words, facet in [*asked, *(("", facet) for facet in FACETS)]:
            answer = answerer.answer(words, topic=guide.id, facet=facet)
            if answer.topic == guide.id and answer.refusal in (None, "expired"):
                label = words or table()[facet or "what"].button
                said.setdefault(answer.text, Said(label, answer.text, tuple(s.title for s in answer.sources)))
    except SnapshotError:  # the first index is still being made
        return []
    return list(said.values())
