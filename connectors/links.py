"""What a link is to a chat channel, and how a citation reads as one line."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal
from urllib.parse import urlsplit

from connectors.message import Citation

Kind = Literal["phone", "web", "plain", "unsafe"]
_PHONE = re.compile(r"tel:\+?[0-9][0-9\-]{1,18}")


def kind(url: str) -> Kind:
    """Sort a link: "phone" (tel:), "web" (https with a real host), "plain" (may only be shown as text), "unsafe".

    Unsafe is every scheme that is not a link for people, and every address with a space or control character in it.
    """
    if _PHONE.fullmatch(url):
        return "phone"
    if any(unicodedata.category(char)[0] in "CZ" for char in url):
        return "unsafe"
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return "unsafe"
    if url.startswith("https://") and re.fullmatch(r"[\w-]+(\.[\w-]+)*\.[^\W\d_]{2,}", host):
        return "web"
    return "plain" if parts.scheme in ("http", "https", "sms", "mailto", "tel") else "unsafe"


def phone_number(url: str) -> str:
    """The number of a tel: link, digits, hyphens and a leading plus."""
    return url.removeprefix("tel:")


def cite(citation: Citation, with_url: bool) -> str:
    """One line that names the source: title, section, as-of date and, if asked, its address; "" without a name."""
    name = " · ".join(filter(None, (citation.title.strip(), citation.section.strip())))
    if not name:
        return ""
    line = f"근거: {name}" + (f" ({citation.as_of} 기준)" if citation.as_of else "")
    shown = with_url and citation.url and kind(citation.url) != "unsafe"
    return f"{line}\n{citation.url}" if shown else line
