"""What lies in the inbox, as it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["prequestion", "unanswered", "good", "bad"]
State = Literal["new", "answered", "drafted", "done", "dismissed"]
STATES: tuple[State, ...] = ("new", "answered", "drafted", "done", "dismissed")
ANSWERED = ("answered", "drafted", "done")
QUESTIONS = ("prequestion", "unanswered")
"""Kinds that hold a question; the thumbs are about the guide that was talked of."""


@dataclass(frozen=True)
class Item:
    """One item as it is listed."""

    id: int
    kind: str
    question: str
    topic: str | None
    at: datetime
    state: str = "new"
    group: int | None = None


@dataclass(frozen=True)
class Group:
    """Items that ask the same: their first question, how many people asked, the answer if one was given."""

    id: int
    kind: str
    leader: str
    topic: str | None
    askers: int
    items: tuple[Item, ...]
    answer: str | None
    answered_by: str | None
    answered_at: datetime | None
    untold: int

    @property
    def questions(self) -> list[str]:
        """The different questions, the first one first."""
        return list(dict.fromkeys(item.question for item in self.items))
