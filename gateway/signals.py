"""Crisis signals in the gateway: the API that takes them in and the job that keeps their scores fresh."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from casework.cases import Cases
from casework.privacy.vault import Vault
from casework.signals.incoming import Incoming, Sender, SignalError, check, sender_of
from casework.signals.service import Signals
from connectors.web.body import read_json
from connectors.web.chat_api import ERRORS, body_of
from connectors.web.problem import ErrorAnswer, JsonRoute, Problem
from gateway.build import now
from gateway.settings import Settings

log = structlog.get_logger(__name__)
MOST = 200
"""Signals in one call."""


class SignalsRequest(BaseModel):
    """One delivery: who sends, on which ground in law, and 1 to 200 signals with the fields of the CSV."""

    model_config = ConfigDict(extra="forbid")

    source: Annotated[str, StringConstraints(max_length=80)]
    basis: Annotated[str, StringConstraints(max_length=40)]
    signals: list[dict[str, Any]] = Field(min_length=1, max_length=MOST)


class Refused(BaseModel):
    """A signal that was not taken: its place in the list, the field and why."""

    index: int
    field: str
    message: str


class SignalsAnswer(BaseModel):
    """How many were new, how many had come before, and which were not taken."""

    new: int
    same: int
    refused: list[Refused]


def signals_of(settings: Settings, cases: Cases) -> Signals:
    """The service over this ledger; addresses are digested with IEUM_SIGNALS_KEY, or else the house's own secret."""
    own = settings.signals_key
    return Signals(cases, Vault(own.get_secret_value().encode() if own else settings.key), now)


class SignalJob:
    """Sweeps at every interval, and at once when something came in."""

    def __init__(self, signals: Signals, seconds: float) -> None:
        self.signals, self.seconds, self._woken = signals, seconds, asyncio.Event()

    def wake(self) -> None:
        """Sweep soon; call from the event loop."""
        self._woken.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Until ``stop`` is set; whatever goes wrong is logged and tried again."""
        while not stop.is_set():
            self._woken.clear()
            try:
                await asyncio.to_thread(self.signals.sweep)
            except Exception as error:  # noqa: BLE001  the next sweep must come
                log.error("signals_sweep_failed", error=type(error).__name__)
            waits = {asyncio.create_task(stop.wait()), asyncio.create_task(self._woken.wait())}
            _, rest = await asyncio.wait(waits, timeout=self.seconds, return_when=asyncio.FIRST_COMPLETED)
            for task in rest:
                task.cancel()


def signals_api(job: SignalJob, settings: Settings) -> APIRouter:
    """POST /api/signals; errors have the one shape of connectors.web."""
    router = APIRouter(route_class=JsonRoute)
    token = settings.signals_token.get_secret_value() if settings.signals_token else ""
    more: dict[int | str, dict[str, Any]] = {401: {"model": ErrorAnswer}, 503: {"model": ErrorAnswer}}

    @router.post(
        "/api/signals", tags=["casework"], response_model=SignalsAnswer, openapi_extra=body_of(SignalsRequest),
        responses={**ERRORS, **more},
    )  # fmt: skip
    async def take(request: Request, response: Response) -> Any:
        """Take in crisis signals; good ones are kept when others are refused, and a repeat changes nothing."""
        _authorise(request, token)
        asked = await read_json(request, SignalsRequest)
        answer = await asyncio.to_thread(_take, job.signals, asked)
        job.wake()
        response.headers["Cache-Control"] = "no-store"
        return answer

    return router


def _authorise(request: Request, token: str) -> None:
    if not token:
        raise Problem(503, "signals_off", "위기정보를 받지 않고 있어요. 운영자가 IEUM_SIGNALS_TOKEN을 정해야 해요.")
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    # Digests are of one length, so that the comparison tells nothing of the token's.
    same = hmac.compare_digest(_digest(given.strip()), _digest(token))
    if scheme.lower() != "bearer" or not same:
        raise Problem(401, "unauthorised", "Authorization 헤더의 Bearer 비밀값이 맞지 않아요.")


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _take(signals: Signals, asked: SignalsRequest) -> SignalsAnswer:
    try:
        sender = sender_of(asked.source, asked.basis, "api", signals.rules)
    except SignalError as error:
        raise Problem(422, "invalid_field", f"보낸 내용을 확인해 주세요. {error}") from error
    good, refused = _sorted(signals, sender, asked.signals)
    batch = signals.begin(sender)
    taken = signals.take(batch, sender, good)
    signals.end(batch, sender, taken, len(refused))
    return SignalsAnswer(new=taken.new, same=taken.same, refused=refused)


def _sorted(signals: Signals, sender: Sender, rows: list[dict[str, Any]]) -> tuple[list[Incoming], list[Refused]]:
    good: list[Incoming] = []
    refused: list[Refused] = []
    for index, row in enumerate(rows):
        try:
            good.append(check(row, sender.basis, signals.now(), signals.rules))
        except SignalError as error:
            refused.append(Refused(index=index, field=_plain(error.field), message=_plain(error.text)))
    return good, refused


def _plain(text: str) -> str:
    """A half letter from the caller's JSON cannot be sent back."""
    return text.encode("utf-8", "replace").decode()
