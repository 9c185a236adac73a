"""One polite HTTP client: a pause between requests, tries with back-off for what may pass, none for what will not."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import structlog

from knowledge.collectors import envelope
from knowledge.collectors.errors import Again, SourceError, Unavailable

log = structlog.get_logger(__name__)
TRIES = 4
TIMEOUT_SECONDS = 30.0
LARGEST = 64 * 1024 * 1024
AGENT = "ieum-collector/0.1"


class Client:
    """GETs data; synchronous. ``alive`` is called before every try, so that a lease can be renewed."""

    def __init__(
        self, pause_seconds: float = 0.2, tries: int = TRIES, timeout: float = TIMEOUT_SECONDS,
        sleep: Callable[[float], None] = time.sleep, clock: Callable[[], float] = time.monotonic,
        transport: httpx.BaseTransport | None = None,
    ) -> None:  # fmt: skip
        self._pause, self._tries, self._sleep, self._clock = pause_seconds, tries, sleep, clock
        self._http = httpx.Client(timeout=timeout, headers={"User-Agent": AGENT}, transport=transport)
        self._last = -1e9
        self.alive: Callable[[], None] = lambda: None

    def get(self, url: str, params: Mapping[str, Any], kind: envelope.Kind) -> Any:
        """The parsed answer.

        Raises Empty when there is nothing, Refused and QuotaReached at once, Unavailable when no try gave an answer.
        """
        wrong = ""
        for number in range(self._tries):
            if number:
                self._sleep(2 ** (number - 1) * (0.75 + random.random() / 2))  # noqa: S311  jitter
            self.alive()
            try:
                return self._once(url, params, kind)
            except Again as error:
                wrong = str(error)
            except httpx.HTTPError as error:
                wrong = type(error).__name__
            log.info("collect.try_failed", host=httpx.URL(url).host, number=number + 1, wrong=wrong)
        raise Unavailable(f"{httpx.URL(url).host}이(가) {self._tries}번 물어도 쓸 수 있는 답을 주지 않았어요: {wrong}")

    def download(self, url: str, most: int) -> bytes:
        """The bytes of a file; SourceError when it is larger than ``most`` or cannot be had."""
        self._politely()
        try:
            with self._http.stream("GET", url, follow_redirects=False) as answer:
                if answer.status_code != 200:
                    raise SourceError(f"파일을 받을 수 없어요: HTTP {answer.status_code}")
                return self._within(answer, most)
        except httpx.HTTPError as error:
            raise SourceError(f"파일을 받을 수 없어요: {type(error).__name__}") from error

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def _once(self, url: str, params: Mapping[str, Any], kind: envelope.Kind) -> Any:
        self._politely()
        with self._http.stream("GET", url, params=dict(params)) as answer:
            return envelope.read(answer.status_code, self._within(answer, LARGEST), kind)

    @staticmethod
    def _within(answer: httpx.Response, most: int) -> bytes:
        body = bytearray()
        for chunk in answer.iter_bytes():
            body += chunk
            if len(body) > most:
                raise SourceError(f"{most // 1024 // 1024}MB보다 큰 답이라 받지 않았어요.")
        return bytes(body)

    def _politely(self) -> None:
        wait = self._last + self._pause - self._clock()
        if wait > 0:
            self._sleep(wait)
        self._last = self._clock()
