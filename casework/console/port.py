"""What the desk needs from outside to talk with a citizen; the gateway implements it."""

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
