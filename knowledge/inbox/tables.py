"""The tables of the inbox: items, and the groups of items that ask the same."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.base import Base, UtcTime


class GroupRow(Base):
    """Items that ask the same; ``leader`` is the first question, by which later ones are compared."""

    __tablename__ = "inbox_groups"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    leader: Mapped[str] = mapped_column(Text)
    topic: Mapped[str | None] = mapped_column(String(100))
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by: Mapped[str | None] = mapped_column(String(80))
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)
    made_at: Mapped[datetime] = mapped_column(UtcTime)


class InboxRow(Base):
    """One item; ``conversation`` is the keyed hash that lets an answer go back to the asker.

    ``group`` is None until the item is sorted; ``told_at`` is when the answer was handed to the asker's channel.
    """

    __tablename__ = "inbox"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    question: Mapped[str] = mapped_column(Text)
    topic: Mapped[str | None] = mapped_column(String(100))
    conversation: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcTime)
    state: Mapped[str] = mapped_column(String(12), default="new", server_default="new")
    group: Mapped[int | None] = mapped_column("group_id", Integer, index=True)
    told_at: Mapped[datetime | None] = mapped_column(UtcTime)
