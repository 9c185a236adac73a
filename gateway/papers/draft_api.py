"""/api/drafts: which drafts there are, and one filled in, as JSON, PDF or HWPX."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from connectors.web.body import clean, read_json
from connectors.web.chat_api import ERRORS, body_of
from connectors.web.problem import JsonRoute
from gateway.papers.api import GuideId, file_of
from gateway.papers.drafting import Drafting, DraftLine
from knowledge.documents.draft import Draft
from knowledge.eligibility.profile import Profile

Value = Annotated[str, StringConstraints(max_length=1_000), BeforeValidator(clean)]
Values = Annotated[dict[Annotated[str, StringConstraints(max_length=40)], Value | int | None], Field(max_length=60)]


class DraftRequest(BaseModel):
    """Which guide; the profile, what was said in a talk and what was answered, by field."""

    model_config = ConfigDict(extra="forbid")

    id: GuideId
    profile: Profile | None = None
    talk: Values = {}
    answers: Values = {}


def draft_router(drafting: Drafting) -> APIRouter:
    """GET /api/drafts; POST /api/drafts and its files. Nothing that is sent is kept, and nothing is submitted."""
    router = APIRouter(route_class=JsonRoute, tags=["papers"])
    body: dict[str, Any] = body_of(DraftRequest)

    async def made(request: Request) -> Draft:
        asked = await read_json(request, DraftRequest)
        return drafting.make(asked.id, asked.profile, asked.talk, asked.answers)

    @router.get("/api/drafts", responses=ERRORS)
    async def drafts() -> list[DraftLine]:
        """초안을 만들 수 있는 신청서를 모두 돌려줍니다."""
        return drafting.all()

    @router.post("/api/drafts", openapi_extra=body, responses=ERRORS)
    async def draft(request: Request) -> Draft:
        """아는 것을 채운 신청서 초안과 더 물을 것을 돌려줍니다. 어디에도 내지 않습니다."""
        return await made(request)

    @router.post("/api/drafts.pdf", openapi_extra=body, **file_of("pdf"))
    async def draft_pdf(request: Request) -> Response:
        """초안을 PDF로 돌려줍니다."""
        return await drafting.file(await made(request), "pdf")

    @router.post("/api/drafts.hwpx", openapi_extra=body, **file_of("hwpx"))
    async def draft_hwpx(request: Request) -> Response:
        """초안을 한글 문서(HWPX)로 돌려줍니다."""
        return await drafting.file(await made(request), "hwpx")

    return router
