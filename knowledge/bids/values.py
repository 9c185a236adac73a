"""Reads dates, times and sums of money as notices write them; what cannot be read is None, never a guess."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import Any

_WHEN = re.compile(
    r"(?<!\d)(?P<y>20\d\d|'?\d\d(?=[.년]))\s*[-./년]\s*(?P<m>1[0-2]|0?[1-9])\s*[-./월]\s*"
    r"(?P<d>3[01]|[12]\d|0?[1-9])(?!\d)\s*[.일]?(?:\s*\([^)]{1,4}\))?"
    r"(?:[T\s,]*(?P<noon>오전|오후)?\s*(?P<h>2[0-4]|[01]?\d)\s*[:시]\s*(?P<min>[0-5]\d)?)?"
)
_PACKED = re.compile(r"^(20\d\d)(\d\d)(\d\d)(?:(\d\d)(\d\d)(?:\d\d)?)?$")
_UNITS = {"조": 10**12, "억": 10**8, "천만": 10**7, "백만": 10**6, "만": 10**4, "천": 10**3}
_SUM = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(조|억|천만|백만|만|천)?")
LARGEST = 10**15


def when(value: Any) -> datetime | None:
    """The first date in ``value`` (with its time, else midnight), without zone: notices speak Korean time."""
    text = unicodedata.normalize("NFKC", str(value or "")).strip()
    if packed := _PACKED.match(text):
        return _made(*(int(part or 0) for part in packed.groups()))
    for match in _WHEN.finditer(text):
        year = int(match["y"].lstrip("'"))
        hour = int(match["h"] or 0) + (12 if match["noon"] == "오후" and int(match["h"] or 0) < 12 else 0)
        made = _made(year if year > 99 else 2000 + year, int(match["m"]), int(match["d"]), hour, int(match["min"] or 0))
        if made:
            return made
    return None


def day(value: Any) -> date | None:
    """The date of ``when``."""
    found = when(value)
    return found.date() if found else None


def _made(year: int, month: int, of: int, hour: int = 0, minute: int = 0) -> datetime | None:
    try:
        return datetime(year, month, of, min(hour, 23), minute)  # noqa: DTZ001  notices tell no zone
    except ValueError:
        return None


def won(value: Any) -> int | None:
    """A sum in won: 110000000, "110,000,000원", "1억 1천만원", "금110백만원"; None for nothing, zero or nonsense."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return int(value) if 0 < value < LARGEST else None
    text = unicodedata.normalize("NFKC", str(value)).replace("\n", " ")
    total, end = 0.0, None
    for match in _SUM.finditer(text):
        if end is not None and (text[end : match.start()].strip() or not match[2]):
            break
        total += float(match[1].replace(",", "")) * _UNITS.get(match[2] or "", 1)
        end = match.end()
        if not match[2]:
            break
    return int(total) if 0 < total < LARGEST else None


def texts(value: Any) -> list[str]:
    """The texts in a field that may be a text, a number, a list or an object; blanks dropped."""
    if value is None or isinstance(value, bool):
        return []
    if isinstance(value, list | tuple):
        return [text for one in value for text in texts(one)]
    if isinstance(value, dict):
        return [text for one in value.values() for text in texts(one)]
    whole = str(value).encode("utf-8", "ignore").decode().replace("\0", " ")  # half a letter breaks morphemes
    flat = " ".join(unicodedata.normalize("NFKC", whole).split())
    return [flat] if flat else []
