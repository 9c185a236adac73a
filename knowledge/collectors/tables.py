"""What collectors keep: every version of every record, and how far each source is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.base import Base, UtcTime


class RecordRow(Base):
    """One version of one record as it came; ``paper`` is the text of its attachments once they were read.

    ``place`` rises with every sighting of the version: of several versions the one with the highest is current,
    from place ``current_from`` on.
    """

    __tablename__ = "collected_records"
    __table_args__ = (UniqueConstraint("source", "key", "hash", name="uq_collected_records_version"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    source: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(200))
    hash: Mapped[str] = mapped_column(String(64))
    body: Mapped[str] = mapped_column(Text)
    place: Mapped[int] = mapped_column(Integer, index=True)
    current_from: Mapped[int] = mapped_column(Integer)
    first_seen: Mapped[datetime] = mapped_column(UtcTime)
    last_seen: Mapped[datetime] = mapped_column(UtcTime)
    paper: Mapped[str | None] = mapped_column(Text)


class ProgressRow(Base):
    """One source: where its pass stands (``cursor``, None between passes), who holds it, when the last one ended.

    ``since`` is the beginning of the last complete pass; ``place`` counts pages kept, ``proposed`` the place up to
    which changes were proposed to the editors.
    """

    __tablename__ = "collect_progress"

    source: Mapped[str] = mapped_column(String(20), primary_key=True)
    cursor: Mapped[dict | None] = mapped_column(JSON)
    began_at: Mapped[datetime | None] = mapped_column(UtcTime)
    since: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    wait_until: Mapped[datetime | None] = mapped_column(UtcTime)
    trouble: Mapped[str | None] = mapped_column(Text)
    owner: Mapped[str | None] = mapped_column(String(120))
    held_until: Mapped[datetime | None] = mapped_column(UtcTime)
    place: Mapped[int] = mapped_column(Integer, default=0)
    proposed: Mapped[int] = mapped_column(Integer, default=0)
