"""The web channel: its pages, its REST faces and its static files on one router."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter

from connectors.channel import Gateway
from connectors.message import Reply
from connectors.web.chat_api import chat_router
from connectors.web.chat_page import chat_page_router
from connectors.web.consent import consent_words
from connectors.web.content import page_words
from connectors.web.port import ReportChanges, ReportStatus, SubmitReport, WebConversations
from connectors.web.report_after import report_after_api, report_after_pages
from connectors.web.report_api import report_api_router
from connectors.web.report_desk import ReportDesk
from connectors.web.report_page import report_page_router
from connectors.web.static_files import static_router


class WebChannel:
    """One channel; ``router`` carries /, /chat, /report, /api/chat, /api/reports and /static."""

    name = "web"
    shows_kept_lines = True
    """What is kept of a conversation reaches the person by itself."""

    def __init__(self, router: APIRouter) -> None:
        self.router = router

    async def start(self) -> None:
        """Read the page's words now, so that a broken data file stops the start and not a person's visit."""
        page_words()
        consent_words()

    async def stop(self) -> None:
        """Nothing to end: the page asks, nobody calls it."""

    async def push(self, address: Mapping[str, str], reply: Reply) -> bool:
        """Always False: the page reads what a caseworker wrote from the kept conversation."""
        return False


def create(
    gateway: Gateway, conversations: WebConversations, submit_report: SubmitReport, report_status: ReportStatus,
    changes: ReportChanges,
) -> WebChannel:  # fmt: skip
    """The web channel on these ports (see ``connectors.web.port`` for what each must hold)."""
    router = APIRouter()
    router.include_router(chat_router(gateway, conversations))
    router.include_router(chat_page_router(gateway, conversations))
    desk = ReportDesk(submit_report, report_status, changes)
    router.include_router(report_api_router(desk))
    router.include_router(report_page_router(gateway, desk))
    router.include_router(report_after_api(desk))
    router.include_router(report_after_pages(gateway, desk))
    router.include_router(static_router())
    return WebChannel(router)
