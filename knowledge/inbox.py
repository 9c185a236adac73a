"""The inbox: questions left for an expert (사전질의), refused questions and thumbs, so that none is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import DateTime, Engine, Integer, String, Text, delete, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

Kind = Literal["prequestion", "unanswered", "good", "bad"]


class Base(DeclarativeBase):
    """Tables of knowledge."""


class InboxRow(Base):
    """One item; ``conversation`` is the keyed hash that lets an answer go back to the asker."""

    __tablename__ = "inbox"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    question: Mapped[str] = mapped_column(Text)
    topic: Mapped[str | None] = mapped_column(String(100))
    conversation: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


@dataclass(frozen=True)
class Item:
    """One item as it is listed."""

    id: int
    kind: str
    question: str
    topic: str | None
    at: datetime


class Inbox:
    """Adds and lists items; synchronous."""

    def __init__(self, engine: Engine, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._engine, self._now = engine, now

    def add(self, kind: Kind, question: str, conversation: str, topic: str | None = None) -> int:
        """Keep one item (committed on return); returns its number."""
        with Session(self._engine) as session, session.begin():
            row = InboxRow(kind=kind, question=question[:4000], topic=topic, conversation=conversation, at=self._now())
            session.add(row)
            session.flush()
            return row.id

    def forget(self, conversation: str) -> None:
        """Delete everything this conversation left here."""
        with Session(self._engine) as session, session.begin():
            session.execute(delete(InboxRow).where(InboxRow.conversation == conversation))

    def items(self, kind: Kind | None = None, limit: int = 100) -> list[Item]:
        """The newest items, of one kind if asked."""
        query = select(InboxRow).order_by(InboxRow.id.desc()).limit(limit)
        if kind:
            query = query.where(InboxRow.kind == kind)
        with Session(self._engine) as session:
            return [Item(row.id, row.kind, row.question, row.topic, row.at) for row in session.scalars(query)]
