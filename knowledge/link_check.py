"""Do addresses still open? Asked all at once within bounds, each with a time-out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

import httpx

from knowledge.freshness import rules

AGENT = "ieum-freshness/1 (guide editors' link check)"


async def dead_links(
    addresses: Iterable[str], progress: Callable[[int, int], None] = lambda done, total: None, seconds: float = 0
) -> dict[str, str]:
    """The addresses that do not open, with the reason: an HTTP status or the kind of failure.

    A server that lives but lets no program in (403, 429 …) is not called dead. HEAD first, GET where HEAD fails.
    """
    asked = list(dict.fromkeys(addresses))
    room, done, dead = asyncio.Semaphore(rules().at_once), 0, {}
    timeout = httpx.Timeout(seconds or rules().seconds)
    async with httpx.AsyncClient(follow_redirects=True, timeout=timeout, headers={"User-Agent": AGENT}) as client:

        async def ask(address: str) -> None:
            nonlocal done
            async with room:
                if reason := await _reason(client, address):
                    dead[address] = reason
            done += 1
            progress(done, len(asked))

        await asyncio.gather(*map(ask, asked))
    return {address: dead[address] for address in asked if address in dead}


async def _reason(client: httpx.AsyncClient, address: str) -> str:
    reason = ""
    for method in ("HEAD", "GET"):
        try:
            async with client.stream(method, address) as answer:
                status = answer.status_code
        except httpx.InvalidURL:
            return "주소가 아니에요"
        except (httpx.HTTPError, ValueError) as error:
            reason = type(error).__name__
            continue
        if status < 400 or status in rules().shy:
            return ""
        reason = f"{status}"
    return reason
