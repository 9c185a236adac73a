"""The tables of going-out alerts: one row per case, cycle, step, contact and route, and every attempt to send it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.base import Base, UtcTime
from casework.tables import AutoId


class AlertRecord(Base):
    """One thing to tell one person by one route; its id is the idempotency key of every attempt."""

    __tablename__ = "alerts"
    __table_args__ = (
        UniqueConstraint("case_id", "cycle", "step", "contact_id", "route_key", name="uq_alert_once"),
        Index("ix_alerts_pending", "state", "next_try_at"),
        Index("ix_alerts_way", "contact_id", "route_key", "state"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    cycle: Mapped[int] = mapped_column(Integer)
    step: Mapped[int] = mapped_column(Integer)
    contact_id: Mapped[str] = mapped_column(String(64))
    contact_name: Mapped[str] = mapped_column(String(80))
    route_kind: Mapped[str] = mapped_column(String(12))
    route_key: Mapped[str] = mapped_column(String(64))
    target_sealed: Mapped[str] = mapped_column(Text)
    level: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    test: Mapped[bool] = mapped_column(Boolean)
    state: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int] = mapped_column(Integer)
    next_try_at: Mapped[datetime] = mapped_column(UtcTime)
    leased_until: Mapped[datetime | None] = mapped_column(UtcTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcTime)
    detail: Mapped[str] = mapped_column(String(300))
    # Set once and for all when it left together with others; the bundle's id is then the idempotency key.
    bundle_id: Mapped[str | None] = mapped_column(String(32), index=True)


class BundleRecord(Base):
    """Many alerts to one person by one way as one message; what it says is fixed, so that a repeat says the same."""

    __tablename__ = "alert_bundles"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    level: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    cases: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    test: Mapped[bool] = mapped_column(Boolean)


class AttemptRecord(Base):
    """One attempt at one alert: written before it starts, completed when its outcome is known."""

    __tablename__ = "alert_attempts"
    __table_args__ = (UniqueConstraint("alert_id", "number", name="uq_attempt_number"),)

    id: Mapped[int] = mapped_column(AutoId, primary_key=True, autoincrement=True)
    alert_id: Mapped[str] = mapped_column(ForeignKey("alerts.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    started_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ok: Mapped[bool | None] = mapped_column(Boolean)
    permanent: Mapped[bool | None] = mapped_column(Boolean)
    vendor_id: Mapped[str | None] = mapped_column(String(200))
    detail: Mapped[str] = mapped_column(String(300))


class BeatRecord(Base):
    """One running clock and when it last beat; ``stopped_at`` when it was stopped in order."""

    __tablename__ = "clock_beats"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    started_at: Mapped[datetime] = mapped_column(UtcTime)
    beat_at: Mapped[datetime] = mapped_column(UtcTime)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcTime)
