"""Answer (답변): text with Citations, or a typed Refusal."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

RefusalType = Literal[
    "no_source", "partly_known", "personal_record", "legal_judgement", "out_of_area", "expired", "no_question"
]


@dataclass(frozen=True)
class Line:
    """One statement and the place it stands on: guide id and section; "" for a line that states no fact."""

    text: str
    guide: str = ""
    section: str = ""


@dataclass(frozen=True)
class Source:
    """A citation: guide id, title, section, official address, as-of date."""

    id: str
    title: str
    section: str
    url: str | None
    as_of: str


@dataclass(frozen=True)
class NextStep:
    """A button: its label and what pressing it says."""

    label: str
    value: str
    url: str | None = None


@dataclass(frozen=True)
class Answer:
    """What knowledge says to a question: lines, their sources, next steps, and the refusal type if it refused.

    ``topic`` is the guide the answer is about and ``facet`` what it led with, for the next question's context.
    ``shown``: the guides that were listed or set side by side, in their order.
    """

    lines: tuple[Line, ...]
    sources: tuple[Source, ...] = ()
    steps: tuple[NextStep, ...] = ()
    refusal: RefusalType | None = None
    topic: str | None = None
    facet: str | None = None
    found: tuple[str, ...] = field(default=())
    shown: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The lines as they are shown."""
        return "\n".join(line.text for line in self.lines)
