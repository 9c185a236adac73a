"""One HTTP exchange that can neither hang, nor be redirected, nor fill the memory, nor write a secret to the log."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

MAX_ANSWER = 65_536


@dataclass(frozen=True)
class Answer:
    """Status, headers and the beginning of the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class _HostOnly(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                f"{arg.scheme}://{arg.host}/…" if isinstance(arg, httpx.URL) else arg for arg in record.args
            )
        return True


# httpx logs whole addresses, and in a bot or webhook address the path is the secret.
logging.getLogger("httpx").addFilter(_HostOnly())


async def post(
    url: str | httpx.URL,
    content: bytes,
    headers: Mapping[str, str],
    seconds: float,
    *,
    direct: bool = False,
    sni: str | None = None,
    limit: int = MAX_ANSWER,
) -> Answer:
    """POST once and return the answer.

    ``seconds`` bounds the whole exchange, also against a server that drips. Redirects are not followed. ``direct``
    ignores proxy settings of the environment; ``sni`` is the name to check the certificate against when ``url`` holds
    an address. At most ``limit`` bytes of the answer are read. Raises httpx.HTTPError, httpx.InvalidURL, TimeoutError.
    """
    extensions: dict[str, Any] = {"sni_hostname": sni} if sni else {}
    async with (
        asyncio.timeout(seconds),
        httpx.AsyncClient(timeout=seconds, follow_redirects=False, trust_env=not direct) as client,
        client.stream("POST", url, content=content, headers=dict(headers), extensions=extensions) as response,
    ):
        body, chunks = bytearray(), response.aiter_raw()
        while len(body) < limit and (chunk := await anext(chunks, b"")):
            body += chunk[: limit - len(body)]
        return Answer(response.status_code, response.headers, bytes(body))
