"""POST /api/chat and the two reads beside it: the REST face of a conversation."""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request, Response

from connectors.channel import Gateway
from connectors.message import Message
from connectors.web.body import read_json
from connectors.web.port import Updates, WebConversations
from connectors.web.problem import ErrorAnswer, JsonRoute, Problem
from connectors.web.shapes import SENDER, ChatAnswer, ChatQuestion, Forgotten, HistoryShape, answer, history

ERRORS: dict[int | str, dict[str, Any]] = {status: {"model": ErrorAnswer} for status in (400, 404, 413, 415, 422)}
"""Documented errors of every JSON face of the web."""

SenderHeader = Annotated[str, Header(alias="X-Ieum-Sender", description="이 대화의 추측할 수 없는 id(16~128자)")]
_NO_STORE = "no-store"


def body_of(shape: Any) -> dict[str, Any]:
    """The OpenAPI words for a body that the route reads by itself."""
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": shape.model_json_schema()}}}}


def chat_router(gateway: Gateway, conversations: WebConversations) -> APIRouter:
    """The four routes under /api/chat; errors have the one shape of ``problem``."""
    router = APIRouter(route_class=JsonRoute, responses=ERRORS, tags=["chat"])

    @router.post("/api/chat", openapi_extra=body_of(ChatQuestion))
    async def chat(request: Request, response: Response) -> ChatAnswer:
        """한 마디를 보내고 답을 받습니다."""
        question = await read_json(request, ChatQuestion)
        response.headers["Cache-Control"] = _NO_STORE
        return answer(await gateway.turn(message_of(question)))

    @router.get("/api/chat/history")
    async def past(request: Request, response: Response, sender: SenderHeader = "") -> HistoryShape:
        """이 대화의 마지막 50줄과 지금 누가 대화를 맡고 있는지 돌려줍니다."""
        known = checked_sender(request, sender)
        response.headers["Cache-Control"] = _NO_STORE
        lines = tuple(await conversations.history(known))
        last = max((kept.id for kept in lines), default=0)
        now = await conversations.updates(known, last)
        return history(Updates(now.owner, lines + now.lines))

    @router.get("/api/chat/updates")
    async def updates(
        request: Request,
        response: Response,
        sender: SenderHeader = "",
        after: Annotated[int, Query(ge=0, le=2**53, description="마지막으로 받은 줄의 id")] = 0,
    ) -> HistoryShape:
        """after 뒤에 더해진 줄과 지금 누가 대화를 맡고 있는지 곧바로 돌려줍니다."""
        known = checked_sender(request, sender)
        response.headers["Cache-Control"] = _NO_STORE
        return history(await conversations.updates(known, after), after)

    @router.delete("/api/chat")
    async def forget(request: Request, response: Response, sender: SenderHeader = "") -> Forgotten:
        """이 대화에서 남은 것을 서버에서 모두 지웁니다. 사건 기록처럼 남는 것이 있으면 알려 줍니다."""
        known = checked_sender(request, sender)
        response.headers["Cache-Control"] = _NO_STORE
        return Forgotten(message=await conversations.forget(known))

    return router


def message_of(question: ChatQuestion) -> Message:
    """The question as a neutral Message; the web has no other address than its sender."""
    return Message("web", question.sender, question.text, question.message_id or "")


def checked_sender(request: Request, sender: str) -> str:
    """The sender of the header; Problem 422 when it is missing, malformed or in the address (logs keep that)."""
    if "sender" in request.query_params:
        raise Problem(422, "sender_in_address", "sender는 주소가 아니라 X-Ieum-Sender 헤더로 보내 주세요.")
    if not re.fullmatch(SENDER, sender):
        raise Problem(422, "invalid_field", "X-Ieum-Sender 헤더에 영문, 숫자, _, -로 된 16~128자 id가 필요해요.")
    return sender
