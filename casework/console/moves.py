"""What a caseworker does with a case: take it, note a contact, link a service, close it, remark, open personal data."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from fastapi.responses import RedirectResponse
from starlette.requests import Request
from starlette.responses import Response

from casework.actor import Actor
from casework.after import After
from casework.cases import CaseNotFound, Cases, MoveError
from casework.console.case import LONGEST_NOTE, CasePages, case_id
from casework.console.desk import Desk
from casework.console.problem import NOT_FOUND, Problem
from casework.console.words import desk_words

Fields = dict[str, str]
MOVES: dict[str, Callable[[Cases, str, Actor, Fields], object]] = {
    "acknowledge": lambda cases, id, by, _: cases.acknowledge(id, by, "담당자 화면"),
    "take": lambda cases, id, by, _: cases.take(id, by),
    "contact": lambda cases, id, by, typed: cases.contact(id, by, typed.get("text", "")),
    "link": lambda cases, id, by, typed: cases.link(id, by, typed.get("service", ""), typed.get("text", "")),
    "close": lambda cases, id, by, typed: cases.close(id, by, typed.get("reason", ""), typed.get("text", "")),
    "note": lambda cases, id, by, typed: cases.note(id, by, typed.get("text", "")),
}


class MovePages:
    """The forms of a case page; a refused one shows the page again with the reason and what was typed."""

    def __init__(self, desk: Desk, pages: CasePages) -> None:
        self.desk, self.pages = desk, pages

    async def move(self, request: Request) -> Response:
        """Make one move of MOVES and go back to the page."""
        name, id = str(request.path_params["move"]), case_id(request)
        visitor, typed = await self.desk.acting(request)
        if name not in MOVES:
            raise Problem(404, NOT_FOUND)
        try:
            if len(typed.get("text", "")) > LONGEST_NOTE:
                raise MoveError(f"글이 너무 길어요. {LONGEST_NOTE}자까지 적을 수 있어요.")
            await asyncio.to_thread(MOVES[name], self.desk.cases, id, visitor.actor, typed)
            if name == "close":
                await self._give_back(id, visitor.staff_id)
        except CaseNotFound as error:
            raise Problem(404, NOT_FOUND) from error
        except MoveError as error:
            return await self.pages.page(visitor, id, 409, error=str(error), typed=typed, tried=name)
        return RedirectResponse(f"/console/cases/{id}?done={name}", 303)

    async def reveal(self, request: Request) -> Response:
        """Show name, contact and place once, after a purpose was given; the ledger audits it first."""
        id = case_id(request)
        visitor, typed = await self.desk.acting(request)
        purpose, text = desk_words().purpose.get(typed.get("purpose", "")), typed.get("text", "").strip()
        try:
            if purpose is None:
                raise MoveError("개인정보를 보는 까닭을 골라 주세요.")
            if typed["purpose"] == "other" and not text:
                raise MoveError("'그 밖의 까닭'은 무엇인지 한 줄 적어 주세요.")
            why = f"{purpose}: {text}" if text else purpose
            revealed = await asyncio.to_thread(self.desk.cases.reveal, id, visitor.actor, why)
        except CaseNotFound as error:
            raise Problem(404, NOT_FOUND) from error
        except MoveError as error:
            return await self.pages.page(visitor, id, 409, error=str(error), typed=typed, tried="reveal")
        return await self.pages.page(visitor, id, revealed=revealed)

    async def household(self, request: Request) -> Response:
        """Say whether another case is of the same household."""
        id = case_id(request)
        visitor, typed = await self.desk.acting(request)
        try:
            if typed.get("same") not in ("yes", "no"):
                raise MoveError("같은 집인지 다른 집인지 골라 주세요.")
            same, other = typed["same"] == "yes", typed.get("other", "")
            await asyncio.to_thread(After(self.desk.cases).decide_household, id, other, visitor.actor, same)
        except LookupError as error:
            raise Problem(404, NOT_FOUND) from error
        except MoveError as error:
            return await self.pages.page(visitor, id, 409, error=str(error))
        return RedirectResponse(f"/console/cases/{id}?done=household", 303)

    async def _give_back(self, id: str, by: str) -> None:
        """A human who closed the last open case of a conversation no longer holds it: the bot speaks again."""
        conversation = (await self.pages.find(id)).conversation
        if not conversation or not await self.desk.talk.owner(conversation):
            return
        if await asyncio.to_thread(self.desk.cases.progress, conversation) is None:
            await self.desk.talk.hand_back(conversation, by)
