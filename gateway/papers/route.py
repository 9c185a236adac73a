"""Every face, page and file of papers and drafts on one router."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter

from gateway.conversations import Conversations
from gateway.papers.api import checklist_router
from gateway.papers.desk import PaperDesk
from gateway.papers.draft_api import draft_router
from gateway.papers.draft_pages import draft_page_router
from gateway.papers.drafting import Drafting
from gateway.papers.mine import mine_router
from gateway.papers.paper_pages import paper_page_router

STATIC = Path(__file__).parent / "static"
"""The pages' own files, served under /static/papers."""


def papers_router(desk: PaperDesk, conversations: Conversations) -> APIRouter:
    """/api/checklist…, /api/drafts…, /papers/…, /drafts/…"""
    router = APIRouter()
    router.include_router(checklist_router(desk))
    router.include_router(paper_page_router(desk))
    drafting = Drafting(desk)
    router.include_router(draft_router(drafting))
    router.include_router(draft_page_router(drafting))
    router.include_router(mine_router(drafting, conversations))
    return router
