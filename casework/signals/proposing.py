"""Quiet households surface: one with stacked signals and no report becomes a case by the ledger's own filing, once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import audit
from casework.actor import SYSTEM, Actor
from casework.cases import Cases, Heard, NewReport
from casework.signals.regions import formal
from casework.signals.rules import LevelRule, Rules
from casework.signals.score import Scored
from casework.signals.tables import BatchRecord, HouseholdRecord, ProposalRecord, SignalRecord
from casework.tables import CaseRecord

log = structlog.get_logger(__name__)
MOST_LINES = 10
OPENED_BY_HAND = "normal"
MOST_REFS = 6


class NotProposable(ValueError):
    """A household for which no case can be opened now; the Korean text says why."""


def by_hand(
    session: Session,
    home_id: str,
    signals: Sequence[SignalRecord],
    result: Scored,
    rules: Rules,
    at: datetime,
    by: Actor,
) -> int:
    """Write down that a caseworker wants this household's case, at the level its score deserves; the proposal's id.

    NotProposable while a case that was opened from its signals is still open, or when it has no signals.
    """
    home = session.get_one(HouseholdRecord, home_id, with_for_update=True)
    if not signals:
        raise NotProposable("보관 중인 위기정보가 없어요.")
    for one in session.scalars(select(ProposalRecord).where(ProposalRecord.household_id == home_id)):
        case = session.get(CaseRecord, one.case_id) if one.case_id else None
        if one.filed_at is None or (case and case.state != "closed"):
            raise NotProposable("이 집의 위기정보로 연 사건이 이미 열려 있어요.")
    level = fitting(result, rules)
    named = level.level if level else OPENED_BY_HAND
    return write_down(session, home, signals, result, rules, named, at, by).id


def fitting(result: Scored, rules: Rules) -> LevelRule | None:
    """The first level of the rules that this score reaches; None for a household that has a report or too little."""
    if result.reported:
        return None
    for level in rules.propose.levels:
        enough = len(result.kinds) >= level.kinds and len(result.groups) >= level.groups
        if enough and result.score >= level.score:
            return level
    return None


def propose(
    session: Session, home: HouseholdRecord, signals: Sequence[SignalRecord], result: Scored, rules: Rules, at: datetime
) -> bool:
    """Write down that this household is to be filed, when it surfaces now; committed with its score."""
    level = fitting(result, rules)
    if level is None or not _due(session, home.id, signals, rules, at):
        return False
    write_down(session, home, signals, result, rules, level.level, at, SYSTEM)
    return True


def write_down(
    session: Session, home: HouseholdRecord, signals: Sequence[SignalRecord], result: Scored, rules: Rules,
    level: str, at: datetime, by: Actor,
) -> ProposalRecord:  # fmt: skip
    """The proposal itself, with its words fixed now: filing it again after a crash gives the same case."""
    earlier = session.scalars(select(ProposalRecord).where(ProposalRecord.household_id == home.id)).all()
    kinds = list(dict.fromkeys(rules.kinds[kind].case_kind for kind in result.kinds))
    proposal = ProposalRecord(
        household_id=home.id, number=max((one.number for one in earlier), default=0) + 1, at=at, points=result.points,
        level=level, kinds=kinds, text=_words(session, home, signals, result, by),
        parts=[{"name": part.name, "points": part.points, "text": part.text} for part in result.parts],
    )  # fmt: skip
    session.add(proposal)
    audit.record(session, at, by, "signals-propose", home.id, points=result.points, level=level)
    session.flush()
    return proposal


def file_due(cases: Cases, rules: Rules) -> int:
    """Open the case of every proposal that has none yet; returns how many. A second process gets the same cases."""
    with cases.store.reading() as session:
        query = select(ProposalRecord.id).where(ProposalRecord.filed_at.is_(None)).order_by(ProposalRecord.id)
        due = session.scalars(query).all()
    for number in due:
        file_one(cases, rules, number)
    return len(due)


def file_one(cases: Cases, rules: Rules, number: int) -> str:
    """File one proposal; returns its case."""
    with cases.store.reading() as session:
        proposal = session.get_one(ProposalRecord, number)
        home = session.get_one(HouseholdRecord, proposal.household_id)
    heard = Heard(proposal.level, "other", tuple(proposal.kinds), False, proposal.points / (rules.score.most * 10))
    report = NewReport(
        subject="other", what=proposal.text, place=formal(home.district), reporter="system", channel="signals",
        since="", danger_now=False,
    )  # fmt: skip
    opened = cases.report(report, event_key=f"signals:{proposal.id}", heard=heard)
    with cases.store.session() as session:
        filed = session.get_one(ProposalRecord, number)
        filed.case_id, filed.filed_at = opened.case_id, filed.filed_at or cases.now()
    log.info("signals.case_proposed", case=opened.case_id, level=opened.level)
    return opened.case_id


def _due(session: Session, home: str, signals: Sequence[SignalRecord], rules: Rules, at: datetime) -> bool:
    """Never twice: only long after the case before ended, and only for signals that came since."""
    earlier = session.scalars(
        select(ProposalRecord).where(ProposalRecord.household_id == home).order_by(ProposalRecord.number.desc())
    ).all()
    if not earlier:
        return True
    rest = timedelta(days=rules.propose.again_after_days)
    for one in earlier:
        case = session.get(CaseRecord, one.case_id) if one.case_id else None
        ended = case.closed_at if case else one.filed_at
        if ended is None or at - ended < rest:
            return False
    return any(one.at > earlier[0].at for one in signals)


def _words(session: Session, home: HouseholdRecord, signals: Sequence[SignalRecord], result: Scored, by: Actor) -> str:
    why = "신고 없이 위기정보가 쌓인 집이에요." if by == SYSTEM else f"{by.name} 님이 위기정보를 보고 연 사건이에요."
    head = f"{why} 우선순위 {result.score:g}점 (위기정보 화면의 {home.id})."
    lines = [f"- {part.text} (+{part.points / 10:g})" for part in result.parts if part.points > 0][:MOST_LINES]
    batches = {one.batch_id for one in signals}
    sources = {one.id: one.source for one in session.scalars(select(BatchRecord).where(BatchRecord.id.in_(batches)))}
    named = dict.fromkeys(f"{sources[one.batch_id]} {one.ref}".strip() for one in signals)
    ask = "자세한 주소는 이음에 없어요. 보낸 기관에 물어봐 주세요: " + ", ".join(list(named)[:MOST_REFS])
    return "\n".join([head, *lines, ask])[:1900]
