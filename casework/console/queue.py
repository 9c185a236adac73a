"""The queue: every open case in sight, worst first, kept fresh without moving anybody's focus."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

from fastapi.responses import HTMLResponse
from starlette.requests import Request
from starlette.responses import Response

from casework.console.desk import Desk
from casework.console.filters import STATES, Filters, counties, owners
from casework.console.render import marked
from casework.console.sessions import Visitor
from casework.console.words import desk_words
from casework.escalation.clock import LATE_SECONDS
from casework.moves import WAITING_STATES
from casework.policy import LEVELS, rank
from casework.views import CaseRow

SHOWN = 200


class QueuePages:
    """The list page and its self-refreshing part."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def show(self, request: Request) -> Response:
        """The whole page; the filters narrow it, ``?done=`` shows one sentence once."""
        visitor = await self.desk.reading(request)
        filters = Filters.of(request)
        everyone = await self.desk.queue(visitor)
        rows, _ = await self._rows(visitor, filters)
        done = desk_words().done.get(request.query_params.get("done", ""), "")
        return self.desk.show(
            visitor, "queue.html", filters=filters, states=STATES, levels=LEVELS, counties=counties(everyone),
            owners=owners(everyone), rows=rows, done=done,
        )  # fmt: skip

    async def rows(self, request: Request) -> Response:
        """The refreshing part; 204 when nothing changed since ``?mark=``. Does not keep the session alive."""
        visitor = await self.desk.reading(request, touch=False)
        rows, mark = await self._rows(visitor, Filters.of(request))
        if request.query_params.get("mark", "") == mark:
            return Response(status_code=204)
        return HTMLResponse(rows)

    async def _rows(self, visitor: Visitor, filters: Filters) -> tuple[str, str]:
        everyone = await self.desk.queue(visitor)
        cases = everyone if not filters.state else await self.desk.queue(visitor, filters.state)
        now = self.desk.now()
        chosen = sorted((c for c in cases if filters.fits(c, visitor.staff_id)), key=lambda case: _order(case, now))
        health = await asyncio.to_thread(self.desk.clock_health)
        common = self.desk.common(visitor)
        return marked("_rows.html", **common, **_loud(everyone, health, visitor), **_listed(chosen), filters=filters)


def clock_trouble(health: dict[str, Any]) -> str:
    """One sentence when Clock.health tells of a clock that stands still or is late, else ''."""
    late = max(health.get("overdue_seconds") or 0.0, health.get("last_tick_seconds") or 0.0) > LATE_SECONDS
    if late or health.get("trouble"):
        return "알림이 제때 나가지 않고 있어요. 아래 사건을 바로 살펴보고 운영자에게도 알려 주세요."
    return ""


def _listed(chosen: list[CaseRow]) -> dict[str, Any]:
    return {"cases": chosen[:SHOWN], "hidden": max(0, len(chosen) - SHOWN)}


def _loud(everyone: list[CaseRow], health: dict[str, Any], visitor: Visitor) -> dict[str, Any]:
    """What is told whatever the filters are; ``calls`` are the cases whose appearance rings."""
    urgent = [case.id for case in everyone if case.owner_id is None and case.level == "emergency"]
    return {
        "unanswered": sum(case.unanswered for case in everyone),
        "no_one": bool(health.get("no_one_on_call")) or any(case.no_one_on_call for case in everyone),
        "failed_alerts": health.get("failed_alerts") or 0,
        "waiting": sum(case.owner_id is None for case in everyone),
        "urgent": len(urgent),
        "calls": [*urgent, *(f"{case.id}:mine" for case in everyone if case.owner_id == visitor.staff_id)],
        "clock": clock_trouble(health),
        "roster": health.get("roster_warning") or "",
    }


def _order(case: CaseRow, now: datetime) -> tuple[int, int, datetime]:
    """Worst level first; within it what is late, then what waits for somebody, then whose time runs out next."""
    level = -rank(case.level)
    if case.unanswered or (case.contact_due_at and case.contact_due_at <= now):
        return level, 0, case.contact_due_at or case.waiting_since
    if case.state in WAITING_STATES:
        return level, 1, case.waiting_since
    due = min((at for at in (case.contact_due_at, case.next_try_at) if at), default=None)
    return (level, 2, due) if due else (level, 3, case.waiting_since)
