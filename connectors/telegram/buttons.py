"""Button values that do not fit into 64 bytes, kept under a short key for a while."""

from __future__ import annotations

import base64
import hashlib
import time
from collections import OrderedDict

_MARK = "b:"


class Buttons:
    """Values in memory for ``seconds``; beyond ``most`` the oldest goes.

    After a restart a key is unknown and the press counts as its label; the key depends on the value alone, so it
    works again as soon as the same button was shown again.
    """

    def __init__(self, data_bytes: int, seconds: float, most: int) -> None:
        self._bytes, self._seconds, self._most = data_bytes, seconds, most
        self._kept: OrderedDict[str, tuple[float, str]] = OrderedDict()

    def data(self, value: str) -> str:
        """The callback_data for a value: itself when it fits, otherwise a key."""
        if len(value.encode()) <= self._bytes and not value.startswith(_MARK):
            return value
        key = _MARK + base64.urlsafe_b64encode(hashlib.blake2b(value.encode(), digest_size=12).digest()).decode()
        self._kept[key] = (time.monotonic() + self._seconds, value)
        self._kept.move_to_end(key)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return key

    def value(self, data: str) -> str | None:
        """The value behind callback_data; None for a key that is unknown or too old."""
        if not data.startswith(_MARK):
            return data
        until, value = self._kept.get(data, (0.0, ""))
        return value if until > time.monotonic() else None
