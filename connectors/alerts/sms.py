"""Alerts as text messages through Solapi (CoolSMS): Alimtalk first when a template is set, SMS or LMS otherwise."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx

from connectors.alerts.http import Answer, post
from connectors.alerts.loopback import is_loopback
from connectors.alerts.message import Delivered, OutgoingAlert
from connectors.alerts.outcome import by_status, done, later, never
from connectors.alerts.sms_text import text_message
from connectors.alerts.wording import heading, level

PATH = "/messages/v4/send-many/detail"
ACCEPTED = "2000"
# What the vendor itself could not do just now; every other refusal of a message is for good.
PASSING = frozenset({"1022", "1024", "3040", "3041", "3042"})
_NUMBER = re.compile(r"0\d{8,10}")


@dataclass(frozen=True)
class SmsAccount:
    """The account with the vendor. ``sender`` is a registered number; ``profile`` and ``template`` are Alimtalk's."""

    key: str
    secret: str
    sender: str
    profile: str = ""
    template: str = ""


class SmsAlerts:
    """Sends an alert to the mobile number in its target.

    With an approved Alimtalk template (its variables #{단계} #{접수번호} #{제목} #{주소}) the alert goes to KakaoTalk,
    and the vendor itself turns to a text message when that does not arrive; when it refuses the Alimtalk at once, the
    text message is sent from here. The vendor has no idempotency key: after a time-out a retry may show it twice.
    Neither the number nor a secret ever reaches a log or a detail.
    """

    def __init__(
        self,
        account: SmsAccount,
        api_base: str = "https://api.solapi.com",
        *,
        timeout: float = 10.0,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._account, self._url = account, api_base.rstrip("/") + PATH
        self._loopback, self._timeout, self._now = is_loopback(api_base), timeout, now

    async def send(self, alert: OutgoingAlert) -> Delivered:
        """Send once: accepted is delivered; 5xx, 429 and no answer may be retried; a refused number or text may not."""
        account = self._account
        if not (account.key and account.secret and account.sender):
            return never("IEUM_SMS_API_KEY, IEUM_SMS_API_SECRET, IEUM_SMS_FROM 설정이 있어야 문자로 알릴 수 있습니다.")
        number = re.sub(r"[\s-]", "", alert.target)
        if not _NUMBER.fullmatch(number):
            return never("받는 번호가 국내 전화번호가 아닙니다. 01012345678 꼴이어야 합니다.")
        text = self._text(alert, number)
        if not (account.profile and account.template):
            return await self._try(text)
        first = await self._try(self._alimtalk(alert, number, text))
        if first.ok or not first.permanent:
            return first
        second = await self._try(text)
        return done(second.vendor_id, f"알림톡 대신 문자로: {first.detail}") if second.ok else second

    def _text(self, alert: OutgoingAlert, number: str) -> dict[str, Any]:
        message = text_message(alert)
        made = {"to": number, "from": self._sender, "type": message.type, "text": message.text}
        return made | ({"subject": message.subject} if message.subject else {})

    def _alimtalk(self, alert: OutgoingAlert, number: str, text: dict[str, Any]) -> dict[str, Any]:
        variables = {
            "#{단계}": level(alert), "#{접수번호}": alert.receipt or f"{len(alert.cases)}건",
            "#{제목}": heading(alert), "#{주소}": alert.case_url,
        }  # fmt: skip
        options = {
            "pfId": self._account.profile, "templateId": self._account.template, "variables": variables,
            "disableSms": False,
        }  # fmt: skip
        return {"to": number, "from": self._sender, "type": "ATA", "text": text["text"], "kakaoOptions": options}

    @property
    def _sender(self) -> str:
        return re.sub(r"[\s-]", "", self._account.sender)

    async def _try(self, message: dict[str, Any]) -> Delivered:
        request = {"messages": [message], "allowDuplicates": False, "showMessageList": True}
        content = json.dumps(request, ensure_ascii=False).encode()
        headers = {"content-type": "application/json", "authorization": self._authorization()}
        try:
            answer = await post(self._url, content, headers, self._timeout, direct=self._loopback)
        except httpx.InvalidURL:
            return never("IEUM_SMS_API_BASE로 주소를 만들 수 없습니다. https://호스트 꼴이어야 합니다.")
        except (httpx.HTTPError, OSError) as error:
            return later(f"문자 회사에 닿지 못했습니다: {type(error).__name__}")
        return _judge(answer, self._now())

    def _authorization(self) -> str:
        date = self._now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        salt = secrets.token_hex(16)
        made = hmac.new(self._account.secret.encode(), (date + salt).encode(), hashlib.sha256).hexdigest()
        return f"HMAC-SHA256 ApiKey={self._account.key}, Date={date}, salt={salt}, signature={made}"


def _judge(answer: Answer, now: datetime) -> Delivered:
    reply = _json(answer)
    if answer.status != 200:
        if 200 <= answer.status < 400:
            return later(f"문자 회사의 답을 알아볼 수 없습니다(HTTP {answer.status}).")
        code = str(reply.get("errorCode", ""))[:60]
        return by_status(answer.status, answer.headers, f"문자 회사가 거절했습니다({answer.status}): {code}", now)
    failed, taken = _first(reply, "failedMessageList"), _first(reply, "messageList")
    if failed:
        code = str(failed.get("statusCode", ""))[:20]
        why = f"문자 회사가 이 메시지를 받지 않았습니다({code}): {str(failed.get('statusMessage', ''))[:120]}"
        return later(why) if code in PASSING else never(why)
    if taken.get("statusCode") == ACCEPTED:
        return done(str(taken.get("messageId", "")) or None)
    return later("문자 회사의 답을 알아볼 수 없습니다(HTTP 200).")


def _json(answer: Answer) -> dict[str, Any]:
    try:
        found = json.loads(answer.body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _first(reply: dict[str, Any], name: str) -> dict[str, Any]:
    found = reply.get(name)
    return found[0] if isinstance(found, list) and found and isinstance(found[0], dict) else {}
