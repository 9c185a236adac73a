"""The people who may enter the console: accounts, passwords, lock-out."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pwdlib import PasswordHash
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework import audit
from casework.actor import SYSTEM, Actor
from casework.ids import SPEAKABLE
from casework.moves import ACTING_ROLES
from casework.staff_table import StaffRecord
from casework.store import Store

STAFF_ROLES = ("caseworker", "supervisor", "editor", "operator")
FAILURES_ALLOWED = 5
LOCKED_FOR = timedelta(minutes=15)
SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 200
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
_HASHER = PasswordHash.recommended()
# Checked when there is no such login, so that an unknown name takes as long as a wrong password.
_NOBODY = _HASHER.hash(secrets.token_urlsafe(24))


class StaffError(ValueError):
    """A login, role or password that cannot be used; the Korean text says what is allowed."""


@dataclass(frozen=True)
class StaffMember:
    """One member of staff as the console sees them."""

    id: str
    login: str
    name: str
    role: str
    districts: tuple[str, ...]
    must_change: bool

    @property
    def actor(self) -> Actor:
        """This person as the one who acts on a case."""
        return Actor(self.id, self.name, self.role)


class Staff:
    """Accounts on the ledger's database; passwords are kept only as argon2 hashes."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self.store, self.now = store, now

    def add(self, login: str, name: str, role: str, districts: Sequence[str] = (), by: Actor = SYSTEM) -> str:
        """Make an account; returns its one-time password, which must be changed at the first entry.

        StaffError for a login that is taken or malformed, an empty name, an unknown role.
        """
        with self.store.session() as session:
            return self._add(session, login, name, role, districts, by)

    def first_operator(self) -> tuple[str, str] | None:
        """Make the account ``operator`` when there is no staff at all; (login, one-time password) once, else None."""
        try:
            with self.store.session() as session:
                if session.scalar(select(func.count()).select_from(StaffRecord)):
                    return None
                return "operator", self._add(session, "operator", "운영자", "operator", (), SYSTEM)
        except (IntegrityError, StaffError):  # another process made it in the same instant and shows the password
            return None

    def verify(self, login: str, password: str) -> StaffMember | None:
        """The person behind a login and password, else None: the same for unknown, wrong, inactive and locked.

        Five wrong passwords in a row lock the account for 15 minutes. Every attempt on an account is audited.
        """
        name = login.strip().lower()[:64].replace("\x00", "")
        usable = 0 < len(password) <= LONGEST_PASSWORD
        with self.store.reading() as session:
            seen = session.scalars(select(StaffRecord).where(StaffRecord.login == name)).one_or_none()
        # Hashing is slow on purpose and must not hold the ledger's write lock.
        right = _HASHER.verify(password if usable else "", seen.password_hash if seen else _NOBODY) and usable
        if seen is None:
            return None
        with self.store.session() as session:
            staff = session.scalars(select(StaffRecord).where(StaffRecord.login == name).with_for_update()).one()
            unchanged = staff.password_hash == seen.password_hash
            return self._settle(session, staff, right and unchanged)

    def locked_until(self, login: str) -> datetime | None:
        """Until when a login is locked, None when it is not; for the operator, not for the login page of strangers."""
        with self.store.reading() as session:
            query = select(StaffRecord.locked_until).where(StaffRecord.login == login.strip().lower()[:64])
            until = session.scalar(query)
        return until if until and until > self.now() else None

    def get(self, staff_id: str) -> StaffMember | None:
        """The active member of that id, else None."""
        with self.store.reading() as session:
            staff = session.get(StaffRecord, staff_id[:16])
            return _member(staff) if staff and staff.active else None

    def acting(self) -> list[StaffMember]:
        """The active members who may have cases, by name."""
        query = select(StaffRecord).where(StaffRecord.role.in_(ACTING_ROLES), StaffRecord.active)
        with self.store.reading() as session:
            return [_member(staff) for staff in session.scalars(query.order_by(StaffRecord.name, StaffRecord.login))]

    def change_password(self, staff_id: str, old: str, new: str) -> StaffMember:
        """Set a new password of 10 to 200 characters, not the old one; StaffError when it will not do."""
        member = self.get(staff_id)
        if member is None or self.verify(member.login, old) is None:
            raise StaffError("지금 비밀번호가 맞지 않아요.")
        if not SHORTEST_PASSWORD <= len(new) <= LONGEST_PASSWORD:
            raise StaffError(f"새 비밀번호는 {SHORTEST_PASSWORD}자에서 {LONGEST_PASSWORD}자까지여야 해요.")
        if new == old or member.login in new.lower():
            raise StaffError("새 비밀번호는 지금 것과 달라야 하고 아이디를 담을 수 없어요.")
        hashed = _HASHER.hash(new)
        with self.store.session() as session:
            staff = session.get_one(StaffRecord, staff_id, with_for_update=True)
            staff.password_hash, staff.must_change = hashed, False
            audit.record(session, self.now(), member.actor, "password", staff.login)
            return _member(staff)

    def _add(self, session: Session, login: str, name: str, role: str, districts: Sequence[str], by: Actor) -> str:
        login, name = login.strip().lower(), name.strip()
        if not _LOGIN.fullmatch(login):
            raise StaffError(f"쓸 수 없는 아이디예요: {login[:60]!r} (영문 소문자·숫자·._- 로 2~40자)")
        if not name or len(name) > 40:
            raise StaffError(f"쓸 수 없는 이름이에요: {name[:60]!r} (1~40자)")
        if role not in STAFF_ROLES:
            raise StaffError(f"모르는 역할이에요: {role!r} (쓸 수 있는 역할: {', '.join(STAFF_ROLES)})")
        if session.scalar(select(StaffRecord.id).where(StaffRecord.login == login)):
            raise StaffError(f"이미 있는 아이디예요: {login!r}")
        password = "-".join("".join(secrets.choice(SPEAKABLE) for _ in range(4)) for _ in range(4))
        at = self.now()
        staff = StaffRecord(
            id="S-" + secrets.token_hex(5), login=login, name=name, role=role, districts=list(districts),
            password_hash=_HASHER.hash(password), must_change=True, active=True, failures=0, created_at=at,
        )  # fmt: skip
        session.add(staff)
        session.flush()
        audit.record(session, at, by, "staff-add", login, role=role)
        return password

    def _settle(self, session: Session, staff: StaffRecord, right: bool) -> StaffMember | None:
        at, actor = self.now(), _member(staff).actor
        if staff.locked_until and staff.locked_until > at:
            audit.record(session, at, actor, "login-locked", staff.login)
            return None
        if not right or not staff.active:
            staff.failures += 1
            if staff.failures >= FAILURES_ALLOWED:
                staff.failures, staff.locked_until = 0, at + LOCKED_FOR
            audit.record(session, at, actor, "login-failed", staff.login)
            return None
        staff.failures, staff.locked_until, staff.last_login_at = 0, None, at
        audit.record(session, at, actor, "login", staff.login)
        return _member(staff)


def _member(staff: StaffRecord) -> StaffMember:
    return StaffMember(staff.id, staff.login, staff.name, staff.role, tuple(staff.districts), staff.must_change)
