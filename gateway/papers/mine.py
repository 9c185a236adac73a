"""/drafts/mine/{ticket}/{kind}: the draft somebody answered for in the chat, as a file, by a signed link."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, Request, Response

from connectors.web.problem import Problem
from gateway.conversations import Conversations
from gateway.papers.drafting import Drafting
from gateway.papers.paper_pages import gone


def mine_router(drafting: Drafting, conversations: Conversations) -> APIRouter:
    """The file is made of the sealed answers at the moment it is fetched; 404 once they or the link are gone."""
    router = APIRouter(include_in_schema=False)

    def answers_of(ticket: str) -> dict[str, Any] | None:
        key = conversations.of_ticket(ticket)
        state = conversations.guided(key) if key else None
        return (state or {}).get("draft")

    @router.get("/drafts/mine/{ticket}/{kind}")
    async def mine(request: Request, ticket: str, kind: str) -> Response:
        try:
            told = await asyncio.to_thread(answers_of, ticket)
            if told is None or kind not in ("hwpx", "pdf"):
                raise Problem(
                    404, "no_such_draft", "이 초안은 지워졌거나 링크가 오래됐어요. 대화에서 다시 만들어 주세요."
                )
            made = drafting.make(told["guide"], None, {}, told["answers"])
            return await drafting.file(made, "hwpx" if kind == "hwpx" else "pdf")
        except Problem as problem:
            return gone(request, problem)

    return router
