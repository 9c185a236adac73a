"""POST /channels/telegram and the channel around it: webhook or long polling, by IEUM_TELEGRAM_MODE."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

from connectors.channel import Channel, Gateway, off_reason
from connectors.intake import Refused, is_json, read_json, same_secret, secret_of
from connectors.message import Reply
from connectors.off import Off
from connectors.telegram.channel import Conversations
from connectors.telegram.data import Limits, Texts, limits, texts
from connectors.telegram.link import Link, Webhook

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


class TelegramChannel:
    """The Telegram channel with its HTTP face; see ``create``."""

    name = "telegram"

    def __init__(self, gateway: Gateway, token: str, secret: str, bounds: Limits, words: Texts) -> None:
        # httpx writes every address at INFO, and the address of a Bot API call holds the token.
        logging.getLogger("httpx").setLevel(logging.WARNING)
        self._secret, self._bounds = secret, bounds
        self._polling = gateway.setting("telegram_mode") == "polling"
        self._bot = _bot(token, str(gateway.setting("telegram_api_base")))
        self._conversations = Conversations(gateway.turn, self._bot, bounds, words)
        public = str(gateway.setting("public_url")).rstrip("/")
        hook = Webhook(f"{public}/channels/telegram" if public.startswith("https://") else "", secret)
        self._link = Link(self._bot, bounds, words, None if self._polling else hook, self._conversations.accept)
        self.router = APIRouter(tags=["channels"])
        self.router.add_api_route(
            "/channels/telegram",
            self.receive,
            methods=["POST"],
            name="telegram",
            summary="텔레그램 웹훅",
            responses={code: {"description": why} for code, why in _REFUSALS.items()},
            openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": _ANY}}}},
        )

    async def start(self) -> None:
        """Connect in the background; an unreachable Bot API only shows in ``health``."""
        self._link.start()

    async def stop(self) -> None:
        """Stop listening, let accepted updates finish, close the connections."""
        await self._link.stop()
        await self._conversations.settle()
        await self._bot.shutdown()

    async def push(self, address: Mapping[str, str], reply: Reply) -> bool:
        """Write to ``address["chat_id"]``; False when Telegram will not deliver (403: the person blocked the bot)."""
        return await self._conversations.push(address, reply)

    def health(self) -> str:
        """ "ok", or "degraded: …" while the Bot API cannot be reached or the last message was not taken."""
        trouble = self._link.trouble or self._conversations.trouble
        return f"degraded: {trouble}" if trouble else "ok"

    async def receive(self, request: Request) -> JSONResponse:
        """Check the secret header, handle the update and answer 200 when it need not be delivered again."""
        try:
            self._admit(request)
            raw = await read_json(request, self._bounds.body_bytes)
            _check_id(raw)
        except Refused as refused:
            return refused.response()
        if await self._conversations.accept(raw):
            return JSONResponse({"ok": True})
        again = Refused(503, "try_again", "아직 처리하고 있습니다. 같은 업데이트를 다시 보내 주세요.")
        return again.response()

    def _admit(self, request: Request) -> None:
        if self._polling:
            raise Refused(503, "polling", "IEUM_TELEGRAM_MODE가 polling이라 웹훅을 받지 않습니다.")
        if not same_secret(request.headers.get("x-telegram-bot-api-secret-token"), self._secret):
            raise Refused(403, "forbidden", "X-Telegram-Bot-Api-Secret-Token 헤더가 없거나 값이 다릅니다.")
        if not is_json(request):
            raise Refused(403, "unsupported_media_type", "Content-Type은 application/json이어야 합니다.")


def create(gateway: Gateway, bounds: Limits | None = None, words: Texts | None = None) -> Channel:
    """Make the channel, or its switched-off stand-in when the token, or the webhook's secret, is not set."""
    token, secret = secret_of(gateway.setting("telegram_token")), secret_of(gateway.setting("telegram_secret"))
    if not token:
        return Off("telegram", off_reason("telegram", "IEUM_TELEGRAM_TOKEN"))
    if gateway.setting("telegram_mode") == "webhook" and not secret:
        return Off("telegram", off_reason("telegram", "IEUM_TELEGRAM_SECRET"))
    if secret and not _SECRET.fullmatch(secret):
        why = "IEUM_TELEGRAM_SECRET에는 영문자, 숫자, _, -만 256자까지 쓸 수 있습니다."
        return Off("telegram", f"telegram 채널이 꺼져 있습니다: {why}")
    return TelegramChannel(gateway, token, secret, bounds or limits(), words or texts())


def _bot(token: str, base: str) -> ExtBot[int]:
    base = base.rstrip("/")
    return ExtBot(
        token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=HTTPXRequest(read_timeout=15.0, pool_timeout=5.0),
        rate_limiter=AIORateLimiter(max_retries=3),
    )


def _check_id(raw: dict[str, Any]) -> None:
    number = raw.get("update_id")
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < 2**53:
        raise Refused(400, "invalid_update", "update_id는 0 이상의 정수여야 합니다.")


_ANY = {"type": "object", "description": "Update"}
_REFUSALS: dict[int | str, str] = {
    400: "JSON이 아니거나 update_id가 없음",
    403: "비밀 헤더가 없거나 다름, 또는 JSON이 아닌 Content-Type",
    408: "본문이 늦음",
    413: "본문이 너무 큼",
    503: "아직 처리 중이니 다시 보내야 함",
}
