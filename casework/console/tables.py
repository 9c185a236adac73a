"""The tables of the desk: open sessions, login names that failed too often, and acknowledge links already used."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.base import Base, UtcTime


class SessionRecord(Base):
    """One signed-in browser; the cookie's token is kept only as a hash."""

    __tablename__ = "console_sessions"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime, index=True)


class LoginFailure(Base):
    """How often one login name failed lately, whether or not it exists, so that a lock betrays nothing."""

    __tablename__ = "console_login_failures"

    login_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(Integer)
    until: Mapped[datetime] = mapped_column(UtcTime, index=True)


class UsedLink(Base):
    """One acknowledge link that did its work; it never acknowledges again."""

    __tablename__ = "console_used_links"

    alert_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    used_at: Mapped[datetime] = mapped_column(UtcTime)
