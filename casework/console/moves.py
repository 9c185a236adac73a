"""What a caseworker does with a case: take it, give it away, note a contact, link a service, close it, remark."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from fastapi.responses import RedirectResponse
from starlette.requests import Request
from starlette.responses import Response

from casework.actor import Actor
from casework.after import After
from casework.cases import CaseNotFound, MoveError
from casework.console.case import LONGEST_NOTE, CasePages, case_id
from casework.console.desk import Desk
from casework.console.linking import with_guide
from casework.console.problem import NOT_FOUND, Problem
from casework.console.times import SEOUL
from casework.console.words import desk_words
from casework.handover import teller

Fields = dict[str, str]


def _contact(desk: Desk, id: str, by: Actor, typed: Fields) -> object:
    """A contact or, when nobody was reached, an attempt."""
    move = desk.cases.attempt if typed.get("reached") == "no" else desk.cases.contact
    who, how = typed.get("who", ""), typed.get("how", "")
    return move(id, by, typed.get("text", ""), who, how, _moment(typed.get("next_try", "")))


def _transfer(desk: Desk, id: str, by: Actor, typed: Fields) -> object:
    colleague = next((one for one in desk.staff.acting() if one.id == typed.get("to", "")), None)
    if colleague is None:
        raise MoveError("넘겨받을 사람을 목록에서 골라 주세요.")
    tell = teller(desk.cases.vault, desk.contact_of, by, colleague)
    return desk.cases.transfer(id, by, colleague.actor, typed.get("text", ""), tell)


MOVES: dict[str, Callable[[Desk, str, Actor, Fields], object]] = {
    "acknowledge": lambda desk, id, by, _: desk.cases.acknowledge(id, by, "담당자 화면"),
    "take": lambda desk, id, by, _: desk.cases.take(id, by),
    "transfer": _transfer,
    "contact": _contact,
    "link": lambda desk, id, by, typed: desk.cases.link(
        id, by, typed.get("service", ""), typed.get("text", ""), typed.get("guide", "")
    ),
    "close": lambda desk, id, by, typed: desk.cases.close(id, by, typed.get("reason", ""), typed.get("text", "")),
    "note": lambda desk, id, by, typed: desk.cases.note(id, by, typed.get("text", "")),
    "place": lambda desk, id, by, typed: desk.cases.place(id, by, typed.get("district", "")),
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
        case = await self.desk.case(visitor, id)
        try:
            if len(typed.get("text", "")) > LONGEST_NOTE:
                raise MoveError(f"글이 너무 길어요. {LONGEST_NOTE}자까지 적을 수 있어요.")
            given = await with_guide(self.desk, typed) if name == "link" else typed
            await asyncio.to_thread(MOVES[name], self.desk, id, visitor.actor, given)
            if name == "close":
                await self._give_back(case.conversation, visitor.staff_id)
        except MoveError as error:
            return await self.pages.page(visitor, id, 409, error=str(error), typed=typed, tried=name)
        done = "attempt" if name == "contact" and typed.get("reached") == "no" else name
        return RedirectResponse(f"/console/cases/{id}?done={done}", 303)

    async def reveal(self, request: Request) -> Response:
        """Show name, contact and place once, after a purpose was given; the ledger audits it first."""
        id = case_id(request)
        visitor, typed = await self.desk.acting(request)
        await self.desk.case(visitor, id)
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
        """Say whether another case is of the same household; this one must be in the visitor's sight."""
        id = case_id(request)
        visitor, typed = await self.desk.acting(request)
        await self.desk.case(visitor, id)
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

    async def _give_back(self, conversation: str | None, by: str) -> None:
        """A human who closed the last open case of a conversation no longer holds it: the bot speaks again."""
        if not conversation or not await self.desk.talk.owner(conversation):
            return
        if await asyncio.to_thread(self.desk.cases.progress, conversation) is None:
            await self.desk.talk.hand_back(conversation, by)


def _moment(text: str) -> datetime | None:
    """A time typed in Korea ("2026-03-04T15:00"); None for nothing, MoveError for what is no time."""
    if not text:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M").replace(tzinfo=SEOUL)
    except ValueError as error:
        raise MoveError(f"때를 읽을 수 없어요: {text[:30]!r}. '2026-03-04T15:00'처럼 적어 주세요.") from error
