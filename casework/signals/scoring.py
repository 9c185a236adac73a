"""Scoring households that changed or whose score is a day old; those that surface are written down for filing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.signals.incoming import SEOUL
from casework.signals.proposing import propose
from casework.signals.rules import Rules
from casework.signals.score import Known, Scored, score
from casework.signals.tables import HouseholdRecord, JoinRecord, KeyRecord, SignalRecord
from casework.tables import CaseRecord, ReportRecord
from casework.timeline import write

STALE = timedelta(days=1)


@dataclass
class Facts:
    """What is known of one household: its signals, and the reports about it with their cases."""

    signals: list[SignalRecord] = field(default_factory=list)
    reports: list[tuple[JoinRecord, datetime, CaseRecord]] = field(default_factory=list)

    @property
    def reported_on(self) -> date | None:
        """The day of the newest report, in Seoul."""
        return max((at.astimezone(SEOUL).date() for _, at, _ in self.reports), default=None)


def scored(facts: Facts, at: datetime, rules: Rules) -> Scored:
    """The score of a household at a time."""
    known = [Known(one.kind, one.happened_on, one.months) for one in facts.signals]
    return score(known, facts.reported_on, at.astimezone(SEOUL).date(), rules)


def facts_of(session: Session, homes: Sequence[str]) -> dict[str, Facts]:
    """The facts of these households; drills do not count as reports."""
    found: dict[str, Facts] = defaultdict(Facts)
    signals = select(SignalRecord).where(SignalRecord.household_id.in_(homes)).order_by(SignalRecord.id)
    for one in session.scalars(signals):
        found[one.household_id].signals.append(one)
    reports = (
        select(KeyRecord.household_id, JoinRecord, ReportRecord.at, CaseRecord)
        .join(JoinRecord, JoinRecord.key == KeyRecord.key)
        .join(ReportRecord, ReportRecord.id == JoinRecord.report_id)
        .join(CaseRecord, CaseRecord.id == JoinRecord.case_id)
        .where(KeyRecord.household_id.in_(homes), CaseRecord.test.is_(False))
        .order_by(JoinRecord.report_id)
    )
    for home, joined, at, case in session.execute(reports):
        found[home].reports.append((joined, at, case))
    return found


def rescore(session: Session, rules: Rules, at: datetime, most: int) -> int:
    """Score up to ``most`` waiting households; returns how many. Safe while another process does the same."""
    due = or_(HouseholdRecord.scored_at.is_(None), HouseholdRecord.scored_at < at - STALE)
    query = select(HouseholdRecord).where(due).order_by(HouseholdRecord.id).limit(most)
    homes = session.scalars(query.with_for_update(skip_locked=True)).all()
    facts = facts_of(session, [home.id for home in homes])
    for home in homes:
        of_home = facts.get(home.id, Facts())
        result = scored(of_home, at, rules)
        home.points, home.reported, home.scored_at = result.points, result.reported, at
        _tell(session, of_home, result, at)
        propose(session, home, of_home.signals, result, rules, at)
    return len(homes)


def _tell(session: Session, facts: Facts, result: Scored, at: datetime) -> None:
    """A case learns of signals at its address, once for each that comes."""
    count = len(facts.signals)
    for joined, _, case in facts.reports:
        if count <= joined.told or not result.kinds:
            continue
        joined.told = count
        if case.state == "closed":
            continue
        lines = [f"- {part.text} (+{part.points / 10:g})" for part in result.parts if part.points > 0][:8]
        head = f"같은 주소에 위기정보 {count}건이 있어요. 우선순위 {result.score:g}점."
        write(session, case.id, at, "signals", "이음", "\n".join([head, *lines]), points=result.points)
