"""What the desk needs from outside: a citizen's conversation, and what the guides know. The gateway implements it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

Author = Literal["citizen", "bot", "caseworker"]


@dataclass(frozen=True)
class Line:
    """One line of a conversation, already masked; ``at`` is aware."""

    author: Author
    text: str
    at: datetime
    name: str = ""


class Talk(Protocol):
    """A citizen's conversation as the desk sees it; ``conversation`` is the id stored in the case."""

    async def lines(self, conversation: str) -> list[Line]:
        """The last lines, oldest first; empty when the conversation is unknown."""

    async def owner(self, conversation: str) -> str:
        """Who speaks: "" for the bot, otherwise the staff id that took the conversation."""

    async def take(self, conversation: str, by: str) -> None:
        """From now on ``by`` (a staff id) speaks and the bot is silent."""

    async def say(self, conversation: str, by: str, text: str) -> bool:
        """Send a line and put it on the case's timeline (Cases.say).

        False when the channel cannot push now; then the line is kept and the person reads it on return.
        """

    async def hand_back(self, conversation: str, by: str) -> None:
        """The bot speaks again."""


@dataclass(frozen=True)
class Found:
    """One guide as a search found it."""

    id: str
    title: str
    about: str


@dataclass(frozen=True)
class Source:
    """What a suggested reply stands on; ``url`` is '' when there is none."""

    title: str
    section: str
    url: str
    as_of: str


@dataclass(frozen=True)
class Suggestion:
    """A reply that a caseworker may send, change or leave; ``question`` is what it answers."""

    question: str
    text: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Topic:
    """Questions without an answer that ask the same: the first one of them (masked) and how many people asked."""

    question: str
    askers: int


class Knowledge(Protocol):
    """What the guides know, for people at the desk."""

    async def search(self, query: str) -> list[Found]:
        """The guides that fit, best first; empty when none does."""

    async def title(self, guide: str) -> str:
        """The name of the guide in force with that id, '' when there is none."""

    async def suggest(self, conversation: str) -> list[Suggestion]:
        """Replies to what the citizen asked last; every one has sources, none is made up."""

    async def unanswered(self) -> list[Topic]:
        """Open questions that the guides could not answer, those of most people first."""


class NoKnowledge:
    """A desk without guides: nothing is found, nothing suggested."""

    async def search(self, query: str) -> list[Found]:
        """Nothing."""
        return []

    async def title(self, guide: str) -> str:
        """No name."""
        return ""

    async def suggest(self, conversation: str) -> list[Suggestion]:
        """Nothing."""
        return []

    async def unanswered(self) -> list[Topic]:
        """Nothing."""
        return []
