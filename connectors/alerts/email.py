"""Alerts as e-mail."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from email.message import EmailMessage

import aiosmtplib

from connectors.alerts.letter import BadAddress, letter
from connectors.alerts.message import Delivered, OutgoingAlert
from connectors.alerts.outcome import done, later, never

IMPLICIT_TLS_PORT = 465
FAREWELL = 2.0


class EmailAlerts:
    """Sends an alert as a letter to the address in its target.

    Port 465 speaks TLS from the start; elsewhere ``starttls`` insists on STARTTLS, and a server without it gets
    nothing. Every retry bears the same Message-ID. ``tls`` replaces the system's trusted certificates,
    ``timeout`` bounds the whole exchange in seconds.
    """

    def __init__(
        self,
        host: str,
        port: int = 587,
        *,
        user: str = "",
        password: str = "",
        starttls: bool = True,
        sender: str = "ieum@localhost",
        timeout: float = 20.0,
        tls: ssl.SSLContext | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._host, self._port = host.strip(), port
        self._user, self._password = user, password
        self._starttls, self._tls = starttls, tls
        self._sender, self._timeout, self._now = sender, timeout, now

    async def send(self, alert: OutgoingAlert) -> Delivered:
        """Hand the letter to the server once: 2xx is delivered, 4xx and no answer may be retried, 5xx may not."""
        if not self._host:
            return never("IEUM_SMTP_HOST 설정이 없어 전자우편으로 알릴 수 없습니다.")
        try:
            mail = letter(alert, self._sender, self._now())
        except BadAddress as error:
            return never(str(error))
        try:
            await self._hand_over(mail)
        except aiosmtplib.SMTPRecipientsRefused as error:
            return _judge(error.recipients[0].code, "받는 주소")
        except aiosmtplib.SMTPSenderRefused as error:
            return _judge(error.code, "보내는 주소(IEUM_SMTP_FROM)")
        except aiosmtplib.SMTPAuthenticationError as error:
            return _judge(error.code, "계정과 비밀번호(IEUM_SMTP_USER, IEUM_SMTP_PASSWORD)")
        except aiosmtplib.SMTPResponseException as error:
            return _judge(error.code, "요청")
        except OSError as error:
            return later(f"전자우편 서버에 닿지 못했습니다: {type(error).__name__}")
        except aiosmtplib.SMTPException:
            # Neither an answer nor a broken connection: the server cannot do what the settings or the address ask for.
            return never(
                "전자우편 서버가 STARTTLS나 로그인, 또는 이 주소의 글자를 지원하지 않습니다. "
                "IEUM_SMTP_PORT, IEUM_SMTP_STARTTLS, IEUM_SMTP_USER를 확인해 주세요."
            )
        return done(mail["Message-ID"])

    async def _hand_over(self, mail: EmailMessage) -> None:
        implicit = self._port == IMPLICIT_TLS_PORT
        client = aiosmtplib.SMTP(
            hostname=self._host,
            port=self._port,
            username=self._user or None,
            password=self._password or None,
            use_tls=implicit,
            start_tls=False if implicit else self._starttls,
            tls_context=self._tls,
            timeout=self._timeout,
        )
        try:
            async with asyncio.timeout(self._timeout):
                await client.connect()
                await client.send_message(mail)
            # The letter is taken: a farewell that fails must not make it look lost and be sent again.
            with suppress(aiosmtplib.SMTPException, OSError):
                await client.quit(timeout=FAREWELL)
        finally:
            client.close()


def _judge(code: int, what: str) -> Delivered:
    # The server's own words are left out: they repeat the caseworker's address.
    detail = f"전자우편 서버가 {what}을(를) 받지 않았습니다(SMTP {code})."
    return later(detail) if 400 <= code < 500 else never(detail)
