"""Personal fields at rest: sealed with Fernet under named keys, looked up by keyed digests."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from casework.privacy.keys import FieldKey

SHORTEST_KEY = 16
HOUSE_KEY = ""
"""The id of what the house's own secret sealed: such a token bears no name."""


class VaultError(ValueError):
    """A sealed field cannot be opened with the keys at hand."""


class Vault:
    """Seals and opens single fields.

    ``key`` is any secret of at least 16 bytes; separate keys for sealing and for digests are drawn from it by HKDF.
    ``older`` keys still open what they once sealed. With ``named`` keys the first of them seals from now on and every
    one opens its own; digests are always of ``key``, so they outlive a change of the named keys.
    """

    def __init__(self, key: bytes, *older: bytes, named: Sequence[FieldKey] = ()) -> None:
        for secret in (key, *older, *(one.secret for one in named)):
            if len(secret) < SHORTEST_KEY:
                raise ValueError(f"비밀 열쇠가 너무 짧아요: {len(secret)}바이트 (적어도 {SHORTEST_KEY}바이트)")
        self._house = MultiFernet([_fernet(secret) for secret in (key, *older)])
        self._named = {one.id: _fernet(one.secret) for one in named}
        self._digest_key = _draw(key, b"digest")
        self.key_id = named[0].id if named else HOUSE_KEY

    def seal(self, text: str) -> str:
        """The text as an opaque token; the same text gives a different token each time."""
        return self.seal_bytes(text.encode())

    def open(self, token: str) -> str:
        """The text behind a token; raises VaultError when the token is damaged or of another key."""
        return self.open_bytes(token).decode()

    def seal_bytes(self, content: bytes) -> str:
        """As ``seal``, for what is no text."""
        if not self.key_id:
            return self._house.encrypt(content).decode()
        return f"{self.key_id}:{self._named[self.key_id].encrypt(content).decode()}"

    def open_bytes(self, token: str) -> bytes:
        """As ``open``, for what is no text."""
        id = key_id_of(token)
        fernet = self._named.get(id) if id else self._house
        if fernet is None:
            raise VaultError(f"암호화된 칸을 열 열쇠가 없어요: {id[:16]!r} (IEUM_FIELD_KEYS에 있어야 해요)")
        try:
            return fernet.decrypt(token[len(id) + 1 if id else 0 :].encode())
        except InvalidToken as error:
            raise VaultError("암호화된 칸을 열 수 없어요: 열쇠가 다르거나 값이 손상됐어요") from error

    def digest(self, purpose: str, *parts: str) -> bytes:
        """32 bytes that only a holder of the key can compute; parts are kept apart, so ('ab','c') != ('a','bc')."""
        coded = [part.encode("utf-8", "surrogatepass") for part in (purpose, *parts)]
        message = b"".join(len(part).to_bytes(4, "big") + part for part in coded)
        return hmac.new(self._digest_key, message, hashlib.sha256).digest()


def key_id_of(token: str) -> str:
    """The name of the key that sealed a token, HOUSE_KEY for the house's own secret."""
    id, colon, _ = token.partition(":")
    return id if colon else HOUSE_KEY


def _fernet(secret: bytes) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_draw(secret, b"field")))


def _draw(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=b"ieum.vault.1", info=purpose).derive(key)
