"""Acknowledging from an alert: a signed link that shows one button, so that a link preview acknowledges nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from starlette.requests import Request
from starlette.responses import Response

from casework.actor import Actor
from casework.cases import CaseNotFound, Cases, MoveError
from casework.console.problem import Problem
from casework.console.render import page
from casework.console.route import DeskRoute
from casework.console.tables import UsedLink
from casework.moves import ACTING_ROLES
from casework.staff_table import StaffRecord
from casework.store import Store
from casework.views import CaseView

if TYPE_CHECKING:
    from casework.escalation.port import Alert

VALID_FOR = timedelta(hours=24)
LONGEST_TOKEN = 1000
FORGED = "이 링크는 쓸 수 없어요. 알림에 있는 주소가 그대로인지 확인하거나 담당자 화면에서 사건을 열어 주세요."
EXPIRED = "이 링크는 24시간이 지나 쓸 수 없어요. 담당자 화면에서 사건을 열어 주세요."


@dataclass(frozen=True)
class Link:
    """What a genuine link says: which alert, which case, which contact."""

    alert_id: str
    case_id: str
    contact_id: str


def ack_url(base_url: str, alert: Alert, key: bytes) -> str:
    """The address in an alert; the same for every retry, good for 24 hours from when the alert was made."""
    content = {"a": alert.id, "c": alert.case_id, "p": alert.contact.id, "t": int(alert.made_at.timestamp())}
    return f"{base_url.rstrip('/')}/ack/{_signer(key).dumps(content)}"


def on_call_actor(store: Store, contact_id: str, name: str) -> Actor:
    """Who a roster contact is on a case: the active caseworker or supervisor whose login is the contact id, else
    the contact itself. Synchronous; use it for every acknowledgement that comes back from an alert."""
    with store.reading() as session:
        staff = session.scalars(
            select(StaffRecord).where(StaffRecord.login == contact_id.lower(), StaffRecord.active)
        ).one_or_none()
    if staff is not None and staff.role in ACTING_ROLES:
        return Actor(staff.id, staff.name, staff.role)
    return Actor(f"contact:{contact_id}"[:64], name[:80], "caseworker")


class AckPages:
    """The two faces of a link: GET shows, POST acknowledges, once."""

    def __init__(self, store: Store, cases: Cases, key: bytes, now: Callable[[], datetime]) -> None:
        self.store, self.cases, self.key, self.now = store, cases, key, now

    async def show(self, request: Request) -> Response:
        """The page with one button; changes nothing."""
        link = self._link(request)
        case = await self._case(link)
        return page("ack.html", **await self._shown(link, case))

    async def acknowledge(self, request: Request) -> Response:
        """Acknowledge as the contact the alert went to; a used link only shows how it stands."""
        link = self._link(request)
        case = await self._case(link)
        if await asyncio.to_thread(self._used, link):
            return page("ack.html", **await self._shown(link, case))
        try:
            case = await asyncio.to_thread(self._do, link, case)
        except MoveError as error:
            return page("ack.html", 409, **{**await self._shown(link, case), "refusal": str(error)})
        return page("ack.html", **{**await self._shown(link, case), "done": True})

    def _link(self, request: Request) -> Link:
        token = str(request.path_params["token"])
        try:
            content: Any = _signer(self.key).loads(token) if len(token) <= LONGEST_TOKEN else None
            link, made = Link(content["a"], content["c"], content["p"]), float(content["t"])
        except (BadData, TypeError, KeyError, ValueError) as error:
            raise Problem(404, FORGED) from error
        if self.now().timestamp() > made + VALID_FOR.total_seconds():
            raise Problem(410, EXPIRED)
        return link

    async def _case(self, link: Link) -> CaseView:
        try:
            return await asyncio.to_thread(self.cases.get, link.case_id)
        except CaseNotFound as error:
            raise Problem(404, FORGED) from error

    async def _shown(self, link: Link, case: CaseView) -> dict[str, Any]:
        used = await asyncio.to_thread(self._used, link)
        return {"case": case, "used": used, "now": self.now(), "done": False, "refusal": ""}

    def _used(self, link: Link) -> bool:
        with self.store.reading() as session:
            return session.get(UsedLink, link.alert_id) is not None

    def _do(self, link: Link, case: CaseView) -> CaseView:
        name = next((alert.contact_name for alert in case.alerts if alert.id == link.alert_id), link.contact_id)
        after = self.cases.acknowledge(link.case_id, on_call_actor(self.store, link.contact_id, name), "알림 링크")
        # Marked after the act: a death in between leaves a link that acknowledges again, which is harmless.
        with suppress(IntegrityError), self.store.session() as session:  # pressed twice at once: one mark is enough
            session.merge(UsedLink(alert_id=link.alert_id, used_at=self.now()))
        return after


def ack_router(*, store: Store, cases: Cases, signer_key: bytes, now: Callable[[], datetime]) -> APIRouter:
    """GET and POST /ack/{token}; include it without a prefix."""
    pages = AckPages(store, cases, signer_key, now)
    router = APIRouter(route_class=DeskRoute, include_in_schema=False)
    router.add_api_route("/ack/{token}", pages.show, methods=["GET"])
    router.add_api_route("/ack/{token}", pages.acknowledge, methods=["POST"])
    return router


def _signer(key: bytes) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt="ieum.ack.1")
