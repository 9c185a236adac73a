"""A tiny real gateway for connector tests: the turn's contract and the settings, nothing else."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any

from connectors.channel import Gateway
from connectors.message import SHOW_WAITING, Message, Part, Reply
from gateway.settings import Settings


def say(text: str) -> Reply:
    """A reply of one bubble."""
    return Reply((Part(text),))


async def echo(message: Message) -> Reply:
    """Answer with the words that came."""
    return say(f"들은 말: {message.text}")


class Desk:
    """Handles each message_id once and one sender's turns in order, by calling ``answer``."""

    def __init__(self, answer: Callable[[Message], Awaitable[Reply]] = echo, **settings: Any) -> None:
        self.heard: list[Message] = []
        self.kept: list[Reply] = []
        self._answer = answer
        self._known: dict[tuple[str, str], Reply] = {}
        self._order: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        chosen = Settings(_env_file=None, **settings)  # type: ignore[call-arg]
        self.gateway = Gateway(turn=self.turn, setting=lambda name: getattr(chosen, name))

    async def turn(self, message: Message) -> Reply:
        """One turn; what is in ``kept`` comes first, and alone when only that is asked for."""
        kept, self.kept = self.kept, []
        before = tuple(part for reply in kept for part in reply.parts)
        if message.payload == SHOW_WAITING:
            return Reply(before)
        async with self._order[message.sender]:
            key = (message.channel, message.message_id)
            if message.message_id and key in self._known:
                return self._known[key]
            self.heard.append(message)
            said = await self._answer(message)
            reply = Reply((*before, *said.parts), said.refusal, said.risk, said.receipt) if before else said
            self._known[key] = reply
            return reply
