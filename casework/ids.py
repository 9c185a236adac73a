"""Short names that can be read out over a telephone: no letters or digits that look or sound alike when written."""

from __future__ import annotations

import re
import secrets

SPEAKABLE = "34679ACDEFGHJKMNPQRTVWXY"
_SEPARATORS = re.compile(r"[\s\-‐-―−]+")


def new_case_id() -> str:
    """A fresh case id such as C-7K3M9QHA."""
    return "C-" + _letters(8)


def new_receipt() -> str:
    """A fresh receipt such as R-7K3M-9Q; not secret, and unique only once the database has accepted it."""
    return f"R-{_letters(4)}-{_letters(2)}"


def new_alert_id() -> str:
    """A fresh alert id, unguessable, safe in headers and in Telegram's 64-byte callback data."""
    return "al" + secrets.token_hex(12)


def tidy_receipt(text: str) -> str:
    """What a person typed as a receipt, brought to its one form; '' when it cannot be one."""
    bare = _SEPARATORS.sub("", text[:40]).upper()
    if len(bare) != 7 or bare[0] != "R" or any(letter not in SPEAKABLE for letter in bare[1:]):
        return ""
    return f"R-{bare[1:5]}-{bare[5:]}"


def tidy_code(text: str) -> str:
    """What a person typed as a code, brought to its one form."""
    return _SEPARATORS.sub("", text[:40]).upper()


def code_from(digest: bytes) -> str:
    """A code such as 4F7K-2MQP drawn evenly from a keyed digest of at least 8 bytes."""
    number = int.from_bytes(digest, "big")
    letters = ""
    for _ in range(8):
        number, place = divmod(number, len(SPEAKABLE))
        letters += SPEAKABLE[place]
    return f"{letters[:4]}-{letters[4:]}"


def _letters(count: int) -> str:
    return "".join(secrets.choice(SPEAKABLE) for _ in range(count))
