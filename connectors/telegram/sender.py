"""Writing to a chat: what is sent, what may be tried again, who cannot be reached."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import Enum

import structlog
from telegram import LinkPreviewOptions
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, TelegramError
from telegram.ext import ExtBot

from connectors.telegram.data import Limits
from connectors.telegram.render import Piece

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{8,}")
log = structlog.get_logger(__name__)


class Sent(Enum):
    """What became of one piece."""

    DONE = "done"
    LATER = "later"
    NEVER = "never"


def describe(error: BaseException) -> str:
    """An error for logs and health, without the bot token that some of them quote."""
    return f"{type(error).__name__}: {_TOKEN.sub('<token>', str(error))[:200]}"


class Sender:
    """Sends pieces through the rate-limited bot (a 429 is waited out inside it)."""

    def __init__(self, bot: ExtBot[int], limits: Limits) -> None:
        self._bot, self._limits = bot, limits
        self.last_failure = ""

    async def send(self, chat: int, piece: Piece) -> Sent:
        """Send one piece; never raises. LATER means a transient fault outlived ``send_tries``.

        After a timeout the piece is sent again: reading it twice is better than missing it.
        """
        for attempt in range(1, self._limits.send_tries + 1):
            try:
                chat = await self._once(chat, piece)
            except (BadRequest, Forbidden) as error:
                if piece.keyboard is not None and isinstance(error, BadRequest):
                    log.warning("telegram.keyboard_refused", error=describe(error))
                    piece = Piece(piece.text)
                    continue
                log.warning("telegram.not_delivered", error=describe(error))
                return Sent.NEVER
            except TelegramError as error:
                self.last_failure = describe(error)
                if isinstance(error, InvalidToken) or not isinstance(error, NetworkError):
                    break
                await asyncio.sleep(self._limits.send_pause_seconds * attempt)
            except Exception:
                log.exception("telegram.answer_not_understood")
                return Sent.NEVER
            else:
                self.last_failure = ""
                return Sent.DONE
        log.warning("telegram.send_failed", error=self.last_failure)
        return Sent.LATER

    async def acknowledge(self, press: str) -> None:
        """Stop the spinner of a pressed button; a press too old to acknowledge is fine."""
        try:
            await self._bot.answer_callback_query(press)
        except TelegramError as error:
            log.info("telegram.press_not_acknowledged", error=describe(error))

    @asynccontextmanager
    async def typing(self, chat: int) -> AsyncIterator[None]:
        """Show "typing" while the block runs, once it takes noticeably long."""
        shown = asyncio.create_task(self._type(chat))
        try:
            yield
        finally:
            shown.cancel()
            await asyncio.wait({shown})

    async def _type(self, chat: int) -> None:
        await asyncio.sleep(self._limits.typing_after_seconds)
        while True:
            try:
                await self._bot.send_chat_action(chat, "typing")
            except TelegramError as error:
                log.info("telegram.typing_not_shown", error=describe(error))
            await asyncio.sleep(self._limits.typing_every_seconds)

    async def _once(self, chat: int, piece: Piece) -> int:
        quiet = LinkPreviewOptions(is_disabled=True)
        try:
            await self._bot.send_message(chat, piece.text, reply_markup=piece.keyboard, link_preview_options=quiet)
        except ChatMigrated as moved:
            chat = moved.new_chat_id
            await self._bot.send_message(chat, piece.text, reply_markup=piece.keyboard, link_preview_options=quiet)
        return chat
