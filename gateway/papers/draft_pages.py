"""/drafts: the forms there are; /drafts/{id}: fill one in and take it along as PDF or HWPX, without scripts."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response

from connectors.web.body import clean, read_form
from connectors.web.problem import Problem
from gateway.papers.drafting import Drafting
from gateway.papers.paper_pages import gone, show
from knowledge.documents.draft import ORIGINS
from knowledge.documents.draft_data import common

DOMAINS = {
    "youth": "청년",
    "housing": "주거",
    "welfare": "복지",
    "crisis": "긴급",
    "mind": "마음",
    "procurement": "기업",
}


def draft_page_router(drafting: Drafting) -> APIRouter:
    """The pages; what is filled in lives in the page alone, and none of it gets into an address."""
    router = APIRouter(include_in_schema=False)

    @router.api_route("/drafts", methods=["GET", "HEAD"])
    async def drafts(request: Request) -> Response:
        return show(request, "drafts.html", lines=drafting.all(), domains=DOMAINS)

    def page(
        request: Request, guide_id: str, answers: Mapping[str, str], error: str = "", status: int = 200
    ) -> Response:
        made = drafting.make(guide_id, None, {}, {} if error else answers)
        fields = common().fields
        return show(
            request, "draft.html", status=status, made=made, fields=fields, given=answers, error=error, origins=ORIGINS
        )

    @router.api_route("/drafts/{guide_id}", methods=["GET", "HEAD"])
    async def draft(request: Request, guide_id: str) -> Response:
        try:
            return page(request, guide_id, {})
        except Problem as problem:
            return gone(request, problem)

    @router.post("/drafts/{guide_id}")
    async def filled(request: Request, guide_id: str) -> Response:
        answers: dict[str, str] = {}
        try:
            sent = await read_form(request)
            kind = sent.pop("as", "page")
            answers = {name: clean(value) for name, value in sent.items() if value.strip()}
            made = drafting.make(guide_id, None, {}, answers)
            if kind in ("pdf", "hwpx"):
                return await drafting.file(made, "pdf" if kind == "pdf" else "hwpx")
            return page(request, guide_id, answers)
        except Problem as problem:
            if problem.status == 404:
                return gone(request, problem)
            known = {} if problem.code == "number" else answers
            return page(request, guide_id, known, problem.message, problem.status)

    return router
