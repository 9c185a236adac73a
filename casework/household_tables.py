"""The tables behind "the same household": keyed marks of what reports say, photographs, and links between cases."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.base import Base, UtcTime
from casework.tables import AutoId


class MarkRecord(Base):
    """One keyed digest of a telephone, name, building or the like; two reports that say the same have the same."""

    __tablename__ = "report_marks"
    __table_args__ = (Index("ix_report_marks_same", "kind", "value"),)

    id: Mapped[int] = mapped_column(AutoId, primary_key=True, autoincrement=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), index=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    value: Mapped[str] = mapped_column(String(64))


class LinkRecord(Base):
    """Two cases that may be of one household: state proposed, confirmed or split; ``case_a`` < ``case_b``."""

    __tablename__ = "household_links"
    __table_args__ = (UniqueConstraint("case_a", "case_b", name="uq_household_pair"),)

    id: Mapped[int] = mapped_column(AutoId, primary_key=True, autoincrement=True)
    case_a: Mapped[str] = mapped_column(ForeignKey("cases.id"))
    case_b: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    score: Mapped[float] = mapped_column(Float)
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10))
    by_name: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(UtcTime)


class PhotoRecord(Base):
    """One photograph of a report: a JPEG without its metadata, sealed."""

    __tablename__ = "report_photos"

    id: Mapped[int] = mapped_column(AutoId, primary_key=True, autoincrement=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    width: Mapped[int] = mapped_column(Integer)
    height: Mapped[int] = mapped_column(Integer)
    data_sealed: Mapped[str] = mapped_column(Text)
