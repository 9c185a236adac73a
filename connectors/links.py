"""What a link is to a chat channel, and how a citation reads as one line."""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import urlsplit

from connectors.message import Citation

Kind = Literal["phone", "web", "plain", "unsafe"]
_PHONE = re.compile(r"tel:\+?[0-9][0-9\-]{1,18}")


def kind(url: str) -> Kind:
    """Sort a link: "phone" (tel:), "web" (https with a real host), "plain" (may only be shown as text), "unsafe"."""
    if _PHONE.fullmatch(url.strip()):
        return "phone"
    if any(ord(char) < 33 for char in url.strip()):
        return "unsafe"
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
    except ValueError:
        return "unsafe"
    if parts.scheme == "https" and re.fullmatch(r"[\w-]+(\.[\w-]+)*\.[^\W\d_]{2,}", host):
        return "web"
    return "plain" if parts.scheme in ("http", "https", "sms", "mailto", "tel") else "unsafe"


def phone_number(url: str) -> str:
    """The number of a tel: link, digits, hyphens and a leading plus."""
    return url.strip().removeprefix("tel:")


def cite(citation: Citation, with_url: bool) -> str:
    """One line that names the source: title, section, as-of date and, if asked, its address."""
    name = " · ".join(filter(None, (citation.title.strip(), citation.section.strip())))
    line = f"근거: {name}" + (f" ({citation.as_of} 기준)" if citation.as_of else "")
    shown = with_url and citation.url and kind(citation.url) != "unsafe"
    return f"{line}\n{citation.url}" if shown else line
