"""Too many wrong passwords for one login name: the door stays shut for a while, for unknown names alike."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from casework.console.tables import LoginFailure
from casework.staff import FAILURES_ALLOWED, LOCKED_FOR
from casework.store import Store


class LoginGuard:
    """Counts failures per login name (kept as a keyed hash) with the same limits as the accounts themselves.

    Synchronous. Five failures within 15 minutes of each other shut the name for 15 minutes.
    """

    def __init__(self, store: Store, key: bytes, now: Callable[[], datetime]) -> None:
        self._store, self._key, self._now = store, key, now

    def locked_for(self, login: str) -> timedelta | None:
        """How long the name stays shut, or None when it is open."""
        now = self._now()
        with self._store.reading() as session:
            row = session.get(LoginFailure, self._hash(login))
        if row is None or row.failures < FAILURES_ALLOWED or row.until <= now:
            return None
        return row.until - now

    def failed(self, login: str) -> None:
        """Count one failure; counts that are over are swept away."""
        try:
            self._count(self._hash(login))
        except IntegrityError:  # another gateway began this count in the same instant: now there is a row to raise
            self._count(self._hash(login))

    def passed(self, login: str) -> None:
        """Forget the failures of a name that got in."""
        with self._store.session() as session:
            session.execute(delete(LoginFailure).where(LoginFailure.login_hash == self._hash(login)))

    def _count(self, name: str) -> None:
        now = self._now()
        with self._store.session() as session:
            session.execute(delete(LoginFailure).where(LoginFailure.until <= now))
            row = session.get(LoginFailure, name, with_for_update=True)
            if row is None:
                session.add(LoginFailure(login_hash=name, failures=1, until=now + LOCKED_FOR))
            else:
                row.failures, row.until = row.failures + 1, now + LOCKED_FOR

    def _hash(self, login: str) -> str:
        name = login.strip().lower()[:200].encode("utf-8", "replace")
        return hmac.new(self._key, b"ieum.console.login:" + name, hashlib.sha256).hexdigest()
