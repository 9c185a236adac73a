"""What a conversation has talked of: its guides, newest first, and those shown last in an order one can point at."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.answer.model import Answer
from knowledge.catalog import Catalog

KEPT, STORED = 5, 100
"""Guides remembered; letters the stored form has at most."""
_IT = r"\s?(?:거|것|건|게|꺼|걸|안내|제도)"
_ORDINALS = (
    (re.compile(rf"첫\s?번\s?째|(?:처음|맨\s?위|1\s?번|일\s?번){_IT}"), 0),
    (re.compile(rf"두\s?번\s?째|2\s?번{_IT}"), 1),
    (re.compile(rf"세\s?번\s?째|3\s?번{_IT}"), 2),
    (re.compile(rf"네\s?번\s?째|4\s?번{_IT}"), 3),
    (re.compile(rf"다섯\s?번\s?째|5\s?번{_IT}"), 4),
    (re.compile(rf"(?:마지막|맨\s?끝|맨\s?밑){_IT}"), -1),
)
"""첫째 and 둘째 are children, not places in a list."""


@dataclass(frozen=True)
class Talk:
    """Guide ids: ``topics`` talked of, newest first; ``shown`` what the last answer listed or set side by side."""

    topics: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()

    @classmethod
    def parse(cls, stored: str | None, catalog: Catalog) -> Talk:
        """The stored form read back; ids of guides that are gone, and whatever else is no id, are left out."""
        topics, _, shown = (stored or "").partition("/")
        known = [tuple(dict.fromkeys(i for i in part.split() if i in catalog)) for part in (topics, shown)]
        return cls(*known)

    @property
    def topic(self) -> str | None:
        """What is talked of now."""
        return self.topics[0] if self.topics else None

    def after(self, answer: Answer) -> Talk:
        """The talk once ``answer`` is given; a refusal leaves it as it was."""
        if answer.refusal and not answer.topic:
            return self
        new = [answer.topic] if answer.topic else []
        topics = tuple(dict.fromkeys([*new, *answer.shown, *self.topics]))[:KEPT]
        return Talk(topics if answer.topic or answer.shown else self.topics, answer.shown or self.shown)

    @property
    def stored(self) -> str | None:
        """One line for a conversation's record; the oldest give way when it grows too long."""
        topics, shown = list(self.topics), list(self.shown)
        while len(text := " ".join(topics) + ("/" + " ".join(shown) if shown else "")) > STORED:
            (topics if len(topics) > 2 or not shown else shown).pop()
        return text or None

    def pointed(self, question: str) -> str | None:
        """The guide that 두 번째 거 and the like point at among those shown; None when nothing is pointed at."""
        if len(self.shown) < 2:
            return None
        for pattern, place in _ORDINALS:
            if pattern.search(question) and place < len(self.shown):
                return self.shown[place]
        return None
