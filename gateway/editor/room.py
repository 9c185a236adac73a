"""What the editor's pages share: the desk's door, the editor's roles, the services behind the pages."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, FileSystemLoader
from sqlalchemy.orm import Session
from starlette.requests import Request

from casework import audit
from casework.console.desk import Desk, Link
from casework.console.problem import Problem
from casework.console.render import environment
from casework.console.sessions import Visitor
from casework.console.signals import LINK as SIGNALS
from casework.privacy.mask import mask
from gateway.editor.answers import Answers
from gateway.editor.cases import Cases
from gateway.editor.words import editor_words
from knowledge.guide import GuideError
from knowledge.inbox import Inbox
from knowledge.index.library import Library
from knowledge.revisions.editing import Editing
from knowledge.revisions.layers import Laid
from knowledge.revisions.model import EDITING_ROLES, Editor
from knowledge.revisions.store import Also

INBOX, GUIDES = "/console/inbox", "/console/guides"
LINKS = (SIGNALS, Link("질문함", INBOX, EDITING_ROLES), Link("안내", GUIDES, EDITING_ROLES))
LARGEST_FORM = 512 * 1024
"""A guide's Korean text triples its size on the way: nine bytes per letter."""


@dataclass(frozen=True)
class Room:
    """The services of the editor's pages."""

    desk: Desk
    inbox: Inbox
    answers: Answers
    editing: Editing
    library: Library
    cases: Cases
    today: Callable[[], date]

    async def enter(self, request: Request) -> Visitor:
        """A signed-in visitor who may edit; Elsewhere to the login, Problem 403 for other roles."""
        visitor = await self.desk.enter(request)
        if visitor.role not in EDITING_ROLES:
            raise Problem(403, editor_words().problem["forbidden"])
        return visitor

    async def acting(self, request: Request) -> tuple[Visitor, dict[str, str]]:
        """An editor and the form they sent; Problem 403 for other roles and for a form that is not ours."""
        visitor = await self.desk.enter(request)
        fields = await self.desk.submitted(request, visitor, LARGEST_FORM)
        if visitor.role not in EDITING_ROLES:
            raise Problem(403, editor_words().problem["forbidden"])
        if any(mask(value).found for value in fields.values()):
            raise Problem(422, editor_words().problem["number"])
        return visitor, fields

    async def laid(self) -> Laid:
        """The guides in force; Problem 503 while the files cannot be read."""
        try:
            return await asyncio.to_thread(self.editing.laid)
        except GuideError as error:
            raise Problem(503, editor_words().problem["unreadable"].format(error=str(error)[:500])) from error

    def show(self, visitor: Visitor, template: str, status: int = 200, **context: Any) -> HTMLResponse:
        """One of our templates as a page of the desk."""
        page = _environment().get_template(template)
        return HTMLResponse(page.render(**self.desk.common(visitor), **context), status_code=status)

    def noted(self, visitor: Visitor, action: str, subject: str, **detail: Any) -> Also:
        """What keeps an audit record in the transaction of the change it tells."""

        def note(session: Session) -> None:
            audit.record(session, self.desk.now(), visitor.actor, action, subject[:64], **detail)

        return note

    async def note(self, visitor: Visitor, action: str, subject: str, **detail: Any) -> None:
        """Keep an audit record of its own."""

        def write() -> None:
            with self.desk.store.session() as session:
                self.noted(visitor, action, subject, **detail)(session)

        await asyncio.to_thread(write)


def editor_of(visitor: Visitor) -> Editor:
    """The visitor as knowledge knows them."""
    return Editor(visitor.staff_id, visitor.name, visitor.role)


def done_of(request: Request) -> str:
    """The sentence to show once after a deed, '' for none."""
    return editor_words().done.get(request.query_params.get("done", ""), "")


@cache
def _environment() -> Environment:
    ours = FileSystemLoader(Path(__file__).parent / "templates")
    env = environment().overlay(loader=ChoiceLoader([ours, environment().loader or ours]))
    env.globals = {**env.globals, "editor": editor_words()}
    return env
