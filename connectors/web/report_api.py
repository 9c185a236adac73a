"""POST /api/reports and GET /api/reports/{receipt}: the JSON face of reporting."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Request, Response

from connectors.web.body import read_json
from connectors.web.chat_api import ERRORS, body_of
from connectors.web.problem import ErrorAnswer, JsonRoute
from connectors.web.report_desk import ReportDesk
from connectors.web.report_shapes import ReportStateShape, ReportTaken, WebReport, state_shape


def report_api_router(desk: ReportDesk) -> APIRouter:
    """The two routes; errors have the one shape of ``problem``."""
    router = APIRouter(route_class=JsonRoute, responses=ERRORS, tags=["reports"])

    @router.post("/api/reports", openapi_extra=body_of(WebReport), responses={503: {"model": ErrorAnswer}})
    async def take(
        request: Request,
        response: Response,
        idempotency_key: Annotated[str, Header(description="같은 신고를 다시 보낼 때 같은 값")] = "",
    ) -> ReportTaken:
        """위기를 알리고 접수번호와, 한 번만 보여 주는 확인 코드를 받습니다."""
        report = await read_json(request, WebReport)
        taken = await desk.take(report, idempotency_key)
        response.headers["Cache-Control"] = "no-store"
        return ReportTaken(receipt=taken.receipt, code=taken.code)

    @router.get("/api/reports/{receipt}")
    async def state(
        receipt: str,
        response: Response,
        x_report_code: Annotated[str, Header(description="접수할 때 받은 확인 코드")] = "",
    ) -> ReportStateShape:
        """접수한 일이 어디까지 왔는지 돌려줍니다. 번호와 코드가 맞지 않으면 404입니다."""
        response.headers["Cache-Control"] = "no-store"
        return state_shape(await desk.state(receipt, x_report_code))

    return router
