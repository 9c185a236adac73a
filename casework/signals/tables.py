"""The tables of crisis signals; no column holds an address, only keyed digests of it and its district."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.base import Base, UtcTime
from casework.tables import AutoId


class HouseholdRecord(Base):
    """One household; ``points`` in tenths as of ``scored_at``, which is None while it waits to be scored anew."""

    __tablename__ = "signal_households"
    __table_args__ = (Index("ix_signal_households_order", "points", "id"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    district: Mapped[str] = mapped_column(String(100), index=True)
    points: Mapped[int] = mapped_column(Integer)
    reported: Mapped[bool] = mapped_column(Boolean)
    scored_at: Mapped[datetime | None] = mapped_column(UtcTime, index=True)
    made_at: Mapped[datetime] = mapped_column(UtcTime)


class KeyRecord(Base):
    """One spelling's digest of the door and of its building; a household known by road and by lot has two."""

    __tablename__ = "signal_keys"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    building: Mapped[str] = mapped_column(String(64), index=True)
    household_id: Mapped[str] = mapped_column(ForeignKey("signal_households.id"), index=True)


class BatchRecord(Base):
    """One import or call: who sent it, on which ground in law, and how it went."""

    __tablename__ = "signal_batches"

    id: Mapped[int] = mapped_column(AutoId, primary_key=True, autoincrement=True)
    source: Mapped[str] = mapped_column(String(80))
    basis: Mapped[str] = mapped_column(String(40))
    via: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UtcTime)


class SignalRecord(Base):
    """One signal; ``fingerprint`` makes a second coming of the same one change nothing."""

    __tablename__ = "signals"

    id: Mapped[int] = mapped_column(AutoId, primary_key=True, autoincrement=True)
    household_id: Mapped[str] = mapped_column(ForeignKey("signal_households.id"), index=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("signal_batches.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    happened_on: Mapped[date] = mapped_column(Date, index=True)
    months: Mapped[int | None] = mapped_column(Integer)
    ref: Mapped[str] = mapped_column(String(40))
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    at: Mapped[datetime] = mapped_column(UtcTime)


class JoinRecord(Base):
    """Where a report's address leads: digests of its door and building, '' when none could be read.

    ``mark`` tells that the sealed address is still the one that was looked at; ``told`` how many signals the case's
    timeline already tells.
    """

    __tablename__ = "signal_joins"

    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), primary_key=True, autoincrement=False)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    key: Mapped[str] = mapped_column(String(64), index=True)
    building: Mapped[str] = mapped_column(String(64), index=True)
    mark: Mapped[str] = mapped_column(String(64))
    told: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(UtcTime)


class ProposalRecord(Base):
    """A household that surfaced: what is to be filed, and the case once it is; ``number`` counts within a household.

    ``filed_at`` stays when the case is destroyed after its time, so that nothing is ever filed twice.
    """

    __tablename__ = "signal_proposals"
    __table_args__ = (UniqueConstraint("household_id", "number"),)

    id: Mapped[int] = mapped_column(AutoId, primary_key=True, autoincrement=True)
    household_id: Mapped[str] = mapped_column(ForeignKey("signal_households.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(UtcTime)
    points: Mapped[int] = mapped_column(Integer)
    level: Mapped[str] = mapped_column(String(12))
    kinds: Mapped[list[str]] = mapped_column(JSON)
    text: Mapped[str] = mapped_column(Text)
    parts: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    case_id: Mapped[str | None] = mapped_column(ForeignKey("cases.id"), index=True)
    filed_at: Mapped[datetime | None] = mapped_column(UtcTime)
