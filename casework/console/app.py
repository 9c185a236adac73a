"""The desk as one router."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request

from casework.cases import Cases
from casework.console.case import CasePages
from casework.console.charts import ChartPages
from casework.console.desk import HOME, Desk, Link
from casework.console.linking import LinkPages
from casework.console.login import LoginPages
from casework.console.moves import MovePages
from casework.console.port import Knowledge, NoKnowledge, Talk
from casework.console.problem import NOT_FOUND, Elsewhere, Problem
from casework.console.queue import QueuePages
from casework.console.route import DeskRoute
from casework.console.sessions import Sessions
from casework.console.talking import TalkPages
from casework.handover import ContactOf
from casework.staff import Staff
from casework.store import Store


def console_router(
    *,
    store: Store,
    cases: Cases,
    staff: Staff,
    clock_health: Callable[[], dict[str, Any]],
    talk: Talk,
    signer_key: bytes,
    session_minutes: int,
    now: Callable[[], datetime],
    secure: bool = False,
    links: tuple[Link, ...] = (),
    knowledge: Knowledge | None = None,
    contact_of: ContactOf = lambda login: None,
) -> APIRouter:
    """Every page under /console; include it without a prefix, and serve static/ at /static/console.

    ``clock_health`` is Clock.health, ``signer_key`` any secret of 16 bytes or more, ``session_minutes`` the idle time
    after which a session ends, ``secure`` whether the outside address is https (then cookies say so), ``links`` what
    the menu offers beside the cases, ``contact_of`` the roster's contact for a login.
    """
    sessions = Sessions(store, session_minutes, now)
    desk = Desk(store, cases, staff, sessions, clock_health, talk, signer_key, now, links,
                knowledge or NoKnowledge(), contact_of)  # fmt: skip
    router = APIRouter(prefix=HOME, route_class=DeskRoute, include_in_schema=False)
    _door(router, LoginPages(desk, secure))
    _queue(router, QueuePages(desk))
    _case(router, desk)
    _charts(router, ChartPages(desk))
    router.add_api_route("/{rest:path}", _nothing, methods=["GET", "POST"])
    return router


def _door(router: APIRouter, pages: LoginPages) -> None:
    router.add_api_route("/login", pages.show, methods=["GET"])
    router.add_api_route("/login", pages.submit, methods=["POST"])
    router.add_api_route("/logout", pages.leave, methods=["POST"])
    router.add_api_route("/stay", pages.stay, methods=["POST"])
    router.add_api_route("/password", pages.password, methods=["GET"])
    router.add_api_route("/password", pages.change, methods=["POST"])


def _queue(router: APIRouter, pages: QueuePages) -> None:
    router.add_api_route("", pages.show, methods=["GET"])
    router.add_api_route("/rows", pages.rows, methods=["GET"])


def _case(router: APIRouter, desk: Desk) -> None:
    pages = CasePages(desk)
    moves, talk = MovePages(desk, pages), TalkPages(desk, pages)
    at = "/cases/{case_id}"
    router.add_api_route(at, pages.show, methods=["GET"])
    router.add_api_route(f"{at}/live", pages.live, methods=["GET"])
    router.add_api_route(f"{at}/guides", LinkPages(desk).found, methods=["GET"])
    router.add_api_route(f"{at}/talk", talk.lines, methods=["GET"])
    router.add_api_route(f"{at}/talk/suggest", talk.suggest, methods=["GET"])
    router.add_api_route(f"{at}/talk/take", talk.take, methods=["POST"])
    router.add_api_route(f"{at}/talk/say", talk.say, methods=["POST"])
    router.add_api_route(f"{at}/talk/back", talk.hand_back, methods=["POST"])
    router.add_api_route(f"{at}/reveal", moves.reveal, methods=["POST"])
    router.add_api_route(f"{at}/household", moves.household, methods=["POST"])
    router.add_api_route(f"{at}/{{move}}", moves.move, methods=["POST"])


def _charts(router: APIRouter, pages: ChartPages) -> None:
    router.add_api_route("/charts", pages.show, methods=["GET"])
    router.add_api_route("/charts/{chart}.csv", pages.file, methods=["GET"])
    router.add_api_route("/cases.csv", pages.cases, methods=["GET"])


async def _nothing(request: Request) -> None:
    if not request.path_params["rest"] and request.method == "GET":
        raise Elsewhere(HOME)
    raise Problem(404, NOT_FOUND)
