"""Drafts for the faces and the pages: made, checked for numbers that must not be kept, turned into files."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Literal

from fastapi import Response
from pydantic import BaseModel

from casework.privacy.mask import mask
from connectors.web.problem import Problem
from gateway.papers.desk import PaperDesk
from gateway.papers.files import file_response
from knowledge.documents.draft import Draft, draft, draft_sheet
from knowledge.documents.draft_data import programmes
from knowledge.documents.hwpx import hwpx
from knowledge.documents.pdf import pdf
from knowledge.documents.values import ValueProblem
from knowledge.eligibility.profile import Profile


class DraftLine(BaseModel):
    """One programme a draft can be made for; ``open`` says whether applications are taken now."""

    id: str
    title: str
    form: str
    domain: str
    open: bool


class Drafting:
    """Makes drafts; keeps nothing."""

    def __init__(self, desk: PaperDesk) -> None:
        self._desk = desk

    def all(self) -> list[DraftLine]:
        """The programmes whose guides are in force, in the order of their ids."""
        catalog = self._desk.catalog()
        known = [(catalog[guide], programme) for guide, programme in sorted(programmes().items()) if guide in catalog]
        return [
            DraftLine(id=guide.id, title=guide.name, form=p.form, domain=guide.domain, open=guide.status == "open")
            for guide, p in known
        ]

    def make(
        self, guide_id: str, profile: Profile | None, talk: Mapping[str, object], answers: Mapping[str, object]
    ) -> Draft:
        """The draft; Problem 404 for a guide without a form, 422 for a wrong value or a 주민등록번호 in one."""
        guide = self._desk.guide(guide_id)
        if guide.id not in programmes():
            said = f"'{guide.name}'의 신청서 초안은 아직 없어요. 있는 것은 GET /api/drafts에서 볼 수 있어요."
            raise Problem(404, "no_such_draft", said)
        if any(mask(str(value)).found for value in (*talk.values(), *answers.values())):
            raise Problem(422, "number", "주민등록번호 같은 번호는 적지 마세요. 그 칸은 낼 때 손으로 써 주세요.")
        try:
            return draft(guide, profile, talk, answers)
        except ValueProblem as wrong:
            raise Problem(422, "invalid_field", str(wrong)) from None

    async def file(self, made: Draft, kind: Literal["pdf", "hwpx"]) -> Response:
        """The draft as a PDF or HWPX file."""
        sheet = draft_sheet(made, self._desk.guide(made.id))
        content = await asyncio.to_thread(pdf if kind == "pdf" else hwpx, sheet)
        return file_response(content, f"{made.form} 초안", kind)
