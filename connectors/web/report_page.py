"""/report and /report/status: reporting somebody at risk on a page that needs no script."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError

from connectors.channel import Gateway
from connectors.web.body import read_form
from connectors.web.pages import report_page
from connectors.web.port import Submitted
from connectors.web.problem import Problem, describe
from connectors.web.report_desk import ReportDesk
from connectors.web.report_shapes import WebReport
from connectors.web.security import require_own_form
from connectors.web.upload import read_filled

_TICKS = ("danger_now", "consent", "consent_sensitive", "consent_share")
_PERSONAL = ("name", "contact", "affiliation", "person_name", "person_contact", "place")
_ASK_CONSENT = "이름·연락처·사는 곳을 남기시려면 첫째 동의가 필요해요. 동의하지 않으시면 그 칸을 비우고 보내 주세요."
_LABELS = {
    "subject": "누구의 일인가요",
    "what": "본 것, 들은 것, 걱정되는 것",
    "since": "언제부터인가요",
    "who": "어떤 분인가요",
    "place": "어디인가요",
    "reporter": "알리는 분",
    "name": "이름",
    "contact": "연락처",
    "affiliation": "소속",
    "person_name": "도움이 필요한 분의 이름",
    "person_contact": "도움이 필요한 분의 연락처",
    "latitude": "위치",
    "longitude": "위치",
}
_NEEDS = {"subject": "누구의 일인지 골라 주세요.", "what": "어떤 일인지 적어 주세요."}


class _Incomplete(Exception):
    def __init__(self, field: str, message: str) -> None:
        self.field, self.message = field, message


def report_page_router(gateway: Gateway, desk: ReportDesk) -> APIRouter:
    """The four pages; what was written is never lost by an error, the code is shown once and not kept in a URL."""
    router = APIRouter(include_in_schema=False)

    show = report_page

    def require_own(request: Request, given: Mapping[str, str]) -> None:
        require_own_form(request, given.get("csrf", ""), gateway.setting("public_url"))

    @router.api_route("/report", methods=["GET", "HEAD"])
    async def form(request: Request) -> Response:
        return show(request, "report.html", given={}, key=secrets.token_urlsafe(16))

    @router.post("/report")
    async def take(request: Request) -> Response:
        given: Mapping[str, str] = {}
        try:
            given, photo = await read_filled(request)
            require_own(request, given)
            taken = await desk.take(_report(given), given.get("key", ""))
        except (Problem, _Incomplete) as wrong:
            status = wrong.status if isinstance(wrong, Problem) else 422
            field = wrong.field if isinstance(wrong, _Incomplete) else ""
            key = given.get("key") or secrets.token_urlsafe(16)
            context = {"given": given, "key": key, "error": wrong.message, "wrong": field}
            return show(request, "report.html", status=status, **context)
        lost = await _photo(desk, taken, photo)
        anonymous = given.get("reporter") == "anonymous"
        return show(request, "report_done.html", taken=taken, anonymous=anonymous, photo_lost=lost)

    @router.api_route("/report/status", methods=["GET", "HEAD"])
    async def ask(request: Request) -> Response:
        return show(request, "report_status.html", given={})

    @router.post("/report/status")
    async def tell(request: Request) -> Response:
        given: Mapping[str, str] = {}
        try:
            given = await read_form(request)
            require_own(request, given)
            state = await desk.state(given.get("receipt", "").strip(), given.get("code", "").strip())
        except Problem as wrong:
            kept = {"receipt": given.get("receipt", "")}
            return show(request, "report_status.html", given=kept, error=wrong.message, status=wrong.status)
        kept = {"receipt": state.receipt}
        return show(request, "report_status.html", given=kept, state=state)

    return router


async def _photo(desk: ReportDesk, taken: Submitted, photo: bytes) -> str:
    """Why the photograph could not be kept, "" when it was or none came; the report itself is safe already."""
    if not photo or not taken.code:
        return ""
    try:
        await desk.add_photo(taken.receipt, taken.code, photo)
    except Problem as problem:
        return problem.message
    return ""


def _report(given: Mapping[str, str]) -> WebReport:
    fields: dict[str, Any] = {name: text for name, text in given.items() if name not in ("csrf", "key", *_TICKS)}
    fields |= {name: given.get(name) == "on" for name in _TICKS}
    for name, sentence in _NEEDS.items():
        if not fields.get(name, "").strip():
            raise _Incomplete(name, sentence)
    fields |= {name: fields.get(name, "").strip() or None for name in ("latitude", "longitude")}
    if fields.get("reporter") == "anonymous":
        fields |= {"name": "", "contact": "", "affiliation": ""}
    try:
        report = WebReport.model_validate(fields)
    except ValidationError as error:
        raise _Incomplete(str(error.errors()[0]["loc"][0]), describe(error.errors(), _LABELS)) from None
    if any(getattr(report, name) for name in _PERSONAL) and not (report.consent or report.danger_now):
        raise _Incomplete("consent", _ASK_CONSENT)
    return report
