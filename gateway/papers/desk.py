"""What the faces, the pages and the files of papers and drafts share: guides by id, and sheets as bytes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from fastapi import Response

from connectors.web.problem import Problem
from gateway.papers.files import file_response
from knowledge.catalog import Catalog
from knowledge.documents.calendar import calendar_file
from knowledge.documents.checklist import Checklist, checklist
from knowledge.documents.draft_data import programmes
from knowledge.documents.pdf import pdf
from knowledge.documents.sheet import checklist_sheet
from knowledge.eligibility.profile import Profile
from knowledge.guide import Guide


@dataclass(frozen=True)
class PaperDesk:
    """The guides in force and the clocks."""

    catalog: Callable[[], Catalog]
    today: Callable[[], date]
    now: Callable[[], datetime]

    def guide(self, guide_id: str) -> Guide:
        """The guide with this id; Problem 404 names the id and where ids are found."""
        guide = self.catalog().get(guide_id)
        if guide is None:
            shown = guide_id[:60].encode("utf-8", "replace").decode()
            raise Problem(404, "no_such_guide", f"'{shown}' 안내가 없어요. 안내 id는 POST /api/search로 찾아요.")
        return guide

    def checklist(self, guide_id: str, profile: Profile | None) -> Checklist:
        """The checklist of a guide for a profile; Problem 404 for an unknown id."""
        return checklist(self.guide(guide_id), profile)

    def draftable(self, guide_id: str) -> bool:
        """Whether a draft application can be made for this guide."""
        return guide_id in programmes()

    async def checklist_pdf(self, guide_id: str, profile: Profile | None) -> Response:
        """The checklist as a PDF file."""
        made = self.checklist(guide_id, profile)
        return file_response(await asyncio.to_thread(pdf, checklist_sheet(made)), f"{made.title} 준비 서류", "pdf")

    def calendar(self, guide_id: str) -> Response:
        """The days to come as a calendar file; Problem 404 when none is known."""
        guide = self.guide(guide_id)
        content = calendar_file(guide, self.today(), self.now())
        if content is None:
            said = f"'{guide.name}'에는 앞으로 올 날짜가 적혀 있지 않아요. 기간: {guide.period or '적혀 있지 않음'}"
            raise Problem(404, "no_date_to_come", said)
        return file_response(content, f"{guide.name} 일정", "ics")
