"""The Telegram channel: one update in, its answer out, each update once and each chat in order."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from pydantic import ValidationError
from telegram.ext import ExtBot

from connectors.message import Message, Part, Reply
from connectors.telegram.buttons import Buttons
from connectors.telegram.data import Limits, Texts
from connectors.telegram.inbound import Event, read
from connectors.telegram.render import render
from connectors.telegram.sender import Sender, Sent
from connectors.telegram.updates import Run, Updates

log = structlog.get_logger(__name__)


class Conversations:
    """Runs turns for updates and writes the replies.

    ``accept`` is True only when the turn has run and its reply was written or can never be written, so that an update
    which is not confirmed to Telegram comes again and nothing is lost.
    """

    def __init__(
        self, turn: Callable[[Message], Awaitable[Reply]], bot: ExtBot[int], limits: Limits, texts: Texts
    ) -> None:
        self._turn, self._limits, self._texts = turn, limits, texts
        self._sender = Sender(bot, limits)
        self._buttons = Buttons(limits.callback_data, limits.button_seconds, limits.remembered_buttons)
        self._updates = Updates(self._handle, self._apologise, limits.attempts, limits.remembered_updates)
        self._order: weakref.WeakValueDictionary[int, asyncio.Lock] = weakref.WeakValueDictionary()

    @property
    def trouble(self) -> str:
        """Why the last message could not be written, "" when it could."""
        return self._sender.last_failure

    async def accept(self, raw: dict[str, Any]) -> bool:
        """Handle one update with a sound ``update_id``; False when it should be delivered again."""
        return await self._updates.accept(raw["update_id"], raw, self._limits.answer_seconds)

    async def push(self, address: Mapping[str, str], reply: Reply) -> bool:
        """Write to a chat outside a turn; False when its number is unusable or Telegram will not deliver."""
        number = address.get("chat_id", "")
        if not number.removeprefix("-").isdecimal():
            log.warning("telegram.bad_address", keys=sorted(address))
            return False
        return await self._write(int(number), reply, {}) is Sent.DONE

    async def settle(self) -> None:
        """Let running work finish, at most ``stop_seconds``."""
        if left := await self._updates.settle(self._limits.stop_seconds):
            log.warning("telegram.stopped_with_running_turns", count=left)

    async def _handle(self, raw: dict[str, Any], run: Run) -> bool:
        try:
            event = read(raw, self._texts, self._buttons.value)
        except ValidationError as error:
            fields = [".".join(map(str, one["loc"])) for one in error.errors(include_input=False)[:3]]
            log.error("telegram.update_not_understood", update_id=run.update_id, fields=fields)
            return True
        if event.blocked is not None:
            log.info("telegram.chat_blocked" if event.blocked else "telegram.chat_opened", update_id=run.update_id)
        if event.press is None:
            return await self._answer(event, run)
        acknowledged = asyncio.create_task(self._sender.acknowledge(event.press))
        try:
            return await self._answer(event, run)
        finally:
            await acknowledged

    async def _answer(self, event: Event, run: Run) -> bool:
        if event.chat is None or (event.message is None and event.hint is None):
            return True
        async with self._order.setdefault(event.chat, asyncio.Lock()):
            if "reply" not in run.progress:
                run.progress["reply"] = await self._reply(event.chat, event)
            return await self._write(event.chat, run.progress["reply"], run.progress) is not Sent.LATER

    async def _reply(self, chat: int, event: Event) -> Reply:
        if event.message is None:
            return Reply((Part(event.hint or ""),))
        async with self._sender.typing(chat):
            return await self._turn(event.message)

    async def _write(self, chat: int, reply: Reply, progress: dict[str, Any]) -> Sent:
        pieces = render(reply, self._limits, self._texts, self._buttons)
        for number in range(progress.get("sent", 0), len(pieces)):
            result = await self._sender.send(chat, pieces[number])
            if result is not Sent.DONE:
                return result
            # A later delivery goes on behind what was written.
            progress["sent"] = number + 1
        return Sent.DONE

    async def _apologise(self, raw: dict[str, Any], run: Run) -> bool:
        event = read(raw, self._texts, self._buttons.value)
        if event.chat is not None and "reply" not in run.progress:
            await self._write(event.chat, Reply((Part(self._texts.failed),)), {})
        return True
