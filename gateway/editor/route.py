"""The editor's pages as one router; include it before the console's, whose last route takes every address."""

from __future__ import annotations

from fastapi import APIRouter

from casework.console.route import DeskRoute
from gateway.editor.guide_pages import GuidePages
from gateway.editor.inbox_pages import InboxPages
from gateway.editor.room import GUIDES, INBOX, Room


def editor_router(room: Room) -> APIRouter:
    """Every page under /console/inbox and /console/guides."""
    router = APIRouter(route_class=DeskRoute, include_in_schema=False)
    inbox, guides = InboxPages(room), GuidePages(room)
    router.add_api_route(INBOX, inbox.groups, methods=["GET"])
    router.add_api_route(f"{INBOX}/{{group}}", inbox.show, methods=["GET"])
    router.add_api_route(f"{INBOX}/{{group}}/answer", inbox.answer, methods=["POST"])
    router.add_api_route(f"{INBOX}/{{group}}/draft", inbox.draft, methods=["POST"])
    router.add_api_route(f"{INBOX}/{{group}}/{{move}}", inbox.move, methods=["POST"])
    router.add_api_route(GUIDES, guides.found, methods=["GET"])
    router.add_api_route(f"{GUIDES}/new", guides.new, methods=["GET"])
    router.add_api_route(f"{GUIDES}/write", guides.write, methods=["POST"])
    router.add_api_route(f"{GUIDES}/revisions/{{number}}", guides.revision, methods=["GET"])
    router.add_api_route(f"{GUIDES}/revisions/{{number}}/{{deed}}", guides.decide, methods=["POST"])
    router.add_api_route(f"{GUIDES}/{{guide}}", guides.edit, methods=["GET"])
    return router
