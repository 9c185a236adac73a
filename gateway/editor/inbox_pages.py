"""The inbox in the console: groups of questions, an answer to all who asked, a draft of the guide that was missing."""

from __future__ import annotations

import asyncio
import re
from typing import get_args

from fastapi.responses import RedirectResponse
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from casework.console.problem import Problem
from casework.console.sessions import Visitor
from gateway.editor.room import GUIDES, INBOX, Room, done_of, editor_of
from gateway.editor.words import editor_words
from knowledge.answer.facets import detect, table
from knowledge.guide import SECTIONS, Domain
from knowledge.inbox.model import QUESTIONS, STATES, Group, State
from knowledge.inbox.store import move
from knowledge.revisions.model import RevisionError, digest
from knowledge.revisions.write import new_guide, with_names, with_paragraph

LONGEST_ANSWER = 1_000
"""What every channel shows in one bubble."""
DOMAINS = get_args(Domain)
_ID = re.compile(r"[a-z0-9][a-z0-9-]{2,59}")
_MOVES: dict[str, tuple[State, tuple[State, ...]]] = {
    "dismiss": ("dismissed", ("new",)),
    "reopen": ("new", ("dismissed",)),
}


class InboxPages:
    """List, one group, and what may be done with it; a refused form shows the page again with what was typed."""

    def __init__(self, room: Room) -> None:
        self.room = room

    async def groups(self, request: Request) -> Response:
        """Groups in one state, those that most people asked first."""
        visitor = await self.room.enter(request)
        state = request.query_params.get("state", "new")
        if state not in STATES:
            raise Problem(404, editor_words().problem["no_state"])
        groups = await asyncio.to_thread(self.room.inbox.groups, state)
        counts = await asyncio.to_thread(self.room.inbox.counts)
        return self.room.show(
            visitor, "inbox.html", groups=groups, counts=counts, state=state, states=STATES, done=done_of(request)
        )

    async def show(self, request: Request) -> Response:
        """One group with its questions."""
        visitor = await self.room.enter(request)
        return await self._page(visitor, await self._group(request), done=done_of(request))

    async def answer(self, request: Request) -> Response:
        """Send an answer of 1 to 1000 characters to everybody who asked and was not answered yet."""
        visitor, typed = await self.room.acting(request)
        group, words = await self._group(request), editor_words().problem
        text = typed.get("text", "").strip()
        if not text or len(text) > LONGEST_ANSWER:
            error = words["long_answer"].format(limit=LONGEST_ANSWER) if text else words["empty_answer"]
            return await self._page(visitor, group, 422, error=error, typed=typed)
        told = await self.room.answers.give(group.id, text, visitor.name)
        if told is None:
            return await self._page(visitor, await self._group(request), 409, error=words["answered"])
        await self.room.note(visitor, "inbox-answer", f"inbox:{group.id}", askers=sum(told))
        return RedirectResponse(f"{INBOX}/{group.id}?done={'answered-some' if told[1] else 'answered'}", 303)

    async def move(self, request: Request) -> Response:
        """Dismiss a group or bring it back."""
        visitor, _ = await self.room.acting(request)
        name, group = str(request.path_params["move"]), await self._group(request)
        if name not in _MOVES:
            raise Problem(404, editor_words().problem["no_group"])
        state, of = _MOVES[name]
        if not await asyncio.to_thread(self.room.inbox.move, group.id, state, of):
            return await self._page(visitor, group, 409, error=editor_words().problem["not_movable"])
        await self.room.note(visitor, f"inbox-{name}", f"inbox:{group.id}")
        done = "dismissed" if name == "dismiss" else "reopened"
        return RedirectResponse(f"{INBOX}?done={done}", 303)

    async def draft(self, request: Request) -> Response:
        """Make the answer a draft: a new guide, or names and a paragraph more in one that is there."""
        visitor, typed = await self.room.acting(request)
        group = await self._group(request)
        try:
            text, guide_id, base = await self._text(group, typed)
            noted = self.room.noted(visitor, "guide-draft", guide_id or f"inbox:{group.id}", inbox=group.id)

            def also(session: Session) -> None:
                move(session, group.id, "drafted", ("answered",))
                noted(session)

            revision = await asyncio.to_thread(
                self.room.editing.save, text, guide_id, editor_of(visitor), base_hash=base, group=group.id, also=also
            )
        except RevisionError as error:
            return await self._page(visitor, group, 422, error=str(error), typed=typed)
        return RedirectResponse(f"{GUIDES}/revisions/{revision.number}?done=saved", 303)

    async def _text(self, group: Group, typed: dict[str, str]) -> tuple[str, str | None, str]:
        """The draft's text, the guide it changes (None: a new one) and the hash of what it was written on."""
        words, way = editor_words().problem, typed.get("way", "")
        if not group.answer:
            raise RevisionError(words["no_answer"])
        questions = [item.question for item in group.items if item.kind in QUESTIONS]
        laid = await self.room.laid()
        if way == "new":
            guide_id, domain = typed.get("id", "").strip(), typed.get("domain", "")
            if not _ID.fullmatch(guide_id):
                raise RevisionError(words["bad_id"])
            if guide_id in laid.catalog:
                raise RevisionError(words["taken_id"])
            if domain not in DOMAINS:
                raise RevisionError(words["bad_choice"])
            text = new_guide(guide_id, domain, questions, group.answer, self.room.today(), _section(group.leader))
            return text, None, digest(None)
        layer, section = laid.layers.get(typed.get("guide", "").strip()), typed.get("section", "")
        if way != "add" or section not in ("", *SECTIONS):
            raise RevisionError(words["bad_choice"])
        if layer is None:
            raise RevisionError(words["no_guide"])
        text = with_names(layer.text, questions)
        return (
            with_paragraph(text, section, group.answer) if section else text, layer.guide.id, digest(layer.text)
        )  # fmt: skip

    async def _group(self, request: Request) -> Group:
        number = str(request.path_params["group"])
        found = None
        if number.isdecimal() and len(number) < 10:
            found = await asyncio.to_thread(self.room.inbox.group, int(number))
        if found is None or not found.items:
            raise Problem(404, editor_words().problem["no_group"])
        return found

    async def _page(
        self, visitor: Visitor, group: Group, status: int = 200, *, error: str = "", done: str = "",
        typed: dict[str, str] | None = None,
    ) -> Response:  # fmt: skip
        laid = await self.room.laid()
        hits = await asyncio.to_thread(self._near, group.leader)
        drafts = [one for one in await asyncio.to_thread(self.room.editing.revisions.open) if one.group == group.id]
        return self.room.show(
            visitor, "group.html", status, group=group, error=error, done=done, typed=typed or {},
            longest=LONGEST_ANSWER,
            new=sum(item.state == "new" for item in group.items), sections=SECTIONS, domains=DOMAINS, drafts=drafts,
            section=_section(group.leader),
            near=[laid.catalog[hit] for hit in hits if hit in laid.catalog], topic=laid.catalog.get(group.topic or ""),
        )  # fmt: skip

    def _near(self, question: str) -> list[str]:
        """Guides that come nearest to the question, for the choice of where the answer belongs."""
        try:
            return [hit.doc for hit in self.room.library.searcher.search(question, 5)]
        except RuntimeError:
            return []


def _section(question: str) -> str:
    """The section in which an answer to this question is looked for."""
    return table()[detect(question)[0]].section
