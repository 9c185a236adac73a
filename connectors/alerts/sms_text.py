"""What fits into a text message in Korea: lengths are counted in bytes of CP949, in which a Hangul letter has two."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from connectors.alerts.message import OutgoingAlert
from connectors.alerts.wording import body, heading, links

SMS_BYTES, LMS_BYTES, SUBJECT_BYTES = 90, 2000, 40
LIKENESSES = str.maketrans({"—": "-", "–": "-", "•": "·", "\u00a0": " "})


@dataclass(frozen=True)
class TextMessage:
    """A short message (``SMS``, no subject) or a long one (``LMS``)."""

    type: str
    text: str
    subject: str = ""


def text_message(alert: OutgoingAlert) -> TextMessage:
    """The alert as one message: heading, text and links; too long it is the text that is cut, never a link."""
    head, end = sendable(heading(alert)), sendable("\n".join(links(alert)))
    room = LMS_BYTES - size(end) - size(head) - 2
    whole = "\n".join(filter(None, (head, cut(sendable(body(alert)), max(room, 0)), end)))
    if size(whole) <= SMS_BYTES:
        return TextMessage("SMS", whole)
    return TextMessage("LMS", cut(whole, LMS_BYTES), cut(head, SUBJECT_BYTES))


def size(text: str) -> int:
    """Bytes as the carriers count them; the text must be sendable()."""
    return len(text.encode("cp949"))


def sendable(text: str) -> str:
    """The text in letters that CP949 has; what it lacks becomes a likeness or a question mark."""
    plain = unicodedata.normalize("NFC", text).translate(LIKENESSES)
    return plain.encode("cp949", "replace").decode("cp949")


def cut(text: str, most: int) -> str:
    """At most ``most`` bytes of the text, never half a letter."""
    return text.encode("cp949")[:most].decode("cp949", "ignore")
