"""From knowledge's Answer to a channel's Part: knowledge and connectors do not know each other."""

from __future__ import annotations

from connectors.message import Button, Citation, Part
from knowledge.answer.model import Answer


def part_of_answer(answer: Answer) -> Part:
    """The answer's text, its citations and its next steps as one bubble."""
    return Part(
        answer.text,
        tuple(Citation(s.id, s.title, s.section, s.url, s.as_of) for s in answer.sources),
        tuple(Button(step.label, step.value, step.url) for step in answer.steps),
    )
