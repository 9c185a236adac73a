"""POST /api/checklist and its files (DESIGN §7)."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

from connectors.web.body import clean, read_json
from connectors.web.chat_api import ERRORS, body_of
from connectors.web.problem import JsonRoute
from gateway.papers.desk import PaperDesk
from gateway.papers.files import TYPES
from knowledge.documents.checklist import Checklist
from knowledge.eligibility.profile import Profile

GuideId = Annotated[str, StringConstraints(min_length=1, max_length=100), BeforeValidator(clean)]


class ChecklistRequest(BaseModel):
    """Which guide, and for whom; without a profile every condition stays open."""

    model_config = ConfigDict(extra="forbid")

    id: GuideId
    profile: Profile | None = None


def file_of(kind: str) -> dict[str, Any]:
    """The OpenAPI words for an answer that is a file."""
    content = {TYPES[kind]: {"schema": {"type": "string", "format": "binary"}}}  # type: ignore[index]
    return {"responses": {200: {"description": "파일", "content": content}, **ERRORS}, "response_class": Response}


def checklist_router(desk: PaperDesk) -> APIRouter:
    """/api/checklist as JSON, .pdf and .ics; 404 for an unknown guide, 422 for a malformed profile."""
    router = APIRouter(route_class=JsonRoute, tags=["papers"])
    body = body_of(ChecklistRequest)

    @router.post("/api/checklist", openapi_extra=body, responses=ERRORS)
    async def checklist(request: Request) -> Checklist:
        """한 안내의 준비 서류를 처지에 맞춰 돌려줍니다."""
        asked = await read_json(request, ChecklistRequest)
        return desk.checklist(asked.id, asked.profile)

    @router.post("/api/checklist.pdf", openapi_extra=body, **file_of("pdf"))
    async def checklist_pdf(request: Request) -> Response:
        """준비 서류를 인쇄할 PDF로 돌려줍니다."""
        asked = await read_json(request, ChecklistRequest)
        return await desk.checklist_pdf(asked.id, asked.profile)

    @router.post("/api/checklist.ics", openapi_extra=body, **file_of("ics"))
    async def checklist_calendar(request: Request) -> Response:
        """신청이 열리고 닫히는 날을 달력 파일로 돌려줍니다."""
        asked = await read_json(request, ChecklistRequest)
        return desk.calendar(asked.id)

    return router
