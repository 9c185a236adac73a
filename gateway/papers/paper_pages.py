"""/papers/{id}: a checklist to tick off, print, fit to oneself, save as PDF or calendar; without scripts too."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response

from connectors.web.body import read_form
from connectors.web.pages import pages_of
from connectors.web.problem import Problem
from gateway.papers.desk import PaperDesk
from gateway.papers.told import SELECTS, profile_of, tags
from knowledge.documents.calendar import days
from knowledge.documents.checklist import checklist
from knowledge.documents.sheet import UNKNOWN
from knowledge.eligibility.profile import Profile

NOBODY = Profile.model_validate({})
"""Nothing was told."""
show = pages_of(Path(__file__).parent / "templates")


def paper_page_router(desk: PaperDesk) -> APIRouter:
    """The page and its form; nothing that is chosen is kept, and none of it gets into an address."""
    router = APIRouter(include_in_schema=False)

    def page(request: Request, guide_id: str, profile: Profile, told: Mapping[str, Any], error: str = "") -> Response:
        guide = desk.guide(guide_id)
        made = checklist(guide, profile)
        groups = (("꼭 필요한 서류", made.required), ("경우에 따라 필요한 서류", made.conditional))
        return show(
            request, "papers.html", status=422 if error else 200, made=made, groups=groups, unknown=UNKNOWN,
            tags=tags(), selects=SELECTS, told=told, error=error, dated=bool(days(guide, desk.today())),
            draft=desk.draftable(guide_id),
        )  # fmt: skip

    @router.api_route("/papers/{guide_id}", methods=["GET", "HEAD"])
    async def papers(request: Request, guide_id: str) -> Response:
        try:
            return page(request, guide_id, NOBODY, _told({}))
        except Problem as problem:
            return gone(request, problem)

    @router.post("/papers/{guide_id}")
    async def fitted(request: Request, guide_id: str) -> Response:
        fields: dict[str, str] = {}
        try:
            fields = await read_form(request)
            profile = profile_of(fields)
            if fields.get("as") == "pdf":
                return await desk.checklist_pdf(guide_id, profile)
            if fields.get("as") == "ics":
                return desk.calendar(guide_id)
            return page(request, guide_id, profile, _told(fields))
        except Problem as problem:
            if problem.status != 422:
                return gone(request, problem)
            return page(request, guide_id, NOBODY, _told(fields), problem.message)

    return router


def gone(request: Request, problem: Problem) -> Response:
    """A page that says what is not there, and where to go on."""
    return show(request, "gone.html", status=problem.status, message=problem.message)


def _told(fields: Mapping[str, str]) -> dict[str, Any]:
    household = [value for name, value in fields.items() if name.startswith("tag")]
    return {
        **{name: fields.get(name, "") for name, _, _ in SELECTS},
        "household": household,
        "none": fields.get("none"),
    }
