"""Hands a checked report to the desk and asks it for a report's state; every failure becomes a Problem."""

from __future__ import annotations

import hashlib
import json
import logging
import re
import secrets
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from connectors.web.port import ReportChanges, ReportRefused, ReportState, ReportStatus, SubmitReport, Submitted
from connectors.web.problem import Problem
from connectors.web.report_shapes import ReportChange, WebReport

AWAY = "지금은 접수하지 못했어요. 적으신 내용을 두고 잠시 뒤 다시 보내 주세요. 급하면 119·112·109로 전화해 주세요."
WRONG_PAIR = Problem(404, "no_such_report", "접수번호와 확인 코드가 맞지 않아요. 다시 확인해 주세요.")
Done = TypeVar("Done")
_log = logging.getLogger(__name__)


class ReportDesk:
    """The two calls of the report faces, on the ports the gateway gives."""

    def __init__(self, submit: SubmitReport, status: ReportStatus, changes: ReportChanges) -> None:
        self._submit, self._status, self._changes = submit, status, changes

    async def take(self, report: WebReport, key: str = "") -> Submitted:
        """Keep the report.

        ``key`` is the caller's idempotency key: the same key with the same content is one report; changed content is
        another one, so that nothing a person adds is swallowed. Raises Problem 400 for a malformed key, 422 when the
        desk wants something changed, 503 when it is away.
        """
        fields = report.model_dump()
        event_key = _event_key(key, fields)
        try:
            return await self._submit(fields, event_key)
        except ReportRefused as refused:
            raise Problem(422, "refused", str(refused)) from None
        except Exception as error:  # whatever broke, the person must hear it and keep the text
            _log.exception("a report could not be kept")
            raise Problem(503, "desk_away", AWAY) from error

    async def state(self, receipt: str, code: str) -> ReportState:
        """The state of one report; Problem 404 alike for an unknown receipt and for a wrong code."""
        if not (0 < len(receipt) <= 64 and 0 < len(code) <= 128):
            raise WRONG_PAIR
        try:
            return await self._status(receipt, code)
        except LookupError:
            raise WRONG_PAIR from None

    async def correct(self, receipt: str, code: str, change: ReportChange) -> ReportState:
        """Change the report; Problem 404 for a wrong pair, 409 when it cannot be changed, 503 when the desk is away."""
        return await self._asked(receipt, code, self._changes.correct, change.model_dump(exclude_none=True))

    async def withdraw(self, receipt: str, code: str) -> ReportState:
        """Take the report back; Problems as ``correct``."""
        return await self._asked(receipt, code, self._changes.withdraw)

    async def add_photo(self, receipt: str, code: str, content: bytes) -> int:
        """Keep a photograph; Problems as ``correct``."""
        return await self._asked(receipt, code, self._changes.add_photo, content)

    async def _asked(self, receipt: str, code: str, act: Callable[..., Awaitable[Done]], *more: Any) -> Done:
        if not (0 < len(receipt) <= 64 and 0 < len(code) <= 128):
            raise WRONG_PAIR
        try:
            return await act(receipt, code, *more)
        except LookupError:
            raise WRONG_PAIR from None
        except ReportRefused as refused:
            raise Problem(409, "refused", str(refused)) from None
        except Exception as error:  # whatever broke, the person must hear it
            _log.exception("a report could not be changed")
            raise Problem(503, "desk_away", AWAY) from error


def _event_key(key: str, fields: dict[str, object]) -> str:
    if key and not re.fullmatch(r"[A-Za-z0-9._:-]{8,128}", key):
        raise Problem(400, "bad_idempotency_key", "Idempotency-Key는 영문, 숫자, . _ : -로 된 8~128자여야 해요.")
    content = json.dumps(fields, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(f"{key or secrets.token_hex(16)}\n{content}".encode()).hexdigest()
