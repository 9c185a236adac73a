"""The tables of the case ledger: cases, their timeline, reports and the events that made them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Float, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.base import Base, UtcTime

# SQLite only numbers rows by itself for INTEGER keys.
AutoId = BigInteger().with_variant(Integer, "sqlite")


class CaseRecord(Base):
    """One case: who it is about, where it stands, who has it and what the clock does next."""

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_due", "state", "next_due_at"),
        Index("ix_cases_contact_due", "state", "contact_due_at"),
        Index("ix_cases_remind", "state", "remind_at"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    receipt: Mapped[str] = mapped_column(String(16), unique=True)
    # Set while the case is open, so the database itself forbids two open cases for one conversation and subject.
    open_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    conversation: Mapped[str | None] = mapped_column(String(200), index=True)
    channel: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(10))
    level: Mapped[str] = mapped_column(String(12))
    level_rank: Mapped[int] = mapped_column(Integer)
    kinds: Mapped[list[str]] = mapped_column(JSON)
    immediate: Mapped[bool] = mapped_column(Boolean)
    score: Mapped[float] = mapped_column(Float)
    test: Mapped[bool] = mapped_column(Boolean)
    state: Mapped[str] = mapped_column(String(14))
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
    waiting_since: Mapped[datetime] = mapped_column(UtcTime)
    changed_at: Mapped[datetime] = mapped_column(UtcTime)

    owner_id: Mapped[str | None] = mapped_column(String(64))
    owner_name: Mapped[str | None] = mapped_column(String(80))
    acked_at: Mapped[datetime | None] = mapped_column(UtcTime)
    contact_due_at: Mapped[datetime | None] = mapped_column(UtcTime)
    remind_at: Mapped[datetime | None] = mapped_column(UtcTime)
    contacted_at: Mapped[datetime | None] = mapped_column(UtcTime)
    human_at: Mapped[datetime | None] = mapped_column(UtcTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    next_try_at: Mapped[datetime | None] = mapped_column(UtcTime)
    # Set by a caseworker; while it is empty, the districts of the reports stand.
    district: Mapped[str | None] = mapped_column(String(100))
    close_reason: Mapped[str | None] = mapped_column(String(40))

    policy: Mapped[dict[str, Any]] = mapped_column(JSON)
    cycle: Mapped[int] = mapped_column(Integer)
    step: Mapped[int] = mapped_column(Integer)
    repeats_done: Mapped[int] = mapped_column(Integer)
    next_due_at: Mapped[datetime | None] = mapped_column(UtcTime)
    unanswered_at: Mapped[datetime | None] = mapped_column(UtcTime)
    no_one_on_call: Mapped[bool] = mapped_column(Boolean)


class EntryRecord(Base):
    """One line of a case's timeline; never changed once written."""

    __tablename__ = "case_entries"

    id: Mapped[int] = mapped_column(AutoId, primary_key=True, autoincrement=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    kind: Mapped[str] = mapped_column(String(20))
    author: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)


class ReportRecord(Base):
    """One structured report; names, contacts and place are sealed, the code is kept only as a keyed hash.

    ``name``, ``contact`` and ``affiliation`` are the reporter's, ``person_*`` those of the person at risk.
    """

    __tablename__ = "reports"

    id: Mapped[int] = mapped_column(AutoId, primary_key=True, autoincrement=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    receipt: Mapped[str] = mapped_column(String(16), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcTime)
    reporter: Mapped[str] = mapped_column(String(12))
    subject: Mapped[str] = mapped_column(String(10))
    what: Mapped[str] = mapped_column(Text)
    who: Mapped[str] = mapped_column(Text)
    since: Mapped[str] = mapped_column(Text)
    district: Mapped[str] = mapped_column(String(100))
    name_sealed: Mapped[str | None] = mapped_column(Text)
    contact_sealed: Mapped[str | None] = mapped_column(Text)
    place_sealed: Mapped[str | None] = mapped_column(Text)
    person_name_sealed: Mapped[str | None] = mapped_column(Text)
    person_contact_sealed: Mapped[str | None] = mapped_column(Text)
    affiliation_sealed: Mapped[str | None] = mapped_column(Text)
    district_code: Mapped[str] = mapped_column(String(10), default="", server_default="")
    corrected_at: Mapped[datetime | None] = mapped_column(UtcTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcTime)
    consent: Mapped[bool] = mapped_column(Boolean)
    consent_sensitive: Mapped[bool] = mapped_column(Boolean)
    consent_share: Mapped[bool] = mapped_column(Boolean)
    danger_now: Mapped[bool] = mapped_column(Boolean)
    life_danger_exception: Mapped[bool] = mapped_column(Boolean)
    withheld: Mapped[list[str]] = mapped_column(JSON)


class EventRecord(Base):
    """One inbound event already handled: the same event is answered from here and changes nothing again."""

    __tablename__ = "case_events"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"))
    created: Mapped[bool] = mapped_column(Boolean)
    at: Mapped[datetime] = mapped_column(UtcTime)
