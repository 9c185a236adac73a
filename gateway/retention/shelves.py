"""Every kind of record this house keeps, with its days."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.orm import Session

from casework.console.tables import LoginFailure, SessionRecord, UsedLink
from casework.destroy import destroy_rows
from casework.escalation.tables import AlertRecord
from casework.moves import OPEN_STATES
from casework.store import Store
from casework.tables import CaseRecord
from gateway.retention.cases import ClosedCases
from gateway.retention.kinds import Kind, Rows
from gateway.retention.logs import LogFiles
from gateway.retention.memory import DialogueMemory
from gateway.retention.policy import Retention
from gateway.tables import ConversationRow, EventRow, LineRow, WaitingRow, WishRow
from knowledge.inbox.tables import GroupRow, InboxRow


def kinds_of(store: Store, home: Path, policy: Retention) -> list[Kind]:
    """What is destroyed, in the order of a run: a conversation goes after what was said in it."""
    keep = policy.keep_days
    return [
        Rows("chat_lines", keep.chat_lines, store, LineRow.id, LineRow.at),
        Rows("events", keep.events, store, EventRow.id, EventRow.at),
        Rows("waiting_replies", keep.waiting_replies, store, WaitingRow.id, WaitingRow.at),
        DialogueMemory(home / "rasa.db", store, keep.dialogue_memory),
        Rows("conversations", keep.conversations, store, ConversationRow.key, ConversationRow.last_at, _at_rest()),
        Rows("inbox", keep.inbox, store, InboxRow.id, InboxRow.at, sweep=_groups),
        Rows("sessions", keep.sessions, store, SessionRecord.id, SessionRecord.expires_at),
        Rows("login_failures", keep.sessions, store, LoginFailure.login_hash, LoginFailure.until),
        Rows("used_links", keep.used_links, store, UsedLink.alert_id, UsedLink.used_at),
        Rows("alerts", keep.alerts, store, AlertRecord.id, AlertRecord.made_at, (_of_closed(),), _attempts),
        ClosedCases(store, policy.case_days),
        LogFiles(home / "logs", store, keep.logs),
    ]


def _at_rest() -> tuple[ColumnElement[bool], ...]:
    """Nobody holds the conversation, and neither an open case nor a wish for digests needs its address."""
    open_case = exists().where(CaseRecord.conversation == ConversationRow.key, CaseRecord.state.in_(OPEN_STATES))
    wish = exists().where(WishRow.conversation == ConversationRow.key)
    return ConversationRow.owner == "bot", ~open_case, ~wish


def _of_closed() -> ColumnElement[bool]:
    # The rows of an open case keep a step from being told twice.
    return AlertRecord.case_id.in_(select(CaseRecord.id).where(CaseRecord.state == "closed"))


def _attempts(session: Session, ids: Sequence[Any]) -> None:
    destroy_rows(session, AlertRecord.__table__, ids)  # type: ignore[arg-type]


def _groups(session: Session, ids: Sequence[Any]) -> None:
    """A group whose last question goes, goes; one whose leading question goes is led by the oldest that stays."""
    gone = session.scalars(select(InboxRow).where(InboxRow.id.in_(ids))).all()
    for number in {row.group for row in gone if row.group is not None}:
        left = select(InboxRow.question).where(InboxRow.group == number, InboxRow.id.not_in(ids))
        leader = session.scalar(left.order_by(InboxRow.id).limit(1))
        group = session.get(GroupRow, number)
        if leader is None:
            session.execute(delete(GroupRow).where(GroupRow.id == number))
        elif group is not None and group.leader in {row.question for row in gone}:
            group.leader = leader
