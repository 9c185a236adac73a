"""The inbox in the database: adding, sorting into groups, and the way of a question from new to done."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, delete, func, select, update
from sqlalchemy.orm import Session

from knowledge.inbox.grouping import Leader, Sorter
from knowledge.inbox.model import ANSWERED, QUESTIONS, Group, Item, Kind, State
from knowledge.inbox.tables import GroupRow, InboxRow

LONGEST = 4_000
COMPARED = 1_000
"""A new question is compared with so many of the newest groups."""


class Inbox:
    """Adds, sorts and lists items; synchronous."""

    def __init__(
        self, engine: Engine, now: Callable[[], datetime] = lambda: datetime.now(UTC), sorter: Sorter | None = None
    ) -> None:
        # What is read before it is written must not change in between; other databases ignore the word.
        self._engine, self._writing = engine, engine.execution_options(ieum_begin="BEGIN IMMEDIATE")
        self._now, self._sorter = now, sorter or Sorter()

    def add(self, kind: Kind, question: str, conversation: str, topic: str | None = None) -> int:
        """Keep one item (committed on return); returns its number.

        An unanswered question that this conversation asked before, and that is still new, is kept once.
        """
        question = question[:LONGEST]
        with self._write() as session:
            if kind == "unanswered" and (before := _asked(session, question, conversation)) is not None:
                return before
            row = InboxRow(
                kind=kind, question=question, topic=topic, conversation=conversation, at=self._now(), state="new"
            )
            session.add(row)
            session.flush()
            return row.id

    def forget(self, conversation: str) -> None:
        """Delete everything this conversation left here."""
        with self._write() as session:
            rows = session.scalars(select(InboxRow).where(InboxRow.conversation == conversation)).all()
            touched = {row.group for row in rows if row.group is not None}
            session.execute(delete(InboxRow).where(InboxRow.conversation == conversation))
            for group in touched:
                _without(session, group, {row.question for row in rows})

    def items(self, kind: Kind | None = None, limit: int = 100) -> list[Item]:
        """The newest items, of one kind if asked."""
        query = select(InboxRow).order_by(InboxRow.id.desc()).limit(limit)
        if kind:
            query = query.where(InboxRow.kind == kind)
        with Session(self._engine) as session:
            return [_item(row) for row in session.scalars(query)]

    def sort(self) -> int:
        """Put every item without a group into one, in the order they came; returns how many there were."""
        with self._write() as session:
            loose = session.scalars(
                select(InboxRow).where(InboxRow.group.is_(None)).order_by(InboxRow.id).with_for_update()
            ).all()
            if not loose:
                return 0
            newest = session.scalars(select(GroupRow).order_by(GroupRow.id.desc()).limit(COMPARED)).all()
            groups = list(reversed(newest))
            for row in loose:
                row.group = self._home(session, row, groups)
            return len(loose)

    def groups(self, state: State = "new", limit: int = 100) -> list[Group]:
        """Groups with items in this state, those that most people asked first; an item counts its own state only."""
        self.sort()
        with Session(self._engine) as session:
            askers = func.count(func.distinct(InboxRow.conversation))
            ids = session.execute(
                select(InboxRow.group, askers)
                .where(InboxRow.state == state)
                .group_by(InboxRow.group)
                .order_by(askers.desc(), func.max(InboxRow.id).desc())
                .limit(limit)
            ).all()
            return [_group(session, session.get_one(GroupRow, one), state) for one, _ in ids if one is not None]

    def counts(self) -> dict[str, int]:
        """How many groups have items in each state."""
        self.sort()
        with Session(self._engine) as session:
            query = select(InboxRow.state, func.count(func.distinct(InboxRow.group))).group_by(InboxRow.state)
            return {state: number for state, number in session.execute(query)}

    def group(self, number: int) -> Group | None:
        """One group with all its items, or None."""
        with Session(self._engine) as session:
            row = session.get(GroupRow, number) if 0 < number < 2**31 else None
            return _group(session, row) if row else None

    def answer(self, number: int, text: str, by: str) -> list[int]:
        """Keep an answer for the new items of a group; returns their numbers, none when they were answered already."""
        with self._write() as session:
            row = session.get(GroupRow, number, with_for_update=True)
            waiting = _of(session, number, ("new",))
            if row is None or not waiting:
                return []
            row.answer, row.answered_by, row.answered_at = text, by, self._now()
            for one in waiting:
                one.state = "answered"
            return [one.id for one in waiting]

    def untold(self, number: int | None = None, older: timedelta | None = None) -> dict[str, list[Item]]:
        """Answered items whose asker was not told yet, by conversation; of one group, of old answers if asked."""
        query = select(InboxRow).where(InboxRow.state.in_(ANSWERED), InboxRow.told_at.is_(None)).order_by(InboxRow.id)
        if number is not None:
            query = query.where(InboxRow.group == number)
        if older is not None:
            query = query.join(GroupRow, GroupRow.id == InboxRow.group)
            query = query.where(GroupRow.answered_at <= self._now() - older)
        found: dict[str, list[Item]] = defaultdict(list)
        with Session(self._engine) as session:
            for row in session.scalars(query):
                found[row.conversation].append(_item(row))
        return dict(found)

    def told(self, numbers: Iterable[int]) -> None:
        """The askers of these items have their answer, or it waits for their return."""
        with self._write() as session:
            session.execute(update(InboxRow).where(InboxRow.id.in_(list(numbers))).values(told_at=self._now()))

    def move(self, number: int, state: State, of: tuple[State, ...]) -> int:
        """Bring the items of a group that are in one of the states ``of`` into ``state``; returns how many."""
        with self._write() as session:
            return move(session, number, state, of)

    def _home(self, session: Session, row: InboxRow, groups: list[GroupRow]) -> int:
        if row.kind in QUESTIONS:
            alike = [group for group in groups if group.kind == "question"]
            found = self._sorter.group_of(row.question, [Leader(group.id, group.leader) for group in alike])
        else:
            same = (g.id for g in groups if g.kind == row.kind and g.topic == row.topic)
            found = next(same, None)
        if found is None:
            kind = "question" if row.kind in QUESTIONS else row.kind
            group = GroupRow(kind=kind, leader=row.question, topic=row.topic, made_at=self._now())
            session.add(group)
            session.flush()
            groups.append(group)
            found = group.id
        return found

    @contextmanager
    def _write(self) -> Iterator[Session]:
        with Session(self._writing, expire_on_commit=False) as session, session.begin():
            yield session


def move(session: Session, number: int, state: State, of: tuple[State, ...]) -> int:
    """``Inbox.move`` inside somebody else's transaction."""
    rows = _of(session, number, of)
    for row in rows:
        row.state = state
    return len(rows)


def _of(session: Session, number: int, states: tuple[str, ...]) -> list[InboxRow]:
    query = select(InboxRow).where(InboxRow.group == number, InboxRow.state.in_(states)).order_by(InboxRow.id)
    return list(session.scalars(query.with_for_update()))


def _asked(session: Session, question: str, conversation: str) -> int | None:
    rows = session.scalars(
        select(InboxRow).where(
            InboxRow.conversation == conversation, InboxRow.kind == "unanswered", InboxRow.state == "new"
        )
    )
    return next((row.id for row in rows if _loose(row.question) == _loose(question)), None)


def _loose(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())


def _without(session: Session, number: int, gone: set[str]) -> None:
    """A group whose leader was forgotten takes another of its questions; one without items goes."""
    group = session.get(GroupRow, number)
    left = session.scalar(select(InboxRow.question).where(InboxRow.group == number).order_by(InboxRow.id).limit(1))
    if group is None:
        return
    if left is None:
        session.delete(group)
    elif group.leader in gone:
        group.leader = left


def _item(row: InboxRow) -> Item:
    return Item(row.id, row.kind, row.question, row.topic, row.at, row.state, row.group)


def _group(session: Session, row: GroupRow, state: str | None = None) -> Group:
    query = select(InboxRow).where(InboxRow.group == row.id).order_by(InboxRow.id)
    rows = [one for one in session.scalars(query) if state in (None, one.state)]
    return Group(
        row.id, row.kind, row.leader, row.topic, len({one.conversation for one in rows}),
        tuple(_item(one) for one in rows), row.answer, row.answered_by, row.answered_at,
        sum(one.state == "answered" and one.told_at is None for one in rows),
    )  # fmt: skip
