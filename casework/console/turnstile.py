"""One at a time, and only so many waiting."""

from __future__ import annotations

import asyncio

from casework.console.problem import Problem

LONGEST_QUEUE = 20


class Turnstile:
    """Argon2 is heavy on purpose; a flood of logins must neither starve the ledger's threads nor pile up.

    An async context manager: one holder at a time, Problem 503 at once when 20 are already waiting.
    """

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._waiting = 0

    async def __aenter__(self) -> None:
        if self._waiting >= LONGEST_QUEUE:
            raise Problem(503, "지금 로그인하려는 사람이 많아요. 잠시 뒤에 다시 해 주세요.")
        self._waiting += 1
        try:
            await self._lock.acquire()
        finally:
            self._waiting -= 1

    async def __aexit__(self, *_: object) -> None:
        self._lock.release()
