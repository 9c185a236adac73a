"""Alerts as Telegram messages with a button to acknowledge."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx

from connectors.alerts.http import Answer, post
from connectors.alerts.keyboard import keyboard
from connectors.alerts.loopback import is_loopback
from connectors.alerts.message import Delivered, OutgoingAlert
from connectors.alerts.outcome import by_status, done, later, never
from connectors.alerts.wording import body, heading, links
from connectors.text import split, utf16_units

MAX_TEXT = 4096
log = logging.getLogger(__name__)


class TelegramAlerts:
    """Sends an alert to the chat in its target over the Bot API at ``api_base``.

    The message is plain text with the buttons 확인했어요 (callback "ack:<alert id>") and 사건 열기. The Bot API has no
    idempotency key: after a time-out a retry may show the message twice. A group that became a supergroup is followed
    to its new number. The token never reaches a log or a detail.
    """

    def __init__(
        self,
        token: str,
        api_base: str = "https://api.telegram.org",
        *,
        timeout: float = 10.0,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._token = token.strip()
        self._base = api_base.rstrip("/")
        self._loopback = is_loopback(api_base)
        self._timeout = timeout
        self._now = now
        self._moved: dict[str, str] = {}

    async def send(self, alert: OutgoingAlert) -> Delivered:
        """Send once, again only where Telegram refused it and said how; 429, 5xx and no answer may be retried."""
        if not self._token:
            return never("IEUM_TELEGRAM_TOKEN 설정이 없어 텔레그램으로 알릴 수 없습니다.")
        chat = self._moved.get(alert.target, alert.target.strip())
        buttons = keyboard(alert, loopback=self._loopback)
        answer = await self._call(_message(alert, chat, buttons))
        if isinstance(answer, Delivered):
            return answer
        moved = _parameters(answer).get("migrate_to_chat_id")
        if isinstance(moved, int):
            log.warning("알림 대화방의 번호가 바뀌었습니다. 당직표의 번호를 새 번호로 고쳐 주세요: %d", moved)
            chat = self._moved[alert.target] = str(moved)
            answer = await self._call(_message(alert, chat, buttons))
        elif answer.status == 400 and "button" in _description(answer).lower():
            # A refused button must not cost the alert: the links are spelled out instead.
            answer = await self._call(_message(alert, chat, []))
        return answer if isinstance(answer, Delivered) else self._judge(answer)

    async def _call(self, message: dict[str, Any]) -> Answer | Delivered:
        content = json.dumps(message, ensure_ascii=False).encode()
        url = f"{self._base}/bot{self._token}/sendMessage"
        try:
            return await post(url, content, {"content-type": "application/json"}, self._timeout, direct=self._loopback)
        except httpx.InvalidURL:
            return never("IEUM_TELEGRAM_API_BASE나 토큰으로 주소를 만들 수 없습니다. https://호스트 꼴이어야 합니다.")
        except (httpx.HTTPError, OSError) as error:
            return later(f"텔레그램에 닿지 못했습니다: {type(error).__name__}")

    def _judge(self, answer: Answer) -> Delivered:
        reply = _json(answer)
        if answer.status == 200 and reply.get("ok") is True:
            result = reply.get("result")
            number = result.get("message_id") if isinstance(result, dict) else None
            return done(None if number is None else str(number))
        why = f"텔레그램이 거절했습니다({answer.status}): {_description(answer).replace(self._token, '…')}"
        wait = _parameters(answer).get("retry_after")
        if isinstance(wait, int | float):
            return later(why, float(wait))
        if 200 <= answer.status < 400:
            return later(f"텔레그램의 답을 알아볼 수 없습니다(HTTP {answer.status}).")
        return by_status(answer.status, answer.headers, why, self._now())


def _message(alert: OutgoingAlert, chat: str, rows: list[list[dict[str, str]]]) -> dict[str, Any]:
    shown = {key for row in rows for button in row for key in button}
    end = "\n".join(links(alert, case="url" not in shown, ack="callback_data" not in shown))
    # The links stay whole: what is too long is cut from the text before them.
    room = max(MAX_TEXT - utf16_units(end) - 2, 2)
    text = split(f"{heading(alert)}\n\n{body(alert)}", room, utf16_units)[0]
    message: dict[str, Any] = {
        "chat_id": chat,
        "text": f"{text}\n\n{end}".strip(),
        "link_preview_options": {"is_disabled": True},
    }
    return message | ({"reply_markup": {"inline_keyboard": rows}} if rows else {})


def _json(answer: Answer) -> dict[str, Any]:
    try:
        found = json.loads(answer.body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _parameters(answer: Answer) -> dict[str, Any]:
    found = _json(answer).get("parameters")
    return found if isinstance(found, dict) else {}


def _description(answer: Answer) -> str:
    return str(_json(answer).get("description", ""))
