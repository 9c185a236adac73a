"""GET / and /chat: the chat page. POST /chat: the same conversation for browsers that run no script."""

from __future__ import annotations

import secrets
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError

from connectors.channel import Gateway
from connectors.message import Reply
from connectors.web.body import read_form
from connectors.web.chat_api import message_of
from connectors.web.content import numbers_for
from connectors.web.pages import page
from connectors.web.port import WebConversations
from connectors.web.problem import Problem, describe
from connectors.web.security import CSRF_COOKIE, SENDER_COOKIE, csrf_of, keep, require_own_form, sender_of
from connectors.web.shapes import ChatQuestion, bubble, line


def chat_page_router(gateway: Gateway, conversations: WebConversations) -> APIRouter:
    """The pages; a form post keeps its sender in an HttpOnly cookie and repeats safely (message_id in the form)."""
    router = APIRouter(include_in_schema=False)

    async def show(request: Request, sender: str | None, **context: Any) -> Response:
        past = [line(kept) for kept in await conversations.history(sender)] if sender else []
        token = csrf_of(request)
        response = page(request, "chat.html", past=past, csrf=token, message_id=secrets.token_urlsafe(16), **context)
        keep(response, request, CSRF_COOKIE, token)
        return response

    @router.api_route("/", methods=["GET", "HEAD"])
    @router.api_route("/chat", methods=["GET", "HEAD"])
    async def chat(request: Request) -> Response:
        return await show(request, sender_of(request))

    @router.post("/chat")
    async def say(request: Request) -> Response:
        sender = sender_of(request) or secrets.token_urlsafe(32)
        fields: dict[str, str] = {}
        try:
            fields = await read_form(request)
            require_own_form(request, fields.get("csrf", ""), gateway.setting("public_url"))
            question = _question(sender, fields)
        except Problem as problem:
            kept = fields.get("text", "")
            return await show(request, sender_of(request), error=problem.message, draft=kept, status=problem.status)
        reply = await gateway.turn(message_of(question))
        response = await show(request, sender, **_latest(question.text, reply))
        keep(response, request, SENDER_COOKIE, sender)
        return response

    @router.post("/chat/clear")
    async def clear(request: Request) -> Response:
        sender = sender_of(request)
        try:
            fields = await read_form(request)
            require_own_form(request, fields.get("csrf", ""), gateway.setting("public_url"))
        except Problem as problem:
            return await show(request, sender, error=problem.message, status=problem.status)
        told = await conversations.forget(sender) if sender else ""
        response = await show(request, None, cleared=told)
        response.delete_cookie(SENDER_COOKIE, path="/")
        return response

    return router


def _question(sender: str, fields: dict[str, str]) -> ChatQuestion:
    given = {"sender": sender, "text": fields.get("choice") or fields.get("text", "")}
    try:
        return ChatQuestion.model_validate({**given, "message_id": fields.get("message_id") or None})
    except ValidationError as error:
        blank = not given["text"].strip()
        raise Problem(422, "invalid_field", "내용을 적어 주세요." if blank else describe(error.errors())) from None


def _latest(text: str, reply: Reply) -> dict[str, Any]:
    risk = reply.risk if reply.risk and reply.risk.level in ("emergency", "high") else None
    return {
        "said": text,
        "bubbles": [bubble(part) for part in reply.parts],
        "silent": not reply.parts,
        "risk": risk,
        "crisis_numbers": numbers_for(risk.kinds) if risk else [],
        "receipt": reply.receipt,
    }
