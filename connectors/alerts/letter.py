"""The e-mail of one alert."""

from __future__ import annotations

import re
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from html import escape

from connectors.alerts.message import OutgoingAlert
from connectors.alerts.wording import body, heading, links
from connectors.alerts.words import words

_NOT_IN_ID = re.compile(r"[^A-Za-z0-9._-]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


class BadAddress(ValueError):
    """A mail address that no letter can be sent to or from; the text says which kind."""


def letter(alert: OutgoingAlert, sender: str, now: datetime) -> EmailMessage:
    """Make the letter: text and HTML, Message-ID from the alert's id, marked as written by a machine.

    No header can be broken out of: control characters, line ends among them, become spaces. Raises BadAddress when
    ``sender`` or the target is not exactly one address.
    """
    origin = _address(sender, "IEUM_SMTP_FROM")
    mail = EmailMessage()
    mail["From"] = Address(words().sender_name, addr_spec=origin.addr_spec)
    mail["To"] = _address(alert.target, "받는 주소")
    mail["Subject"] = header_text(heading(alert))
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{_NOT_IN_ID.sub('-', alert.id)}@{origin.domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    if alert.case_id:
        mail["X-Case-Id"] = header_text(alert.case_id)
    if alert.level == "emergency":
        mail["Importance"] = "high"
    mail.set_content("\n\n".join(filter(None, (body(alert), "\n".join(links(alert)), words().footer))) + "\n")
    mail.add_alternative(_html(alert), subtype="html")
    return mail


def header_text(value: str) -> str:
    """One line that is safe as a header value."""
    return _CONTROL.sub(" ", value).strip()


def _address(value: str, what: str) -> Address:
    try:
        address = Address(addr_spec=header_text(value))
    except (ValueError, IndexError, MessageError) as error:
        raise BadAddress(f"{what}이(가) 전자우편 주소 하나가 아닙니다. 이름@도메인 꼴이어야 합니다.") from error
    if not address.username or not address.domain or re.search(r"\s", address.addr_spec):
        raise BadAddress(f"{what}이(가) 전자우편 주소 하나가 아닙니다. 이름@도메인 꼴이어야 합니다.")
    return address


def _html(alert: OutgoingAlert) -> str:
    pairs = ((words().ack_button, alert.ack_url), (words().open_button, alert.case_url))
    buttons = "".join(
        f'<p><a href="{escape(url)}" style="display:inline-block;padding:12px 20px;background:#0b50d0;color:#ffffff;'
        f'text-decoration:none;border-radius:6px">{escape(label)}</a></p>'
        for label, url in pairs
        if url.startswith(("https://", "http://"))
    )
    lines = "<br>".join(escape(line) for line in body(alert).splitlines())
    return (
        f'<!doctype html><html lang="ko"><body><h1 style="font-size:20px">{escape(heading(alert))}</h1>'
        f"<p>{lines}</p>{buttons}<p><small>{escape(words().footer)}</small></p></body></html>"
    )
