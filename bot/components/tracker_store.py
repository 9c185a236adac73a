"""Conversations on SQLite or PostgreSQL, with a cap on what one turn has to read and send."""

from __future__ import annotations

import json
from typing import Any, Dict, Iterator, List, Optional

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Restarted
from rasa.shared.core.trackers import DialogueStateTracker

STATE_EVENTS = ("active_loop", "pause", "resume")
"""Besides slots, what of the older past still holds: the running form and a pause."""


class CappedTrackerStore(SQLTrackerStore):
    """Rasa's SQL store that loads the last ``max_events`` events of a session plus what still holds from before.

    Slots, the running form and a pause survive however long the session is; cost per turn stays flat. ``url`` is a path
    of a SQLite file or a full SQLAlchemy address ("postgresql://..."). A ``restart`` event erases the person's rows.
    """

    def __init__(
        self,
        domain: Optional[Domain] = None,
        host: str = "",
        event_broker: Optional[EventBroker] = None,
        max_events: int = 100,
        **kwargs: Any,
    ) -> None:
        if not host:
            raise ValueError("대화 저장소의 url이 비어 있습니다. SQLite 파일 경로나 postgresql:// 주소를 적으세요.")
        if int(max_events) < 20:
            raise ValueError(f"max_events {max_events!r}: 20보다 작으면 한 차례도 담지 못합니다. 20 이상을 적으세요.")
        address = host if "://" in host else f"sqlite:///{host}"
        self._max_events = int(max_events)
        super().__init__(domain, host=address, event_broker=event_broker, **kwargs)
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _patient)
            self.engine.dispose()

    async def _retrieve(self, sender_id: str, fetch_events_from_all_sessions: bool) -> Optional[DialogueStateTracker]:
        with self.session_scope() as session:
            rows = self._event_query(session, sender_id, fetch_events_from_all_sessions)
            kept = rows.all() if fetch_events_from_all_sessions else self._window(session, rows)
            events = [json.loads(row.data) for row in kept]
        return DialogueStateTracker.from_dict(sender_id, events, self.domain.slots) if events else None

    def _window(self, session: Any, rows: Any) -> List[Any]:
        event = self.SQLEvent
        recent = rows.order_by(None).order_by(event.id.desc()).limit(self._max_events).all()[::-1]
        if len(recent) < self._max_events:
            return recent
        first = next((i for i, row in enumerate(recent) if row.action_name == ACTION_LISTEN_NAME), 0)
        recent = recent[first:]
        older = rows.order_by(None).filter(event.id < recent[0].id).subquery()
        state = sa.or_(older.c.type_name == "slot", older.c.type_name.in_(STATE_EVENTS))
        key = sa.case((older.c.type_name == "slot", older.c.action_name), else_=older.c.type_name)
        ids = session.query(sa.func.max(older.c.id)).filter(state).group_by(older.c.type_name, key)
        held = session.query(event).filter(event.id.in_(ids.subquery().select())).order_by(event.id).all()
        return held + recent

    def _additional_events(self, session: Any, tracker: DialogueStateTracker) -> Iterator[Any]:
        """Return the tracker's events that come after the last stored one, so that a capped tracker saves right."""
        event = self.SQLEvent
        events = list(tracker.events)
        restart = max((i for i, e in enumerate(events) if isinstance(e, Restarted)), default=None)
        if restart is not None:
            session.query(event).filter(event.sender_id == tracker.sender_id).delete()
            return iter(events[restart:])
        last = session.query(event.data).filter(event.sender_id == tracker.sender_id).order_by(event.id.desc()).first()
        if last is not None:
            stored = json.loads(last.data)
            known = (i for i in range(len(events) - 1, -1, -1) if _same(events[i].as_dict(), stored))
            return iter(events[next(known, -1) + 1 :])
        return iter(events)


def _same(one: Dict[str, Any], stored: Dict[str, Any]) -> bool:
    return (
        one["event"] == stored["event"]
        and one.get("timestamp") == stored.get("timestamp")
        and (json.loads(json.dumps(one)) == stored)
    )


def _patient(connection: Any, _record: Any) -> None:
    """Readers and the writer do not block each other, and a busy file is waited for instead of failing."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA busy_timeout=5000")
