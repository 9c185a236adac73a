"""The JSON shapes of the chat face (documented in the gateway's OpenAPI page) and how neutral ones become them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

from connectors.message import MAX_TEXT, Part, Reply
from connectors.web.body import clean
from connectors.web.port import Author, Line, Owner, Updates

SENDER = r"^[A-Za-z0-9_-]{16,128}$"
"""What a sender id looks like: unguessable, made by the caller, kept for one conversation."""

SEOUL = ZoneInfo("Asia/Seoul")
_LINKS = ("https://", "http://", "tel:")

Sender = Annotated[str, StringConstraints(pattern=SENDER)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=MAX_TEXT), BeforeValidator(clean)]
MessageId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,128}$")]


class ChatQuestion(BaseModel):
    """One message of a person: ``message_id`` is the same when the caller repeats it, so that it is handled once."""

    model_config = ConfigDict(extra="forbid")

    sender: Sender
    text: Text
    message_id: MessageId | None = None


class CitationShape(BaseModel):
    """Where an answer comes from."""

    id: str
    title: str
    section: str
    url: str | None
    as_of: str


class ButtonShape(BaseModel):
    """A next step: send ``value`` as a message, or open ``url`` when there is one."""

    label: str
    value: str
    url: str | None = None


class BubbleShape(BaseModel):
    """One bubble of a reply."""

    text: str
    citations: list[CitationShape]
    buttons: list[ButtonShape]


class RiskShape(BaseModel):
    """What screening heard."""

    level: Literal["emergency", "high", "normal"]
    subject: Literal["self", "other"]
    kinds: list[str]


class ChatAnswer(BaseModel):
    """What goes back; no messages means that a human holds the conversation and will write."""

    messages: list[BubbleShape]
    refusal: str | None = None
    risk: RiskShape | None = None
    receipt: str | None = None


class Forgotten(BaseModel):
    """What was deleted and what stays, in Korean."""

    message: str


class LineShape(BaseModel):
    """One kept line; ``at`` is ISO 8601 in Asia/Seoul."""

    id: int
    author: Author
    text: str
    at: datetime
    messages: list[BubbleShape]


class HistoryShape(BaseModel):
    """The last lines of a conversation, oldest first, and who holds it."""

    owner: Owner
    last: int
    lines: list[LineShape]


def bubble(part: Part) -> BubbleShape:
    """One part as JSON; a link that is not http, https or tel is left out."""
    return BubbleShape(
        text=part.text,
        citations=[
            CitationShape(id=c.id, title=c.title, section=c.section, url=safe_link(c.url), as_of=c.as_of)
            for c in part.citations
        ],
        buttons=[ButtonShape(label=b.label, value=b.value, url=safe_link(b.url)) for b in part.buttons],
    )


def answer(reply: Reply) -> ChatAnswer:
    """A reply as JSON."""
    risk = None
    if heard := reply.risk:
        shown = {"level": heard.level, "subject": heard.subject, "kinds": list(heard.kinds)}
        risk = RiskShape.model_validate(shown)
    return ChatAnswer(
        messages=[bubble(part) for part in reply.parts], refusal=reply.refusal, risk=risk, receipt=reply.receipt
    )


def line(kept: Line) -> LineShape:
    """A kept line as JSON; a line without parts is one plain bubble."""
    parts = kept.parts or (Part(kept.text),)
    return LineShape(
        id=kept.id,
        author=kept.author,
        text=kept.text,
        at=kept.at.astimezone(SEOUL),
        messages=[bubble(part) for part in parts],
    )


def history(updates: Updates, after: int = 0) -> HistoryShape:
    """Lines and owner as JSON; ``last`` is the id to ask after next time."""
    lines = [line(kept) for kept in updates.lines]
    return HistoryShape(owner=updates.owner, last=max([after, *(kept.id for kept in lines)]), lines=lines)


def safe_link(url: str | None) -> str | None:
    """The address when a page may open it, else None."""
    return url if url and url.strip().lower().startswith(_LINKS) else None
