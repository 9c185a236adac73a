"""Reads an answer of a public data API: its four error envelopes, HTML instead of data, odd encodings."""

from __future__ import annotations

import json
import re
from typing import Any, Literal
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from knowledge.collectors.errors import Again, QuotaReached, Refused, of_code

Kind = Literal["json", "xml"]
SUCCESS = frozenset(("00", "0", "000", "200", "INFO-000"))
PLAIN = {
    "unauthorized": Refused, "forbidden": Refused, "api not found": Refused, "api token quota exceeded": QuotaReached,
    "api rate limit exceeded": Again, "error forwarding request to backend server": Again,
    "error receiving response from backend server": Again, "unexpected error": Again,
}  # fmt: skip
"""Plain-text bodies of the portal's gateway."""
_GATEWAY = re.compile(r"<returnReasonCode>\s*(-?\d+)\s*</returnReasonCode>")
_MESSAGE = re.compile(r"<returnAuthMsg>([^<]*)</returnAuthMsg>")
_DECLARED = re.compile(rb"<\?xml[^>]*encoding=[\"']([\w-]+)")


def read(status: int, content: bytes, kind: Kind) -> Any:
    """The parsed JSON, or the XML as nested dicts and lists.

    Raises Again when another try may help, Empty, Refused or QuotaReached for what the source says.
    """
    text = decode(content).lstrip("\ufeff \r\n\t")
    if found := _GATEWAY.search(text[:2_000]):
        raise of_code(found[1], (_MESSAGE.search(text) or ["", ""])[1])
    if error := PLAIN.get(text[:60].strip().lower()):
        raise error(text[:60].strip())
    if status >= 500 or status in (408, 425, 429):
        raise Again(f"HTTP {status}")
    if re.match(r"<!doctype html|<html", text, re.I):
        raise Again("자료 대신 HTML 화면이 왔어요")
    value = _json(text, status) if kind == "json" else _xml(text, status)
    _told(value)
    if status >= 400:
        raise Refused(f"HTTP {status}: {text[:80]}")
    return value


def decode(content: bytes) -> str:
    """By the XML declaration, else UTF-8, else CP949; broken letters become �."""
    declared = _DECLARED.match(content.lstrip(b"\xef\xbb\xbf \r\n"))
    for name in (declared[1].decode() if declared else "utf-8-sig", "utf-8-sig", "cp949"):
        try:
            return content.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("utf-8", "replace")


def _json(text: str, status: int) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        if 400 <= status < 500:
            raise Refused(f"HTTP {status}: {text[:80]}") from error
        raise Again(f"JSON이 아니거나 잘린 답이에요: {text[:40]!r}") from error


def _xml(text: str, status: int) -> Any:
    try:
        root = fromstring(re.sub(r"^<\?xml[^>]*\?>", "", text))
    except (ParseError, DefusedXmlException, ValueError) as error:
        if 400 <= status < 500:
            raise Refused(f"HTTP {status}: {text[:80]}") from error
        raise Again(f"XML이 아니거나 잘린 답이에요: {text[:40]!r}") from error
    return {root.tag: _tree(root)}


def _tree(element: Element) -> Any:
    if not len(element):
        return (element.text or "").strip()
    found: dict[str, Any] = {}
    for child in element:
        value = _tree(child)
        if child.tag in found:
            before = found[child.tag]
            found[child.tag] = [*before, value] if isinstance(before, list) else [before, value]
        else:
            found[child.tag] = value
    return found


def _told(value: Any) -> None:
    """Raise what the answer says of itself, if that is no success."""
    if isinstance(value, dict) and isinstance(value.get("code"), int) and "msg" in value and "data" not in value:
        raise _odcloud(value["code"], str(value["msg"]))
    code, message = _code(value)
    if code is not None and code not in SUCCESS:
        raise of_code(code, message)


def _odcloud(code: int, message: str) -> Exception:
    if code in (-429, -10) or "quota" in message.lower() or "초과" in message:
        return QuotaReached(message)
    return Again(message) if code in (-500, -99) else Refused(message)


def _code(value: Any) -> tuple[str | None, str]:
    """The result code of a body and its message, wherever its header stands."""
    if isinstance(value, list):  # LH: an array whose order is not fixed
        states = [head.get("SS_CODE") for one in value if isinstance(one, dict) for head in one.get("resHeader") or []]
        return ("00" if "Y" in states else "99", "SS_CODE가 Y가 아니에요") if value else ("99", "빈 답")
    inner = value
    while isinstance(inner, dict):
        head = inner.get("header") if isinstance(inner.get("header"), dict) else inner
        if isinstance(head, dict) and "resultCode" in head:
            return str(head["resultCode"]).strip(), str(head.get("resultMsg") or head.get("resultMessage") or "")
        inner = next(iter(inner.values())) if len(inner) == 1 else None
    return None, ""
