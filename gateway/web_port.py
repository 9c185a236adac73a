"""What the web channel asks of the gateway: kept conversations, reports filed, reports looked up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from pydantic import ValidationError

from casework.after import After, ReportChange, ReportOver
from casework.cases import Cases, Heard, ReportConflict
from casework.photos import PhotoError
from casework.privacy.mask import mask
from casework.reports import NewReport
from casework.screening.screen import Screener
from casework.views import ReportStatus
from connectors.web.port import Line, ReportRefused, ReportState, Submitted, Updates
from gateway.conversations import Conversations, SaidLine
from gateway.forgetting import Forgetting
from gateway.wire import part_from_json


class WebMemory:
    """Satisfies connectors.web.port.WebConversations."""

    def __init__(self, conversations: Conversations, forgetting: Forgetting) -> None:
        self._conversations, self._forgetting = conversations, forgetting

    async def forget(self, sender: str) -> str:
        """Delete everything kept of this sender; waits for a turn under way, which would write again."""
        key = self._key(sender)
        async with self._conversations.in_order(key):
            told = await asyncio.to_thread(self._forgetting, key)
            await asyncio.to_thread(self._forgetting.after_turn, key)
        return told

    async def history(self, sender: str) -> Sequence[Line]:
        """The last 50 lines, oldest first."""
        return [_line(said) for said in await asyncio.to_thread(self._conversations.lines, self._key(sender))]

    async def updates(self, sender: str, after: int) -> Updates:
        """Lines above ``after`` and who holds the conversation."""
        key = self._key(sender)
        said = await asyncio.to_thread(self._conversations.lines, key, after)
        owner = await asyncio.to_thread(self._conversations.owner, key)
        return Updates(owner, tuple(_line(line) for line in said))  # type: ignore[arg-type]

    def _key(self, sender: str) -> str:
        return self._conversations.key_of("web", sender)


class Reports:
    """Files structured reports and tells their state; the words are screened like any message."""

    def __init__(self, cases: Cases, screener: Screener, conversations: Conversations) -> None:
        self._cases, self._screener, self._conversations = cases, screener, conversations
        self._after = After(cases)

    async def submit(self, fields: dict[str, Any], event_key: str) -> Submitted:
        """File one report; committed on return. Raises ReportRefused with a Korean text."""
        return await asyncio.to_thread(self._submit, fields, event_key)

    async def status(self, receipt: str, code: str) -> ReportState:
        """The state for receipt and code; LookupError for a wrong pair."""
        found = await asyncio.to_thread(self._cases.status, receipt, code)
        return ReportState(found.receipt, found.state, found.opened_at, found.changed_at, found.text)

    async def correct(self, receipt: str, code: str, fields: dict[str, Any]) -> ReportState:
        """Change these fields; new words are screened, and danger in them raises the case."""

        def change() -> ReportStatus:
            given = ReportChange.model_validate(
                {k: mask(v).text if isinstance(v, str) else v for k, v in fields.items()}
            )
            heard = self._heard(given.what, given.since or "", "other") if given.what else None
            return self._after.correct(receipt, code, given, heard)

        return await self._told(change)

    async def withdraw(self, receipt: str, code: str) -> ReportState:
        """Take the report back."""
        return await self._told(lambda: self._after.withdraw(receipt, code))

    async def add_photo(self, receipt: str, code: str, content: bytes) -> int:
        """Keep a photograph."""
        try:
            return await asyncio.to_thread(self._after.add_photo, receipt, code, content)
        except (PhotoError, ReportOver) as error:
            raise ReportRefused(str(error)) from error

    async def _told(self, act: Callable[[], ReportStatus]) -> ReportState:
        try:
            found = await asyncio.to_thread(act)
        except ReportOver as error:
            raise ReportRefused(str(error)) from error
        except ValidationError as error:
            raise ReportRefused(_wrong(error)) from error
        return ReportState(found.receipt, found.state, found.opened_at, found.changed_at, found.text)

    def _submit(self, fields: dict[str, Any], event_key: str) -> Submitted:
        clean: dict[str, Any] = {
            name: mask(value).text if isinstance(value, str) else value for name, value in fields.items()
        }
        if sender := fields.get("conversation"):
            clean["conversation"] = self._conversations.key_of("web", sender)
        try:
            report = NewReport(**clean)
            opened = self._cases.report(
                report, event_key=event_key, heard=self._heard(report.what, report.since, report.subject)
            )
        except ValidationError as error:
            raise ReportRefused(_wrong(error)) from error
        except ReportConflict as error:
            raise ReportRefused("같은 접수 열쇠로 다른 내용이 이미 접수됐어요.") from error
        return Submitted(opened.receipt, opened.code)

    def _heard(self, what: str, since: str, subject: str) -> Heard | None:
        found = self._screener.screen(f"{what}\n{since}")
        if not found.risk or found.level is None:
            return None
        return Heard(found.level, subject, found.kinds, found.immediate, found.score)


def _wrong(error: ValidationError) -> str:
    fields = ", ".join(str(e["loc"][0]) if e["loc"] else "위치" for e in error.errors())
    return f"신고 내용을 다시 확인해 주세요: {fields}"


def _line(said: SaidLine) -> Line:
    parts = tuple(part_from_json(part) for part in said.parts or [])
    return Line(said.id, said.author, said.text, said.at, parts)  # type: ignore[arg-type]
