"""Households with crisis signals by score, every point explained; what is seen and done here is audited."""

from __future__ import annotations

import asyncio
import re

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from casework import audit
from casework.actor import Actor
from casework.console.desk import HOME, Desk, Link
from casework.console.problem import NOT_FOUND, Elsewhere, Problem
from casework.console.route import DeskRoute
from casework.console.sessions import Visitor
from casework.console.words import desk_words
from casework.moves import READING_ROLES
from casework.signals.households import SHOWN, Household, household, listing
from casework.signals.proposing import NotProposable
from casework.signals.service import Signals

PATH = f"{HOME}/signals"
LINK = Link("위기정보", PATH, READING_ROLES)
LAST_PAGE = 1000
_ID = re.compile(r"H-[0-9A-Z]{8}")


def signals_router(desk: Desk, signals: Signals) -> APIRouter:
    """The pages under /console/signals; include them before the console's, whose last route takes every address."""
    router, pages = APIRouter(route_class=DeskRoute, include_in_schema=False), SignalPages(desk, signals)
    router.add_api_route(PATH, pages.show, methods=["GET"])
    router.add_api_route(f"{PATH}/{{id}}", pages.one, methods=["GET"])
    router.add_api_route(f"{PATH}/{{id}}/open", pages.open, methods=["POST"])
    return router


class SignalPages:
    """The list, one household, and opening its case by hand; limited to the districts of who looks."""

    def __init__(self, desk: Desk, signals: Signals) -> None:
        self.desk, self.signals = desk, signals

    async def show(self, request: Request) -> Response:
        """The list; ``?show=`` narrows it, ``?page=`` turns it."""
        visitor = await self.desk.reading(request)
        shown, page = _shown(request), _page(request)
        districts = await self._districts(visitor)
        found = await asyncio.to_thread(listing, self.signals.store, self.signals.rules, districts, shown, page)
        return self.desk.show(
            visitor, "signals.html", found=found, shown=shown, ways=SHOWN, page=page, districts=districts,
            keep_days=self.signals.rules.retention.keep_days, bases=self.signals.rules.bases,
        )  # fmt: skip

    async def one(self, request: Request) -> Response:
        """One household with all its signals; the look is audited."""
        visitor = await self.desk.reading(request)
        return await self._page(visitor, _id(request), look=True)

    async def open(self, request: Request) -> Response:
        """Open a case for the household now, whatever its score; to the case."""
        visitor, _ = await self.desk.acting(request)
        id = _id(request)
        await self._find(visitor, id)
        try:
            case = await asyncio.to_thread(self.signals.open_case, id, visitor.actor)
        except NotProposable as error:
            return await self._page(visitor, id, 409, error=str(error))
        raise Elsewhere(f"{HOME}/cases/{case}")

    async def _page(
        self, visitor: Visitor, id: str, status: int = 200, error: str = "", look: bool = False
    ) -> Response:
        home = await self._find(visitor, id)
        if look:
            await asyncio.to_thread(self._note, visitor.actor, id)
        may_open = visitor.may_act and not any(case.open and case.by == "proposal" for case in home.cases)
        return self.desk.show(visitor, "household.html", status, home=home, error=error, may_open=may_open)

    async def _find(self, visitor: Visitor, id: str) -> Household:
        districts = await self._districts(visitor)
        try:
            return await asyncio.to_thread(household, self.signals.store, self.signals.rules, id, districts)
        except LookupError as error:
            raise Problem(404, NOT_FOUND) from error

    async def _districts(self, visitor: Visitor) -> tuple[str, ...]:
        member = await asyncio.to_thread(self.desk.staff.get, visitor.staff_id)
        return member.districts if member else ()

    def _note(self, by: Actor, id: str) -> None:
        with self.desk.store.session() as session:
            audit.record(session, self.desk.now(), by, "signals-view", id)


def _shown(request: Request) -> str:
    shown = request.query_params.get("show", "all")
    if shown not in SHOWN:
        names = ", ".join(f"{way}({desk_words().signals[way]})" for way in SHOWN)
        raise Problem(404, f"그런 목록은 없어요: {shown[:30]}. 고를 수 있는 목록: {names}")
    return shown


def _page(request: Request) -> int:
    given = request.query_params.get("page", "1")
    if not re.fullmatch(r"[1-9]\d{0,3}", given, re.ASCII) or int(given) > LAST_PAGE:
        raise Problem(404, f"그런 쪽은 없어요: {given[:30]} (1에서 {LAST_PAGE}까지)")
    return int(given)


def _id(request: Request) -> str:
    id = str(request.path_params["id"])
    if not _ID.fullmatch(id):
        raise Problem(404, NOT_FOUND)
    return id
