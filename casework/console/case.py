"""One case: what is known, who was told, what may be done now."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from fastapi.responses import HTMLResponse
from starlette.requests import Request
from starlette.responses import Response

from casework.console.desk import Desk
from casework.console.problem import NOT_FOUND, Problem
from casework.console.render import marked
from casework.console.sessions import Visitor
from casework.console.suggesting import drafts
from casework.console.words import desk_words
from casework.policy import CloseReason
from casework.views import CaseView

LONGEST_NOTE = 4000
LONGEST_FIND = 200
LONGEST_LINE = 2000
PULLED_CHANNELS = ("kakao",)
"""Channels nobody may write to first."""
QUOTES = 3
_CASE_ID = re.compile(r"C-[0-9A-Z]{4,14}")


class CasePages:
    """The page of one case and its self-refreshing part."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def show(self, request: Request) -> Response:
        """The whole page; ``?done=`` shows one sentence once, ``?find=`` the guides to link the case to."""
        visitor = await self.desk.reading(request)
        asked = request.query_params.get("find", "").strip()[:LONGEST_FIND]
        found = await self.desk.knowledge.search(asked) if asked else []
        done, suggested = request.query_params.get("done", ""), None
        if request.query_params.get("suggest"):
            case = await self.desk.case(visitor, case_id(request))
            suggested = await drafts(self.desk, case.conversation)
        return await self.page(visitor, case_id(request), done=done, asked=asked, found=found, suggested=suggested)

    async def live(self, request: Request) -> Response:
        """Head, alerts and timeline when they changed since ``?mark=``, else 204; does not keep the session alive."""
        visitor = await self.desk.reading(request, touch=False)
        case = await self.desk.case(visitor, case_id(request))
        body, mark = self._live(visitor, case)
        if request.query_params.get("mark", "") == mark:
            return Response(status_code=204)
        return HTMLResponse(body)

    async def page(self, visitor: Visitor, id: str, status: int = 200, **shown: Any) -> HTMLResponse:
        """The page with ``done`` (a word of the done list), ``error``, ``typed`` fields or ``revealed`` reports."""
        case = await self.desk.case(visitor, id)
        conversation = case.conversation
        lines = await self.desk.talk.lines(conversation) if conversation else []
        holder = await self.desk.talk.owner(conversation) if conversation else ""
        revealed = {report.report_id: report for report in shown.get("revealed", ())}
        return self.desk.show(
            visitor, "case.html", status,
            case=case, mark=self._live(visitor, case)[1],
            lines=marked("_lines.html", id=case.id, lines=lines)[0], holder=holder,
            holder_name=await self.name_of(holder), mine=case.owner_id == visitor.staff_id,
            reasons=self._reasons(case), longest=LONGEST_NOTE, revealed=revealed,
            heard=[entry for entry in case.entries if entry.kind == "heard"][-QUOTES:],
            sealed=any(report.has for report in case.reports), fresh=False,
            done=desk_words().done.get(shown.get("done", ""), ""), error=shown.get("error", ""),
            typed=shown.get("typed", {}), tried=shown.get("tried", ""), asked=shown.get("asked", ""),
            found=shown.get("found", ()), suggested=shown.get("suggested"),
            longest_line=LONGEST_LINE, pushes=case.channel not in PULLED_CHANNELS,
            colleagues=await self._colleagues(case),
        )  # fmt: skip

    async def _colleagues(self, case: CaseView) -> dict[str, str]:
        """Whom the case may be given to: ids and names."""
        members = await asyncio.to_thread(self.desk.staff.acting)
        return {member.id: member.name for member in members if member.id != case.owner_id}

    async def name_of(self, staff_id: str) -> str:
        """The name of a member of staff; a plain word when they are gone, '' for nobody."""
        if not staff_id:
            return ""
        member = await asyncio.to_thread(self.desk.staff.get, staff_id)
        return member.name if member else "다른 담당자"

    def _live(self, visitor: Visitor, case: CaseView) -> tuple[str, str]:
        return marked("_live.html", **self.desk.common(visitor), case=case, fresh=True)

    def _reasons(self, case: CaseView) -> list[CloseReason]:
        reasons = self.desk.cases.policy.policy.close_reasons
        return [reason for reason in reasons if case.state in reason.from_]


def case_id(request: Request) -> str:
    """The case id in the path; Problem 404 when it cannot be one."""
    id = str(request.path_params["case_id"])
    if not _CASE_ID.fullmatch(id):
        raise Problem(404, NOT_FOUND)
    return id
