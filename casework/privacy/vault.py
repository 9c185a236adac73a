"""Personal fields at rest: sealed with Fernet, looked up by keyed digests."""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SHORTEST_KEY = 16


class VaultError(ValueError):
    """A sealed field cannot be opened with the keys at hand."""


class Vault:
    """Seals and opens single fields.

    ``key`` is any secret of at least 16 bytes; separate keys for sealing and for digests are drawn from it by HKDF.
    ``older`` keys still open what they once sealed, so a key can be changed without losing fields.
    """

    def __init__(self, key: bytes, *older: bytes) -> None:
        for secret in (key, *older):
            if len(secret) < SHORTEST_KEY:
                raise ValueError(f"비밀 열쇠가 너무 짧아요: {len(secret)}바이트 (적어도 {SHORTEST_KEY}바이트)")
        self._fernet = MultiFernet([Fernet(base64.urlsafe_b64encode(_draw(k, b"field"))) for k in (key, *older)])
        self._digest_key = _draw(key, b"digest")

    def seal(self, text: str) -> str:
        """The text as an opaque token; the same text gives a different token each time."""
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, token: str) -> str:
        """The text behind a token; raises VaultError when the token is damaged or of another key."""
        try:
            return self._fernet.decrypt(token.encode()).decode()
        except InvalidToken as error:
            raise VaultError("암호화된 칸을 열 수 없어요: 열쇠가 다르거나 값이 손상됐어요") from error

    def digest(self, purpose: str, *parts: str) -> bytes:
        """32 bytes that only a holder of the key can compute; parts are kept apart, so ('ab','c') != ('a','bc')."""
        coded = [part.encode("utf-8", "surrogatepass") for part in (purpose, *parts)]
        message = b"".join(len(part).to_bytes(4, "big") + part for part in coded)
        return hmac.new(self._digest_key, message, hashlib.sha256).digest()


def _draw(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=b"ieum.vault.1", info=purpose).derive(key)
