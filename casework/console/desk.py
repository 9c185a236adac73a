"""What every page of the desk shares, and the checks at its door."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from fastapi.responses import HTMLResponse
from starlette.requests import Request

from casework.cases import CaseNotFound, Cases
from casework.console import csrf
from casework.console.form import MAX_BODY, read_form
from casework.console.port import Knowledge, NoKnowledge, Talk
from casework.console.problem import FAR, FORGED, NO_CASES, NOT_FOUND, READ_ONLY, Elsewhere, Problem
from casework.console.render import page
from casework.console.sessions import Sessions, Visitor
from casework.handover import ContactOf
from casework.moves import READING_ROLES
from casework.sight import seen
from casework.staff import Staff
from casework.store import Store
from casework.views import CaseRow, CaseView

COOKIE = "ieum_console"
HOME, LOGIN, PASSWORD = "/console", "/console/login", "/console/password"
WARN_BEFORE = timedelta(minutes=2)


@dataclass(frozen=True)
class Link:
    """One entry of the desk's menu and the roles that see it."""

    label: str
    path: str
    roles: tuple[str, ...]


CASES = Link("사건 목록", HOME, READING_ROLES)
CHARTS = Link("통계", f"{HOME}/charts", READING_ROLES)


@dataclass(frozen=True)
class Desk:
    """The ledger, the people, the talk port and the session rules behind the pages."""

    store: Store
    cases: Cases
    staff: Staff
    sessions: Sessions
    clock_health: Callable[[], dict[str, Any]]
    talk: Talk
    key: bytes
    now: Callable[[], datetime]
    links: tuple[Link, ...] = ()
    knowledge: Knowledge = field(default_factory=NoKnowledge)
    contact_of: ContactOf = lambda login: None

    async def visitor(self, request: Request, *, touch: bool) -> Visitor | None:
        """The visitor behind the request's cookie, None without a live session."""
        token = request.cookies.get(COOKIE, "")
        return await asyncio.to_thread(self.sessions.find, token, touch=touch) if token else None

    async def enter(self, request: Request, *, touch: bool = True, changing: bool = False) -> Visitor:
        """The signed-in visitor; Elsewhere to the login without a live session, to the password page when due."""
        visitor = await self.visitor(request, touch=touch)
        if visitor is None:
            raise Elsewhere(_login_path(request))
        if visitor.must_change and not changing:
            raise Elsewhere(PASSWORD)
        return visitor

    async def reading(self, request: Request, *, touch: bool = True) -> Visitor:
        """A visitor whose role may see cases; the others go to their own first page, Problem 403 without one."""
        visitor = await self.enter(request, touch=touch)
        if visitor.may_read:
            return visitor
        if request.url.path == HOME and (own := self.menu(visitor)):
            raise Elsewhere(own[0].path)
        raise Problem(403, NO_CASES)

    def menu(self, visitor: Visitor) -> list[Link]:
        """The entries this visitor's role sees."""
        return [link for link in (CASES, CHARTS, *self.links) if visitor.role in link.roles]

    async def submitted(self, request: Request, visitor: Visitor, limit: int = MAX_BODY) -> dict[str, str]:
        """The fields of a form this visitor sent from our own page; Problem 403 without its token."""
        if not csrf.same_origin(request):
            raise Problem(403, FORGED)
        fields = await read_form(request, limit)
        if not csrf.genuine(self.key, visitor.session_id, fields.get("csrf", "")):
            raise Problem(403, FORGED)
        return fields

    async def acting(self, request: Request) -> tuple[Visitor, dict[str, str]]:
        """A visitor whose role may act and the form they sent; Problem 403 for a role that only reads."""
        visitor = await self.enter(request)
        fields = await self.submitted(request, visitor)
        if not visitor.may_act:
            raise Problem(403, READ_ONLY)
        return visitor, fields

    async def case(self, visitor: Visitor, id: str) -> CaseView:
        """The case of that id; Problem 404 when there is none, 403 when it is out of this visitor's sight."""
        try:
            case = await asyncio.to_thread(self.cases.get, id)
        except CaseNotFound as error:
            raise Problem(404, NOT_FOUND) from error
        if not await asyncio.to_thread(seen, self.store, visitor, [case]):
            raise Problem(403, FAR)
        return case

    async def queue(self, visitor: Visitor, state: str | None = None) -> list[CaseRow]:
        """The open cases, or those of one state, that this visitor may see, worst first."""
        cases = await asyncio.to_thread(self.cases.queue, state)
        return await asyncio.to_thread(seen, self.store, visitor, cases)

    def show(self, visitor: Visitor, template: str, status: int = 200, **context: Any) -> HTMLResponse:
        """A page with what every signed-in page needs: who, the form token, the time."""
        return page(template, status, **self.common(visitor), **context)

    def common(self, visitor: Visitor) -> dict[str, Any]:
        """The context of every signed-in page and fragment."""
        left = visitor.ends_at - self.now()
        return {
            "visitor": visitor,
            "menu": self.menu(visitor),
            "csrf": csrf.token_for(self.key, visitor.session_id),
            "now": self.now(),
            "ending": left if left <= WARN_BEFORE else None,
        }


def _login_path(request: Request) -> str:
    # A fragment or a form cannot be returned to; the page it sits on can, and only within the desk.
    if request.method != "GET" or request.headers.get("hx-request") or request.url.path == HOME:
        return LOGIN
    return f"{LOGIN}?next={quote(request.url.path)}"
