"""Guides in the console: found, written with their problems beside them, proposed, approved by a second person."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi.responses import RedirectResponse
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from casework.console.problem import Problem
from casework.console.sessions import Visitor
from gateway.editor.preview import diff, preview, rules
from gateway.editor.room import GUIDES, Room, done_of, editor_of
from gateway.editor.words import editor_words
from knowledge.catalog import squeeze
from knowledge.inbox.store import move
from knowledge.revisions.model import Conflict, NotAllowed, Revision, RevisionError, UnknownRevision, digest
from knowledge.revisions.problems import LONGEST, problems

SHOWN = 60
EMPTY = """---
id:
name:
domain: welfare
kind: program
audience:
summary:
aliases:
-
as_of: '{today}'
confidence: medium
---

## 한눈에

"""


class GuidePages:
    """Every page about guides; a refused form shows the page again with what was typed."""

    def __init__(self, room: Room) -> None:
        self.room = room

    async def found(self, request: Request) -> Response:
        """What waits for somebody, and the guides whose name, alias or id holds ``?q=``."""
        visitor = await self.room.enter(request)
        asked = request.query_params.get("q", "").strip()[:100]
        laid, wanted = await self.room.laid(), squeeze(asked)
        found = [
            layer for layer in laid.layers.values()
            if wanted and any(wanted in squeeze(n) for n in (layer.guide.id, layer.guide.name, *layer.guide.aliases))
        ]  # fmt: skip
        open_ones = await asyncio.to_thread(self.room.editing.revisions.open)
        return self.room.show(
            visitor, "guides.html", asked=asked, found=found[:SHOWN], more=max(0, len(found) - SHOWN),
            total=len(laid.layers), open=open_ones, trouble=laid.trouble, done=done_of(request),
        )  # fmt: skip

    async def new(self, request: Request) -> Response:
        """An empty guide to fill in."""
        visitor = await self.room.enter(request)
        return await self._write(visitor, {"text": EMPTY.format(today=self.room.today()), "base_hash": digest(None)})

    async def edit(self, request: Request) -> Response:
        """The text in force of one guide, to be changed, with its history."""
        visitor, guide_id = await self.room.enter(request), str(request.path_params["guide"])
        layer = (await self.room.laid()).layers.get(guide_id)
        if layer is None:
            raise Problem(404, editor_words().problem["no_guide"])
        return await self._write(visitor, {"text": layer.text, "guide": guide_id, "base_hash": digest(layer.text)})

    async def write(self, request: Request) -> Response:
        """Look through a text (``act`` check), keep it as a draft (save), or keep and propose it (propose)."""
        visitor, typed = await self.room.acting(request)
        act = typed.get("act", "check")
        if act not in ("check", "save", "propose"):
            raise Problem(404, editor_words().problem["bad_choice"])
        if act == "check":
            return await self._write(visitor, typed)
        try:
            revision = await asyncio.to_thread(self._save, visitor, typed)
            if act == "propose":
                await asyncio.to_thread(self._propose, visitor, revision)
        except (RevisionError, ValueError) as error:
            return await self._refused(visitor, typed, error)
        done = "proposed" if act == "propose" else "saved"
        return RedirectResponse(f"{GUIDES}/revisions/{revision.number}?done={done}", 303)

    async def revision(self, request: Request) -> Response:
        """One revision: one's own draft to go on with, anything else to look through."""
        visitor = await self.room.enter(request)
        return await self._revision(visitor, await self._found(request), done=done_of(request))

    async def decide(self, request: Request) -> Response:
        """Approve a proposal, or send it back (one's own: take it back)."""
        visitor, typed = await self.room.acting(request)
        deed, found = str(request.path_params["deed"]), await self._found(request)
        if deed not in ("approve", "decline"):
            raise Problem(404, editor_words().problem["bad_choice"])
        try:
            after = await asyncio.to_thread(self._decided, visitor, found, deed, typed.get("note", ""))
        except RevisionError as error:
            return await self._revision(visitor, await self._found(request), _status(error), error=str(error))
        if after.state == "approved":
            await asyncio.to_thread(self.room.cases.add, after)
        return RedirectResponse(f"{GUIDES}/revisions/{after.number}?done={after.state}", 303)

    def _save(self, visitor: Visitor, typed: dict[str, str]) -> Revision:
        number, group = _number(typed.get("number")), _number(typed.get("group"))
        return self.room.editing.save(
            typed.get("text", ""), typed.get("guide") or None, editor_of(visitor), number=number, group=group,
            base_hash=typed.get("base_hash", ""),
            also=self.room.noted(visitor, "guide-draft", typed.get("guide") or "new", number=number),
        )  # fmt: skip

    def _propose(self, visitor: Visitor, one: Revision) -> None:
        note = self.room.noted(visitor, "guide-propose", one.guide_id, number=one.number)
        try:
            self.room.editing.propose(one.number, editor_of(visitor), also=note)
        except RevisionError as error:
            raise _Kept(one, str(error)) from error

    def _decided(self, visitor: Visitor, one: Revision, deed: str, note: str) -> Revision:
        noted = self.room.noted(visitor, f"guide-{deed}", one.guide_id, number=one.number)

        def also(session: Session) -> None:
            if one.group is not None:
                move(session, one.group, "done" if deed == "approve" else "answered", ("drafted",))
            noted(session)

        if deed == "approve":
            return self.room.editing.approve(one.number, editor_of(visitor), also=also)
        return self.room.editing.revisions.decline(one.number, editor_of(visitor), note, also=also)

    async def _refused(self, visitor: Visitor, typed: dict[str, str], error: ValueError) -> Response:
        if isinstance(error, _Kept):
            typed = typed | {"number": str(error.revision.number), "guide": error.revision.guide_id}
        if isinstance(error, Conflict):
            layer = (await self.room.laid()).layers.get(typed.get("guide", ""))
            # Seen the difference to what is in force now, a second press means it.
            typed = typed | {"base_hash": digest(layer.text if layer else None)}
        return await self._write(visitor, typed, _status(error), error=str(error))

    async def _write(self, visitor: Visitor, typed: dict[str, str], status: int = 200, error: str = "") -> Response:
        guide_id, text = typed.get("guide", ""), typed.get("text", "")
        laid = await self.room.laid()
        current = laid.layers.get(guide_id)
        history = await asyncio.to_thread(self.room.editing.revisions.history, guide_id) if guide_id else []
        return self.room.show(
            visitor, "write.html", status, typed=typed, text=text, guide=guide_id, current=current, error=error,
            history=history, longest=LONGEST, **await self._seen(text, guide_id if current else "", typed.get("group")),
        )  # fmt: skip

    async def _revision(
        self, visitor: Visitor, one: Revision, status: int = 200, *, error: str = "", done: str = ""
    ) -> Response:
        laid = await self.room.laid()
        current = laid.layers.get(one.guide_id)
        shown: dict[str, Any] = await self._seen(one.text, one.guide_id if current else "", str(one.group or ""))
        history = await asyncio.to_thread(self.room.editing.revisions.history, one.guide_id)
        return self.room.show(
            visitor, "revision.html", status, one=one, error=error, done=done, current=current, history=history,
            mine=one.author_id == visitor.staff_id, longest=LONGEST, text=one.text,
            guide=one.guide_id if current else "",
            typed={"number": str(one.number), "base_hash": one.base_hash, "group": str(one.group or "")}, **shown,
        )  # fmt: skip

    async def _seen(self, text: str, guide_id: str, group: str | None) -> dict[str, Any]:
        """Problems, difference and preview of a text."""
        laid = await self.room.laid()
        current = laid.layers.get(guide_id)
        guide, wrong = await asyncio.to_thread(problems, text, guide_id or None, laid.catalog)
        asked = await asyncio.to_thread(self.room.inbox.group, _number(group) or 0)
        question = asked.leader if asked and asked.kind == "question" else ""
        said = await asyncio.to_thread(preview, self.room, guide, laid.catalog, question) if guide else []
        return {"problems": wrong, "diff": diff(current.text if current else "", text), "said": said,
                "rules": rules(guide) if guide else []}  # fmt: skip

    async def _found(self, request: Request) -> Revision:
        number = _number(str(request.path_params["number"]))
        try:
            return await asyncio.to_thread(self.room.editing.revisions.get, number or 0)
        except UnknownRevision as error:
            raise Problem(404, str(error)) from error


class _Kept(RevisionError):
    """The draft was kept, but could not be proposed."""

    def __init__(self, revision: Revision, text: str) -> None:
        super().__init__(text)
        self.revision = revision


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


def _status(error: ValueError) -> int:
    return 403 if isinstance(error, NotAllowed) else 409 if isinstance(error, Conflict) else 422
