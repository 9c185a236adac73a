"""An answer goes back to everybody who asked, on the channel they asked by."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from datetime import timedelta

import structlog

from connectors.channel import Channel
from connectors.message import Part, Reply
from gateway.conversations import Conversations
from gateway.editor.words import editor_words
from gateway.waiting import Waiting
from knowledge.inbox import Inbox, Item

log = structlog.get_logger()
PAUSE_SECONDS = 60.0
IN_FLIGHT = timedelta(minutes=2)
"""Within this time the process that took the answer is still telling."""


class Answers:
    """Tells askers their answer: written to them at once, kept for the page that shows it, or with their next message.

    An answer is kept before anybody is told, and an asker counts as told only when the line is kept: what a dying
    process left untold is told by another one's ``run``.
    """

    def __init__(
        self,
        inbox: Inbox,
        conversations: Conversations,
        waiting: Waiting,
        channels: Callable[[], Mapping[str, Channel]],
    ) -> None:
        self._inbox, self._conversations, self._waiting, self._channels = inbox, conversations, waiting, channels

    async def give(self, group: int, text: str, by: str) -> tuple[int, int] | None:
        """Answer the new questions of a group; (how many askers have it now, with how many it waits), None if none."""
        if not await asyncio.to_thread(self._inbox.answer, group, text, by):
            return None
        return await self._tell(group)

    async def run(self, stop: asyncio.Event) -> None:
        """Tell, once a minute, whoever was answered by a process that could not tell them; until ``stop`` is set."""
        while not stop.is_set():
            try:
                await self.resume()
            except Exception:
                log.exception("inbox.resume_failed")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), PAUSE_SECONDS)

    async def resume(self, older: timedelta = IN_FLIGHT) -> None:
        """Tell everybody who was answered at least so long ago and is not told yet."""
        for conversation, items in (await asyncio.to_thread(self._inbox.untold, None, older)).items():
            log.info("inbox.answer_resumed", items=[item.id for item in items])
            for group in {item.group for item in items if item.group is not None}:
                await self._one(conversation, group, [item for item in items if item.group == group])

    async def _tell(self, group: int) -> tuple[int, int]:
        sent = waits = 0
        for conversation, items in (await asyncio.to_thread(self._inbox.untold, group)).items():
            if await self._one(conversation, group, items):
                sent += 1
            else:
                waits += 1
        return sent, waits

    async def _one(self, conversation: str, group: int, items: list[Item]) -> bool:
        found = await asyncio.to_thread(self._inbox.group, group)
        if found is None or not found.answer:
            return False
        reply = Reply((Part(editor_words().answer.format(question=_short(items[0].question), answer=found.answer)),))
        try:
            sent = await self.deliver(conversation, reply)
        except Exception:  # stays untold: the next start tries again
            log.exception("inbox.answer_not_told", items=[item.id for item in items])
            return False
        await asyncio.to_thread(self._inbox.told, [item.id for item in items])
        return sent

    async def deliver(self, conversation: str, reply: Reply, author: str = "caseworker") -> bool:
        """Keep a reply as said, and bring it to the person; False when it waits for their return."""
        await asyncio.to_thread(self._conversations.say, conversation, author, reply.parts[0].text, reply)
        came_by = await asyncio.to_thread(self._conversations.channel, conversation)
        channel = self._channels().get(came_by or "")
        if getattr(channel, "shows_kept_lines", False):
            return True
        found = await asyncio.to_thread(self._conversations.address, conversation)
        if channel and found and getattr(channel, "writes_first", True) and await channel.push(found[1], reply):
            return True
        await asyncio.to_thread(self._waiting.keep, conversation, reply)
        return False


def _short(question: str) -> str:
    flat = " ".join(question.split())
    return flat if len(flat) <= 60 else flat[:59] + "…"
