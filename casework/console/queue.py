"""The queue: every open case, worst first, kept fresh without moving anybody's focus."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi.responses import HTMLResponse
from starlette.requests import Request
from starlette.responses import Response

from casework.console.desk import Desk
from casework.console.problem import Problem
from casework.console.render import marked
from casework.console.words import desk_words
from casework.escalation.clock import LATE_SECONDS
from casework.moves import OPEN_STATES

STATES = (*OPEN_STATES, "closed")
SHOWN = 200


class QueuePages:
    """The list page and its self-refreshing part."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def show(self, request: Request) -> Response:
        """The whole page; ``?state=`` narrows it, ``?done=`` shows one sentence once."""
        visitor = await self.desk.reading(request)
        state = _state(request)
        rows, _ = await self._rows(state, self.desk.common(visitor))
        done = desk_words().done.get(request.query_params.get("done", ""), "")
        return self.desk.show(visitor, "queue.html", state=state, states=STATES, rows=rows, done=done)

    async def rows(self, request: Request) -> Response:
        """The refreshing part; 204 when nothing changed since ``?mark=``. Does not keep the session alive."""
        visitor = await self.desk.reading(request, touch=False)
        rows, mark = await self._rows(_state(request), self.desk.common(visitor))
        if request.query_params.get("mark", "") == mark:
            return Response(status_code=204)
        return HTMLResponse(rows)

    async def _rows(self, state: str, common: dict[str, Any]) -> tuple[str, str]:
        cases = await asyncio.to_thread(self.desk.cases.queue, state or None)
        everyone = cases if not state else await asyncio.to_thread(self.desk.cases.queue, None)
        health = await asyncio.to_thread(self.desk.clock_health)
        context = {
            **common,
            "cases": cases[:SHOWN],
            "hidden": max(0, len(cases) - SHOWN),
            "state": state,
            "unanswered": sum(case.unanswered for case in everyone),
            "no_one": bool(health.get("no_one_on_call")) or any(case.no_one_on_call for case in everyone),
            "failed_alerts": health.get("failed_alerts") or 0,
            "waiting": sum(case.owner_id is None for case in everyone),
            "urgent": sum(case.owner_id is None and case.level == "emergency" for case in everyone),
            "clock": clock_trouble(health),
            "roster": health.get("roster_warning") or "",
        }
        return marked("_rows.html", **context)


def clock_trouble(health: dict[str, Any]) -> str:
    """One sentence when Clock.health tells of a clock that stands still or is late, else ''."""
    late = max(health.get("overdue_seconds") or 0.0, health.get("last_tick_seconds") or 0.0) > LATE_SECONDS
    if late or health.get("trouble"):
        return "알림이 제때 나가지 않고 있어요. 아래 사건을 바로 살펴보고 운영자에게도 알려 주세요."
    return ""


def _state(request: Request) -> str:
    state = request.query_params.get("state", "")
    if state and state not in STATES:
        raise Problem(404, f"그런 상태는 없어요: {state[:30]}. 고를 수 있는 상태: {', '.join(STATES)}")
    return state
