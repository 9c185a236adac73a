"""Keeping in touch with the Bot API: say hello in the background, register the webhook or poll, never block a start."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog
from telegram.error import TelegramError
from telegram.ext import ExtBot

from connectors.telegram.data import Limits, Texts
from connectors.telegram.sender import describe

WANTED = ["message", "edited_message", "callback_query", "my_chat_member"]
# Raw getUpdates is meant: see Link._poll.
warnings.filterwarnings("ignore", message="Please use 'Bot.getUpdates'")
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Webhook:
    """Where Telegram should deliver, and the secret it must send along; no address means registered by hand."""

    url: str
    secret: str


class Link:
    """One background task that connects with growing pauses and then keeps listening.

    ``webhook`` registers that address; None means long polling, each update given to ``accept`` and confirmed to
    Telegram only when it returned True.
    """

    def __init__(
        self,
        bot: ExtBot[int],
        limits: Limits,
        texts: Texts,
        webhook: Webhook | None,
        accept: Callable[[dict[str, Any]], Awaitable[bool]],
    ) -> None:
        self._bot, self._limits, self._texts = bot, limits, texts
        self._webhook, self._accept = webhook, accept
        self._task: asyncio.Task[None] | None = None
        self._offset = 0
        self.trouble = "아직 텔레그램에 연결하지 않았습니다"

    def start(self) -> None:
        """Begin in the background; returns at once whatever the state of the network."""
        if self._task is None:
            self._task = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        """Stop listening; what was accepted is not touched."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})
            self._task = None

    async def _keep(self) -> None:
        await self._persist(self._connect)
        while self._webhook is None:
            await self._persist(self._poll)

    async def _persist(self, step: Callable[[], Awaitable[None]]) -> None:
        pause = self._limits.first_pause_seconds
        while True:
            try:
                await step()
            except TelegramError as error:
                self.trouble = f"텔레그램에 닿지 않습니다({describe(error)}). {pause:g}초 뒤에 다시 시도합니다"
                log.warning("telegram.unreachable", error=describe(error), retry_in=pause)
            except Exception as error:
                self.trouble = f"텔레그램의 답을 읽지 못했습니다({describe(error)})"
                log.exception("telegram.link_failed")
            else:
                self.trouble = ""
                return
            await asyncio.sleep(pause)
            pause = min(pause * 2, self._limits.longest_pause_seconds)

    async def _connect(self) -> None:
        await self._bot.initialize()
        if self._webhook is None:
            await self._bot.delete_webhook()
        elif self._webhook.url:
            hook = self._webhook
            await self._bot.set_webhook(hook.url, secret_token=hook.secret, allowed_updates=WANTED)
        else:
            log.warning("telegram.webhook_not_registered", why="IEUM_PUBLIC_URL이 https 주소가 아닙니다")
        try:
            await self._bot.set_my_commands([(name, one.menu) for name, one in self._texts.commands.items()])
        except TelegramError as error:
            log.warning("telegram.menu_not_set", error=describe(error))

    async def _poll(self) -> None:
        wait = self._limits.poll_seconds
        asked = {"offset": self._offset, "timeout": wait, "allowed_updates": WANTED}
        # The raw JSON: one update that the library cannot parse must not hold up all later ones.
        found = await self._bot.do_api_request("getUpdates", api_kwargs=asked, read_timeout=wait + 10)
        ids = [int(one["update_id"]) for one in found]
        finished = await asyncio.gather(*(self._accept(one) for one in found))
        unfinished = [number for number, done in zip(ids, finished, strict=True) if not done]
        if ids:
            self._offset = min(unfinished, default=max(ids) + 1)
        if unfinished:
            await asyncio.sleep(self._limits.first_pause_seconds)
