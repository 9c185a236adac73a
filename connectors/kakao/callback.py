"""The late answer: which callback addresses are safe, and posting there once."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import SplitResult, urlsplit

import httpx
import structlog

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_ADDRESS_SECONDS = 120.0
_ANSWER_BYTES = 4_096
log = structlog.get_logger(__name__)


class Callbacks:
    """Posts late answers.

    ``hosts`` are the host names (and everything below them) that may be written to; ``insecure`` additionally
    accepts http on loopback, for tests only. Redirects are never followed.
    """

    def __init__(self, hosts: str, insecure: bool) -> None:
        self._hosts = tuple(host.strip().lower().lstrip(".") for host in hosts.split(",") if host.strip())
        self._insecure = insecure
        self._client = httpx.AsyncClient(follow_redirects=False)
        self._claimed: dict[str, float] = {}
        self.last_failure = ""

    def allows(self, url: str | None) -> bool:
        """Whether the address is https, without credentials, on the usual port and on an allowed host."""
        if not url or len(url) > 2_000 or any(ord(char) < 33 or ord(char) > 126 for char in url) or "\\" in url:
            return False
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").lower(), parts.port
        except ValueError:
            return False
        if parts.username is not None or parts.password is not None or not host:
            return False
        return self._public(parts, host, port) or (self._insecure and parts.scheme == "http" and host in _LOOPBACK)

    def claim(self, url: str) -> bool:
        """Take the address for one post; False when somebody did already (the same event delivered twice)."""
        now = time.monotonic()
        self._claimed = {one: until for one, until in self._claimed.items() if until > now}
        if url in self._claimed:
            return False
        self._claimed[url] = now + _ADDRESS_SECONDS
        return True

    async def post(self, url: str, body: dict[str, Any], seconds: float) -> bool:
        """Send the answer once; False when the platform did not take it (never raises for vendor trouble)."""
        try:
            async with self._client.stream("POST", url, json=body, timeout=seconds) as response:
                said = b""
                async for chunk in response.aiter_bytes():
                    said += chunk
                    if len(said) > _ANSWER_BYTES:
                        break
            taken = response.is_success and b'"FAIL"' not in said and b'"ERROR"' not in said
            self.last_failure = "" if taken else f"HTTP {response.status_code}"
        except httpx.HTTPError as error:
            self.last_failure = type(error).__name__
        if self.last_failure:
            log.warning("kakao.callback_failed", reason=self.last_failure, host=urlsplit(url).hostname)
        return not self.last_failure

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    def _public(self, parts: SplitResult, host: str, port: int | None) -> bool:
        known = any(host == allowed or host.endswith("." + allowed) for allowed in self._hosts)
        return parts.scheme == "https" and port in (None, 443) and known
