"""Every face, page and file of papers and drafts on one router."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter

from gateway.papers.api import checklist_router
from gateway.papers.desk import PaperDesk
from gateway.papers.paper_pages import paper_page_router

STATIC = Path(__file__).parent / "static"
"""The pages' own files, served under /static/papers."""


def papers_router(desk: PaperDesk) -> APIRouter:
    """/api/checklist…, /papers/…"""
    router = APIRouter()
    router.include_router(checklist_router(desk))
    router.include_router(paper_page_router(desk))
    return router
