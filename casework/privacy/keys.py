"""The named keys of sealed fields, as the operator writes them: ``2027a:secret,2026a:older secret``."""

from __future__ import annotations

import re
from typing import NamedTuple

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,15}")


class FieldKey(NamedTuple):
    """One key; ``id`` stands before everything it sealed."""

    id: str
    secret: bytes


def field_keys(text: str) -> tuple[FieldKey, ...]:
    """The keys in the text, the one that seals first; ValueError tells the bad id or place, never a secret."""
    keys: list[FieldKey] = []
    for number, part in enumerate((one.strip() for one in text.split(",") if one.strip()), 1):
        id, colon, secret = part.partition(":")
        if not colon or not _ID.fullmatch(id):
            raise ValueError(
                f"{number}번째 열쇠는 '이름:비밀값' 꼴이어야 해요(이름은 영문 소문자, 숫자, - 로 16자까지)."
            )
        if id in {key.id for key in keys}:
            raise ValueError(f"열쇠 이름 {id!r}이(가) 두 번 있어요.")
        keys.append(FieldKey(id, secret.encode()))
    return tuple(keys)
