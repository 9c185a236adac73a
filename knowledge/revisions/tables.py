"""The table of revisions: every version of a guide that somebody wrote in the console, none ever removed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.base import Base, UtcTime


class RevisionRow(Base):
    """One revision; ``place`` is its number among the approved ones, in the order they came into force.

    ``base`` is the place of the revision it was written on (0: the file), ``base_hash`` the hash of the text that was
    in force then, ``file_hash`` that of the file ("" when there was none).
    """

    __tablename__ = "guide_revisions"

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    guide_id: Mapped[str] = mapped_column(String(100), index=True)
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12))
    place: Mapped[int | None] = mapped_column(Integer, unique=True)
    base: Mapped[int] = mapped_column(Integer)
    base_hash: Mapped[str] = mapped_column(String(64))
    file_hash: Mapped[str] = mapped_column(String(64))
    group: Mapped[int | None] = mapped_column("inbox_group", Integer)
    author_id: Mapped[str] = mapped_column(String(64))
    author_name: Mapped[str] = mapped_column(String(80))
    changed_at: Mapped[datetime] = mapped_column(UtcTime)
    decider_id: Mapped[str | None] = mapped_column(String(64))
    decider_name: Mapped[str | None] = mapped_column(String(80))
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime)
    note: Mapped[str | None] = mapped_column(Text)
    exported_at: Mapped[datetime | None] = mapped_column(UtcTime)
