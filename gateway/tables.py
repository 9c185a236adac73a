"""What the gateway keeps: conversations, the events it has handled, and the lines that were said."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Date, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from casework.base import UtcTime


class Base(DeclarativeBase):
    """Tables of the gateway; casework has its own."""


class ConversationRow(Base):
    """One person on one channel; ``key`` is a keyed hash, ``address`` is encrypted, ``owner`` is bot or human.

    ``guided`` is what button-led talks remember, encrypted.
    ``crisis`` is what screening last heard here: ``{"level", "subject", "kinds", "at", "turns"}``.
    """

    __tablename__ = "conversations"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    channel: Mapped[str] = mapped_column(String(20))
    address: Mapped[str | None] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(String(10), default="bot")
    owner_id: Mapped[str | None] = mapped_column(String(64))
    topic: Mapped[str | None] = mapped_column(String(100))
    crisis: Mapped[dict | None] = mapped_column(JSON)
    guided: Mapped[str | None] = mapped_column(Text)
    started_at: Mapped[datetime] = mapped_column(UtcTime)
    last_at: Mapped[datetime] = mapped_column(UtcTime)
    forgotten_at: Mapped[datetime | None] = mapped_column(UtcTime)


class EventRow(Base):
    """One inbound event; ``reply`` is set once it was handled, so that a redelivery gets the same reply."""

    __tablename__ = "inbound_events"
    __table_args__ = (UniqueConstraint("conversation", "message_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    conversation: Mapped[str] = mapped_column(String(64))
    message_id: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcTime)
    reply: Mapped[dict | None] = mapped_column(JSON)


class LineRow(Base):
    """One line of a conversation: author citizen | bot | caseworker; ``parts`` holds a Reply as JSON."""

    __tablename__ = "conversation_lines"
    __table_args__ = (Index("ix_conversation_lines_conversation_id", "conversation", "id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    conversation: Mapped[str] = mapped_column(String(64))
    author: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
    parts: Mapped[list | None] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcTime)


class WaitingRow(Base):
    """A reply for somebody whose channel cannot be written to; it is shown with their next message."""

    __tablename__ = "waiting_replies"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    conversation: Mapped[str] = mapped_column(String(64), index=True)
    reply: Mapped[dict] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcTime)


class WishRow(Base):
    """Somebody wants a daily digest of bid (firm) or housing (home) notices; ``told`` is what they told, encrypted.

    ``shown`` holds the ids that were in a digest before.
    """

    __tablename__ = "digest_wishes"

    conversation: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    told: Mapped[str] = mapped_column(Text)
    consented_at: Mapped[datetime] = mapped_column(UtcTime)
    sent_on: Mapped[date | None] = mapped_column(Date)
    shown: Mapped[list] = mapped_column(JSON)
