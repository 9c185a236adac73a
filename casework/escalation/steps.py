"""The steps that are due: each is claimed by one instance, writes its alerts and sets when the next is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from casework import audit
from casework.actor import SYSTEM
from casework.cases import Cases
from casework.escalation.owner import release, remind
from casework.escalation.port import Contact
from casework.escalation.roster import Roster
from casework.escalation.wording import write_alert
from casework.escalation.writing import Words, write_alerts
from casework.moves import WAITING_STATES
from casework.policy import LevelRule, rule_of
from casework.store import Store
from casework.tables import CaseRecord
from casework.timeline import write

log = structlog.get_logger(__name__)

# Enough to share the cost of a commit, few enough that nobody waits long for a locked case.
AT_ONCE = 20
# Invented cases to look at (ieum demo): they have a clock, but nobody is woken for them.
DEMO_CHANNEL = "demo"
DEMO_PAUSE = timedelta(days=1)


class Steps:
    """Moves the clock of every case; however many instances run, one step of one case is taken once."""

    def __init__(self, store: Store, cases: Cases, roster: Roster, now: Callable[[], datetime]) -> None:
        self.store, self.cases, self.roster, self.now = store, cases, roster, now

    def run(self, most: int = 500) -> int:
        """Take up to ``most`` cases that are due now, worst first, in short transactions; returns how many moved."""
        moved = 0
        while moved < most and self._anything_due():
            taken = self._take(min(AT_ONCE, most - moved))
            if not taken:
                break
            moved += taken
        return moved

    def _due(self, at: datetime) -> ColumnElement[bool]:
        step = CaseRecord.state.in_(WAITING_STATES) & (CaseRecord.next_due_at <= at)
        owned = CaseRecord.state == "acknowledged"
        return or_(step, owned & (CaseRecord.contact_due_at <= at), owned & (CaseRecord.remind_at <= at))

    def _anything_due(self) -> bool:
        # A look before the lock: an idle clock must not hold SQLite's one writer.
        with self.store.reading() as session:
            return session.scalar(select(CaseRecord.id).where(self._due(self.now())).limit(1)) is not None

    def _take(self, most: int) -> int:
        with self.store.session() as session:
            at = self.now()
            order = (CaseRecord.level_rank.desc(), CaseRecord.next_due_at, CaseRecord.id)
            query = select(CaseRecord).where(self._due(at)).order_by(*order).limit(most)
            cases = session.scalars(query.with_for_update(skip_locked=True)).all()
            for case in cases:
                self._move(session, case, at)
            return len(cases)

    def _move(self, session: Session, case: CaseRecord, at: datetime) -> None:
        if case.state == "acknowledged":
            if case.contact_due_at is not None and case.contact_due_at > at:
                remind(session, self.cases.vault, self.roster, case, at)
                return
            release(session, case, at)
        if case.channel == DEMO_CHANNEL:
            self._only_look(session, case, at)
        else:
            self._step(session, case, at)

    def _step(self, session: Session, case: CaseRecord, at: datetime) -> None:
        rule, step = rule_of(case.policy, case.level), case.step
        loud = step >= len(rule.steps)
        contacts = self.roster.who("all" if loud else rule.steps[step].to, at)
        if not contacts:
            self._nobody(session, case, at)
            return
        if case.no_one_on_call:
            case.no_one_on_call, case.unanswered_at = False, None
        if loud:
            self._shout(session, case, at)
        self._write_alerts(session, case, at, contacts, loud)
        _schedule(case, rule, at)

    def _nobody(self, session: Session, case: CaseRecord, at: datetime) -> None:
        if not case.no_one_on_call:
            write(session, case.id, at, "clock", "이음", "알림을 받을 당직자가 없어요. 당직표를 채워 주세요.")
            case.no_one_on_call, case.unanswered_at = True, case.unanswered_at or at
        log.critical("no_one_on_call", receipt=case.receipt, level=case.level)
        case.next_due_at = at + timedelta(seconds=self.cases.policy.policy.no_one_seconds)

    def _shout(self, session: Session, case: CaseRecord, at: datetime) -> None:
        if case.unanswered_at is None:
            case.unanswered_at = at
            audit.record(session, at, SYSTEM, "unanswered", case.id)
        log.critical("case_unanswered", receipt=case.receipt, level=case.level, since=case.unanswered_at.isoformat())

    def _write_alerts(
        self, session: Session, case: CaseRecord, at: datetime, contacts: tuple[Contact, ...], loud: bool
    ) -> None:
        words = Words(*write_alert(case, case.step, loud=loud))
        told = write_alerts(session, self.cases.vault, case, case.step, contacts, words, at)
        head = "응답 없음, 모두에게 다시 알려요" if loud else f"{case.step + 1}단계 알림"
        write(session, case.id, at, "clock", "이음", f"{head}: {told}", cycle=case.cycle, step=case.step)

    def _only_look(self, session: Session, case: CaseRecord, at: datetime) -> None:
        if case.cycle == 1 and case.step == 0:
            write(session, case.id, at, "clock", "이음", "둘러보기용 사건이라 당직자에게 알리지 않아요.")
            case.step = 1
        case.next_due_at = at + DEMO_PAUSE


def _schedule(case: CaseRecord, rule: LevelRule, at: datetime) -> None:
    # Delays count from the step just taken, so a clock that was down does not fire everything it missed at once.
    last = len(rule.steps) - 1
    if case.step > last:
        case.cycle += 1
        minutes = rule.unanswered_every_minutes
    elif case.step < last:
        case.step += 1
        minutes = rule.steps[case.step].after_minutes
    else:
        minutes = rule.repeat_after_minutes
        if case.repeats_done < rule.repeats:
            case.repeats_done, case.cycle, case.step = case.repeats_done + 1, case.cycle + 1, 0
        else:
            case.step = last + 1
    case.next_due_at = at + timedelta(minutes=minutes)
