"""Getting words to a person outside a turn: written to them, shown by their page, or kept for their return."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

import structlog

from connectors.channel import Channel
from connectors.message import Reply
from gateway.conversations import Conversations
from gateway.waiting import Waiting

log = structlog.get_logger()


class Delivery:
    """Says something in a conversation so that the person surely gets it; what cannot be sent lies in the database."""

    def __init__(
        self, conversations: Conversations, waiting: Waiting, channels: Callable[[], Mapping[str, Channel]]
    ) -> None:
        self._conversations, self._waiting, self._channels = conversations, waiting, channels

    async def say(self, conversation: str, author: str, reply: Reply) -> bool:
        """Keep the line, then bring it; False when the person will read it on return.

        True where the person's own page shows what is kept. Committed either way before it returns.
        """
        text = "\n\n".join(part.text for part in reply.parts)
        await asyncio.to_thread(self._conversations.say, conversation, author, text, reply)
        came_by = await asyncio.to_thread(self._conversations.channel, conversation)
        channel = self._channels().get(came_by or "")
        if getattr(channel, "shows_kept_lines", False):
            return True
        if channel is not None and await self._pushed(channel, conversation, reply):
            return True
        await asyncio.to_thread(self._waiting.keep, conversation, reply)
        return False

    async def _pushed(self, channel: Channel, conversation: str, reply: Reply) -> bool:
        found = await asyncio.to_thread(self._conversations.address, conversation)
        if not found or not getattr(channel, "writes_first", True):
            return False
        try:
            return await channel.push(found[1], reply)
        except Exception:
            log.exception("delivery.push_failed", channel=channel.name)
            return False
