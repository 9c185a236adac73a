"""Finding the service to link a case to, among the guides."""

from __future__ import annotations

from fastapi.responses import HTMLResponse
from starlette.requests import Request
from starlette.responses import Response

from casework.cases import MoveError
from casework.console.case import case_id
from casework.console.desk import Desk
from casework.console.port import Found
from casework.console.problem import Problem
from casework.console.render import fragment

LONGEST_QUERY = 200


class LinkPages:
    """The list of guides below the search box of a case page."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def found(self, request: Request) -> Response:
        """The guides for ``?find=`` as a part of the page."""
        visitor = await self.desk.reading(request)
        await self.desk.case(visitor, case_id(request))
        asked = asked_of(request)
        return HTMLResponse(fragment("_found.html", asked=asked, found=await search(self.desk, asked)))


def asked_of(request: Request) -> str:
    """What ``?find=`` asks for; Problem 400 when it is too long."""
    asked = request.query_params.get("find", "").strip()
    if len(asked) > LONGEST_QUERY:
        raise Problem(400, f"찾는 말이 너무 길어요. {LONGEST_QUERY}자까지 적을 수 있어요.")
    return asked


async def search(desk: Desk, asked: str) -> list[Found]:
    """The guides that fit; none for an empty question."""
    return await desk.knowledge.search(asked) if asked else []


async def with_guide(desk: Desk, typed: dict[str, str]) -> dict[str, str]:
    """The typed fields with the chosen guide's name as the service; MoveError for a guide that is not in force."""
    guide = typed.get("guide", "")
    if not guide:
        return typed
    title = await desk.knowledge.title(guide)
    if not title:
        raise MoveError(f"그런 안내가 없어요: {guide[:60]!r}. 다시 찾아서 골라 주세요.")
    return {**typed, "service": title}
