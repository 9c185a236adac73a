"""Coming in and going out: login, logout, the first password change, and staying a while longer."""

from __future__ import annotations

import asyncio
import re
import secrets

from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.requests import Request
from starlette.responses import Response

from casework.console import csrf
from casework.console.desk import COOKIE, HOME, LOGIN, PASSWORD, Desk
from casework.console.form import read_form
from casework.console.guard import LoginGuard
from casework.console.problem import FORGED, Problem
from casework.console.render import page, span
from casework.console.sessions import LONGEST
from casework.console.turnstile import Turnstile
from casework.staff import StaffError, StaffMember

DOOR_COOKIE = "ieum_console_door"
WRONG = "아이디나 비밀번호가 맞지 않아요. 다시 확인해 주세요."
_WITHIN = re.compile(r"/console(?:/[A-Za-z0-9/-]{0,80})?")


class LoginPages:
    """The login and password pages of one desk; ``secure`` marks cookies for https only."""

    def __init__(self, desk: Desk, secure: bool) -> None:
        self.desk = desk
        self.secure = secure
        self.guard = LoginGuard(desk.store, desk.key, desk.now)
        self.hashing = Turnstile()

    async def show(self, request: Request) -> Response:
        """The login page; somebody already inside goes on to the queue."""
        if await self.desk.visitor(request, touch=False):
            return RedirectResponse(HOME, 303)
        return self._form(request, "", request.query_params.get("next", ""))

    async def submit(self, request: Request) -> Response:
        """Check login and password; the answer is one and the same for an unknown name and a wrong password."""
        fields = await self._from_our_page(request)
        login, onward = fields.get("login", ""), fields.get("next", "")
        shut = await asyncio.to_thread(self.guard.locked_for, login)
        if shut is not None:
            text = f"여러 번 틀려서 잠시 잠갔어요. {span(shut)} 뒤에 다시 해 주세요. 급하면 운영자에게 알려 주세요."
            return self._form(request, login, onward, 429, text)
        async with self.hashing:
            member = await asyncio.to_thread(self.desk.staff.verify, login, fields.get("password", ""))
        if member is None:
            await asyncio.to_thread(self.guard.failed, login)
            return self._form(request, login, onward, 401, WRONG)
        await asyncio.to_thread(self.guard.passed, login)
        return await self._let_in(member, _within(onward))

    async def leave(self, request: Request) -> Response:
        """Log out: the session ends in the database, not only in the browser."""
        visitor = await self.desk.enter(request, changing=True)
        await self.desk.submitted(request, visitor)
        await asyncio.to_thread(self.desk.sessions.close, visitor)
        response = RedirectResponse(LOGIN, 303)
        response.delete_cookie(COOKIE, path=HOME)
        return response

    async def stay(self, request: Request) -> Response:
        """Slide the session's end, then back to the queue; the page's script asks without leaving the page."""
        visitor = await self.desk.enter(request, changing=True)
        await self.desk.submitted(request, visitor)
        return HTMLResponse("") if request.headers.get("hx-request") else RedirectResponse(HOME, 303)

    async def password(self, request: Request) -> Response:
        """The page for a new password."""
        visitor = await self.desk.enter(request, changing=True)
        return self.desk.show(visitor, "password.html", error="")

    async def change(self, request: Request) -> Response:
        """Set the new password, end every session of this person and begin a fresh one."""
        visitor = await self.desk.enter(request, changing=True)
        fields = await self.desk.submitted(request, visitor)
        new = fields.get("new", "")
        try:
            if new != fields.get("again", ""):
                raise StaffError("새 비밀번호 두 개가 서로 달라요.")
            async with self.hashing:
                member = await asyncio.to_thread(
                    self.desk.staff.change_password, visitor.staff_id, fields.get("old", ""), new
                )
        except StaffError as error:
            return self.desk.show(visitor, "password.html", 422, error=str(error))
        await asyncio.to_thread(self.desk.sessions.close_all, visitor.staff_id)
        return await self._let_in(member, f"{HOME}?done=password")

    async def _from_our_page(self, request: Request) -> dict[str, str]:
        if not csrf.same_origin(request):
            raise Problem(403, FORGED)
        fields = await read_form(request)
        door = request.cookies.get(DOOR_COOKIE, "")
        if not door or not csrf.genuine(self.desk.key, f"door:{door}", fields.get("csrf", "")):
            raise Problem(403, FORGED)
        return fields

    def _form(self, request: Request, login: str, onward: str, status: int = 200, error: str = "") -> HTMLResponse:
        door = request.cookies.get(DOOR_COOKIE) or secrets.token_urlsafe(24)
        token = csrf.token_for(self.desk.key, f"door:{door}")
        response = page("login.html", status, csrf=token, login=login[:64], onward=_within(onward), error=error)
        response.set_cookie(DOOR_COOKIE, door, path=HOME, httponly=True, samesite="lax", secure=self.secure)
        return response

    async def _let_in(self, member: StaffMember, onward: str) -> Response:
        token = await asyncio.to_thread(self.desk.sessions.open, member.id)
        response = RedirectResponse(PASSWORD if member.must_change else onward or HOME, 303)
        response.set_cookie(
            COOKIE, token, path=HOME, httponly=True, samesite="lax", secure=self.secure,
            max_age=int(LONGEST.total_seconds()),
        )  # fmt: skip
        return response


def _within(path: str) -> str:
    """The path when it stays inside the desk, else ''."""
    return path if _WITHIN.fullmatch(path) else ""
