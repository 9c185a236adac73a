"""Correcting, withdrawing and adding to a report that was taken: the JSON face and the forms of the status page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response
from pydantic import BaseModel, ValidationError

from connectors.channel import Gateway
from connectors.web.body import read_json
from connectors.web.chat_api import ERRORS, body_of
from connectors.web.pages import report_page
from connectors.web.port import ReportState
from connectors.web.problem import ErrorAnswer, JsonRoute, Problem, invalid
from connectors.web.report_desk import ReportDesk
from connectors.web.report_shapes import ReportChange, ReportStateShape, state_shape
from connectors.web.security import require_own_form
from connectors.web.upload import read_filled, read_photo

CodeHeader = Annotated[str, Header(alias="X-Report-Code", description="접수할 때 받은 확인 코드")]
_DONE = {
    "change": "고쳐 두었어요. 담당자가 고친 내용을 봐요.",
    "withdraw": "신고를 거뒀어요. 남겨 두었던 이름·연락처·사진을 지웠어요.",
    "photo": "사진을 더했어요. 사진에 담긴 촬영 장소 같은 정보는 지우고 받았어요.",
}


class PhotosTaken(BaseModel):
    """How many photographs the report has now."""

    photos: int


def report_after_api(desk: ReportDesk) -> APIRouter:
    """PATCH and DELETE /api/reports/{receipt}, POST …/photos; a wrong code and an unknown receipt are one 404."""
    more: dict[int | str, dict[str, Any]] = {status: {"model": ErrorAnswer} for status in (409, 411)}
    router = APIRouter(route_class=JsonRoute, responses=ERRORS | more, tags=["reports"])

    @router.patch("/api/reports/{receipt}", openapi_extra=body_of(ReportChange))
    async def correct(request: Request, receipt: str, response: Response, code: CodeHeader = "") -> ReportStateShape:
        """신고를 고칩니다. 보내지 않은 항목은 그대로 둡니다."""
        change = await read_json(request, ReportChange)
        response.headers["Cache-Control"] = "no-store"
        return state_shape(await desk.correct(receipt, code, change))

    @router.delete("/api/reports/{receipt}")
    async def withdraw(receipt: str, response: Response, code: CodeHeader = "") -> ReportStateShape:
        """신고를 거두고 이름, 연락처, 사진을 지웁니다."""
        response.headers["Cache-Control"] = "no-store"
        return state_shape(await desk.withdraw(receipt, code))

    @router.post("/api/reports/{receipt}/photos")
    async def photo(request: Request, receipt: str, response: Response, code: CodeHeader = "") -> PhotosTaken:
        """사진 한 장을 더합니다(image/jpeg, png, webp, 8 MB까지). 위치 같은 부가 정보는 지웁니다."""
        content = await read_photo(request)
        response.headers["Cache-Control"] = "no-store"
        return PhotosTaken(photos=await desk.add_photo(receipt, code, content))

    return router


def report_after_pages(gateway: Gateway, desk: ReportDesk) -> APIRouter:
    """POST /report/change, /report/withdraw and /report/photo, from the page that shows a report's state."""
    router = APIRouter(include_in_schema=False)

    @router.post("/report/{act}")
    async def act(request: Request, act: str) -> Response:
        given: Mapping[str, str] = {}
        try:
            given, photo = await read_filled(request)
            require_own_form(request, given.get("csrf", ""), gateway.setting("public_url"))
            pair = (given.get("receipt", "").strip(), given.get("code", "").strip())
            state = await _done(desk, act, pair, given, photo)
        except Problem as wrong:
            kept = {"receipt": given.get("receipt", "")}
            return report_page(request, "report_status.html", given=kept, error=wrong.message, status=wrong.status)
        shown = {"given": {"receipt": state.receipt}, "state": state, "done": _DONE[act]}
        return report_page(request, "report_status.html", **shown)

    return router


async def _done(
    desk: ReportDesk, act: str, pair: tuple[str, str], given: Mapping[str, str], photo: bytes
) -> ReportState:
    if act == "change":
        return await desk.correct(*pair, _change(given))
    if act == "withdraw":
        if given.get("sure") != "on":
            raise Problem(422, "not_sure", "거두시려면 '거둘게요'에 표시해 주세요.")
        return await desk.withdraw(*pair)
    if act == "photo":
        await desk.add_photo(*pair, photo)
        return await desk.state(*pair)
    raise Problem(404, "not_found", "그런 화면이 없어요.")


def _change(given: Mapping[str, str]) -> ReportChange:
    """A field left blank stays as it was."""
    filled: dict[str, Any] = {name: text for name in ReportChange.model_fields if (text := given.get(name, "").strip())}
    if "danger_now" in filled:
        filled["danger_now"] = filled["danger_now"] == "on"
    if filled.get("consent") == "withdrawn":
        filled["consent"] = False
    if not filled:
        raise Problem(422, "nothing_to_change", "고칠 내용을 적어 주세요.")
    try:
        return ReportChange.model_validate(filled)
    except ValidationError as error:
        raise invalid(error) from None
