"""Talking with the citizen from the case page: take over, write, hand back."""

from __future__ import annotations

import asyncio

from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.requests import Request
from starlette.responses import Response

from casework import audit
from casework.console.case import LONGEST_LINE, CasePages, case_id
from casework.console.desk import Desk
from casework.console.problem import Problem
from casework.console.render import fragment, marked
from casework.console.sessions import Visitor
from casework.console.suggesting import drafts
from casework.console.words import desk_words
from casework.timeline import write as write_line


class TalkPages:
    """The conversation panel of a case; a refused line shows the page again with what was typed."""

    def __init__(self, desk: Desk, pages: CasePages) -> None:
        self.desk, self.pages = desk, pages

    async def lines(self, request: Request) -> Response:
        """The self-refreshing lines, 204 when unchanged since ``?mark=``; does not keep the session alive."""
        visitor = await self.desk.reading(request, touch=False)
        conversation, id = await self._conversation(visitor, request)
        body, mark = marked("_lines.html", id=id, lines=await self.desk.talk.lines(conversation))
        if request.query_params.get("mark", "") == mark:
            return Response(status_code=204)
        return HTMLResponse(body)

    async def suggest(self, request: Request) -> Response:
        """Replies with sources that the guides suggest, as a part of the page."""
        visitor = await self.desk.reading(request)
        conversation, _ = await self._conversation(visitor, request)
        return HTMLResponse(fragment("_suggestions.html", suggested=await drafts(self.desk, conversation)))

    async def take(self, request: Request) -> Response:
        """The visitor speaks from now on."""
        visitor, _ = await self.desk.acting(request)
        conversation, id = await self._conversation(visitor, request)
        await self._note(visitor, "talk-take", id)
        await self.desk.talk.take(conversation, visitor.staff_id)
        return RedirectResponse(f"/console/cases/{id}?done=talk-take", 303)

    async def say(self, request: Request) -> Response:
        """Send one line of 1 to 1000 characters; only whoever holds the conversation may."""
        visitor, typed = await self.desk.acting(request)
        conversation, id = await self._conversation(visitor, request)
        text = typed.get("text", "").strip()
        refusal = await self._refusal(visitor, conversation, text)
        if refusal:
            return await self.pages.page(visitor, id, 409, error=refusal, typed=typed, tried="say")
        sent = await self.desk.talk.say(conversation, visitor.staff_id, text)
        return RedirectResponse(f"/console/cases/{id}?done={'talk-said' if sent else 'talk-kept'}", 303)

    async def hand_back(self, request: Request) -> Response:
        """The bot speaks again; a supervisor may hand back for somebody else."""
        visitor, _ = await self.desk.acting(request)
        conversation, id = await self._conversation(visitor, request)
        holder = await self.desk.talk.owner(conversation)
        if holder not in ("", visitor.staff_id) and visitor.role != "supervisor":
            name = await self.pages.name_of(holder)
            return await self.pages.page(visitor, id, 409, error=f"이 대화는 {name} 님이 하고 있어요.", tried="back")
        await self._note(visitor, "talk-back", id)
        await self.desk.talk.hand_back(conversation, visitor.staff_id)
        return RedirectResponse(f"/console/cases/{id}?done=talk-back", 303)

    async def _conversation(self, visitor: Visitor, request: Request) -> tuple[str, str]:
        case = await self.desk.case(visitor, case_id(request))
        if not case.conversation:
            raise Problem(404, "이 사건에는 이어진 대화가 없어요. 신고에 적힌 연락처로 연락해 주세요.")
        return case.conversation, case.id

    async def _refusal(self, visitor: Visitor, conversation: str, text: str) -> str:
        if await self.desk.talk.owner(conversation) != visitor.staff_id:
            return "대화를 먼저 맡아 주세요. 챗봇이나 다른 담당자가 말하고 있어요."
        if not text:
            return "보낼 말이 비어 있어요."
        if len(text) > LONGEST_LINE:
            return f"한 번에 {LONGEST_LINE}자까지 보낼 수 있어요. 지금 {len(text)}자예요."
        return ""

    async def _note(self, visitor: Visitor, action: str, case_id: str) -> None:
        def write() -> None:
            with self.desk.store.session() as session:
                at, line = self.desk.now(), desk_words().talk[action]
                write_line(session, case_id, at, "talk", visitor.name, line, by=visitor.staff_id)
                audit.record(session, at, visitor.actor, action, case_id)

        await asyncio.to_thread(write)
