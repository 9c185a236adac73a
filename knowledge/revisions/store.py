"""The store of revisions: draft, proposed by one person, approved by a second, in force; history is kept."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.revisions.model import (
    EDITING_ROLES,
    Conflict,
    Editor,
    NotAllowed,
    Revision,
    RevisionError,
    UnknownRevision,
    digest,
)
from knowledge.revisions.tables import RevisionRow

Sessions = Callable[[], AbstractContextManager[Session]]
Also = Callable[[Session], None]
LONGEST_NOTE = 1_000


def _nothing(session: Session) -> None:
    return None


class Revisions:
    """Revisions in the database; synchronous. ``writing`` yields sessions of one write transaction each.

    Every change takes ``also``, which runs in the same transaction: an audit record is kept with the change or neither.
    RevisionError (UnknownRevision, NotAllowed, Conflict) says in Korean why something is not done.
    """

    def __init__(self, writing: Sessions, reading: Sessions, now: Callable[[], datetime]) -> None:
        self._writing, self._reading, self._now = writing, reading, now

    def draft(
        self, guide_id: str, text: str, by: Editor, *, current: str | None, file: str | None, base: int,
        number: int | None = None, group: int | None = None, also: Also = _nothing,
    ) -> Revision:  # fmt: skip
        """Keep a draft, or the draft ``number`` anew; ``current`` is the text it was written on, at place ``base``."""
        _editor(by)
        with self._writing() as session:
            if number is None:
                row = RevisionRow(guide_id=guide_id, state="draft", author_id=by.id, author_name=by.name, group=group)
                session.add(row)
            else:
                row = _own(_row(session, number), by, "draft")
            row.guide_id, row.text, row.changed_at = guide_id, text, self._now()
            row.base, row.base_hash, row.file_hash = base, digest(current), digest(file)
            session.flush()
            also(session)
            return _shown(row)

    def propose(self, number: int, by: Editor, *, current: str | None, also: Also = _nothing) -> Revision:
        """Ask a second person to look at one's own draft."""
        _editor(by)
        with self._writing() as session:
            row = _own(_row(session, number), by, "draft")
            _unmoved(session, row, current)
            row.state, row.changed_at = "proposed", self._now()
            also(session)
            return _shown(row)

    def approve(self, number: int, by: Editor, *, current: str | None, also: Also = _nothing) -> Revision:
        """Bring a proposed revision into force; never one's own."""
        _editor(by)
        with self._writing() as session:
            row = _proposed(_row(session, number))
            if row.author_id == by.id:
                raise NotAllowed("자기가 제안한 것은 스스로 승인할 수 없어요. 다른 편집자가 살펴보고 승인해야 해요.")
            _unmoved(session, row, current)
            row.place = (session.scalar(select(func.max(RevisionRow.place))) or 0) + 1
            self._decide(row, by, "approved", None)
            session.flush()
            also(session)
            return _shown(row)

    def decline(self, number: int, by: Editor, note: str, also: Also = _nothing) -> Revision:
        """Send a proposed revision back with a reason; the author takes it back the same way."""
        _editor(by)
        with self._writing() as session:
            row = _proposed(_row(session, number))
            if not note.strip() and row.author_id != by.id:
                raise RevisionError("돌려보내는 까닭을 적어 주세요.")
            self._decide(row, by, "withdrawn" if row.author_id == by.id else "declined", note.strip()[:LONGEST_NOTE])
            also(session)
            return _shown(row)

    def exported(self, numbers: list[int]) -> None:
        """Note that these revisions now stand in the files."""
        with self._writing() as session:
            for row in session.scalars(select(RevisionRow).where(RevisionRow.number.in_(numbers))):
                row.exported_at = self._now()

    def get(self, number: int) -> Revision:
        """The revision of that number; UnknownRevision when there is none."""
        with self._reading() as session:
            return _shown(_row(session, number, lock=False))

    def history(self, guide_id: str) -> list[Revision]:
        """Every revision of one guide, the newest first."""
        return self._list(RevisionRow.guide_id == guide_id[:100])

    def open(self) -> list[Revision]:
        """Drafts and proposals, the newest first."""
        return self._list(RevisionRow.state.in_(("draft", "proposed")))

    def approved(self) -> list[Revision]:
        """What ever came into force, in that order."""
        return sorted(self._list(RevisionRow.state == "approved"), key=lambda one: one.place or 0)

    def mark(self) -> tuple[int, int]:
        """Changes whenever what is in force does: the highest place and how many are exported."""
        with self._reading() as session:
            row = session.execute(select(func.max(RevisionRow.place), func.count(RevisionRow.exported_at))).one()
            return row[0] or 0, row[1]

    def _decide(self, row: RevisionRow, by: Editor, state: str, note: str | None) -> None:
        row.state, row.note, row.decided_at = state, note, self._now()
        row.decider_id, row.decider_name = by.id, by.name

    def _list(self, which: object) -> list[Revision]:
        query = select(RevisionRow).where(which).order_by(RevisionRow.number.desc())  # type: ignore[arg-type]
        with self._reading() as session:
            return [_shown(row) for row in session.scalars(query)]


def _editor(by: Editor) -> None:
    if by.role not in EDITING_ROLES:
        raise NotAllowed("이 역할은 안내를 고칠 수 없어요. 편집자에게 부탁해 주세요.")


def _row(session: Session, number: int, lock: bool = True) -> RevisionRow:
    row = session.get(RevisionRow, number, with_for_update=lock) if 0 < number < 2**31 else None
    if row is None:
        raise UnknownRevision("그런 개정이 없어요. 목록에서 다시 골라 주세요.")
    return row


def _own(row: RevisionRow, by: Editor, state: str) -> RevisionRow:
    if row.author_id != by.id:
        raise NotAllowed(f"{row.author_name} 님의 초안이에요. 쓴 사람만 고치거나 제안할 수 있어요.")
    if row.state != state:
        raise Conflict("이 초안은 이미 제안했거나 끝난 것이에요. 새로 고쳐 지금 상태를 확인해 주세요.")
    return row


def _proposed(row: RevisionRow) -> RevisionRow:
    if row.state != "proposed":
        raise Conflict("이 개정은 지금 제안된 상태가 아니에요. 다른 사람이 먼저 처리했는지 확인해 주세요.")
    return row


def _unmoved(session: Session, row: RevisionRow, current: str | None) -> None:
    latest = session.scalar(select(func.max(RevisionRow.place)).where(RevisionRow.guide_id == row.guide_id)) or 0
    if latest != row.base or digest(current) != row.base_hash:
        raise Conflict("그사이 이 안내가 바뀌었어요. 지금 글과 견주어 새 초안으로 다시 써 주세요.")


def _shown(row: RevisionRow) -> Revision:
    return Revision(
        row.number, row.guide_id, row.text, row.state, row.place, row.base, row.base_hash, row.file_hash, row.group,
        row.author_id, row.author_name, row.changed_at, row.decider_name, row.decided_at, row.note, row.exported_at,
    )  # fmt: skip
