"""Who is signed in: a random token in the cookie, its hash and two ends in the database."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete

from casework import audit
from casework.actor import Actor
from casework.console.tables import SessionRecord
from casework.moves import ACTING_ROLES, READING_ROLES
from casework.staff_table import StaffRecord
from casework.store import Store

LONGEST = timedelta(hours=12)
# Writing on every click would queue behind the ledger's writers for nothing.
TOUCH_STEP = timedelta(seconds=20)


@dataclass(frozen=True)
class Visitor:
    """One signed-in member of staff as of this request; ``ends_at`` is when the session ends without another act."""

    session_id: str
    staff_id: str
    login: str
    name: str
    role: str
    must_change: bool
    ends_at: datetime
    districts: tuple[str, ...] = ()

    @property
    def actor(self) -> Actor:
        """The same person as the ledger knows them."""
        return Actor(id=self.staff_id, name=self.name, role=self.role)

    @property
    def may_act(self) -> bool:
        """Whether this role may move cases, reveal and talk; the others only read."""
        return self.role in ACTING_ROLES

    @property
    def may_read(self) -> bool:
        """Whether this role may see cases at all."""
        return self.role in READING_ROLES


class Sessions:
    """Sessions in the database: they slide by ``minutes`` with every act and end 12 hours after login at the latest.

    Synchronous; role and activity are read afresh each time, so a removed member of staff is out at once.
    """

    def __init__(self, store: Store, minutes: int, now: Callable[[], datetime]) -> None:
        self._store = store
        self._idle = timedelta(minutes=minutes)
        self._now = now

    def open(self, staff_id: str) -> str:
        """Begin a session and return its secret token; sessions long over are swept away."""
        token, now = secrets.token_urlsafe(32), self._now()
        with self._store.session() as session:
            session.execute(delete(SessionRecord).where(SessionRecord.expires_at < now))
            session.add(SessionRecord(id=_hash(token), staff_id=staff_id, opened_at=now, expires_at=now + self._idle))
        return token

    def find(self, token: str, *, touch: bool) -> Visitor | None:
        """The visitor behind a token, or None when it is unknown, over or its owner gone; ``touch`` slides the end."""
        now = self._now()
        with self._store.reading() as session:
            row = session.get(SessionRecord, _hash(token))
            if row is None or row.expires_at <= now:
                return None
            member = session.get(StaffRecord, row.staff_id)
            if member is None or not member.active:
                return None
        ends = min(now + self._idle, row.opened_at + LONGEST)
        if touch and ends - row.expires_at >= TOUCH_STEP:
            with self._store.session() as session:
                fresh = session.get(SessionRecord, row.id)
                if fresh is None:
                    return None
                fresh.expires_at = ends
        else:
            ends = row.expires_at
        who = (row.id, member.id, member.login, member.name, member.role, member.must_change)
        return Visitor(*who, ends, tuple(member.districts))

    def close(self, visitor: Visitor) -> None:
        """End this session; audited."""
        with self._store.session() as session:
            session.execute(delete(SessionRecord).where(SessionRecord.id == visitor.session_id))
            audit.record(session, self._now(), visitor.actor, "logout", visitor.login)

    def close_all(self, staff_id: str) -> None:
        """End every session of one member of staff."""
        with self._store.session() as session:
            session.execute(delete(SessionRecord).where(SessionRecord.staff_id == staff_id))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
