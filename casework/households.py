"""Recognising one household in several cases: keyed marks, an explained score, a proposal that a person decides on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete, or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from casework.household_tables import LinkRecord, MarkRecord
from casework.moves import OPEN_STATES
from casework.privacy.marks import Said, marks_of, rules
from casework.privacy.vault import Vault
from casework.reports import Keepable, NewReport
from casework.tables import CaseRecord, ReportRecord
from casework.timeline import write

log = structlog.get_logger(__name__)
FINDING = ("phone", "name", "unit", "building", "lot", "road")
"""Marks that lead to another case; the others only add to the score."""

Marks = dict[str, set[str]]


@dataclass(frozen=True)
class Evidence:
    """One part of a score: ``share`` is what it adds (0 to 1), or for a contradiction what it leaves."""

    kind: str
    label: str
    share: float
    against: bool = False


def score(ours: Marks, theirs: Marks) -> tuple[float, list[Evidence]]:
    """How likely two cases are of one household, 0 to 1, and every part of it, the heaviest first."""
    same: dict[str, Evidence] = {}
    for kind, rule in rules().weights.items():
        if ours.get(kind, set()) & theirs.get(kind, set()):
            part = Evidence(kind, rule.label, rule.weight)
            best = same.get(rule.group or kind)
            same[rule.group or kind] = part if best is None or part.share > best.share else best
    left = 1.0
    for part in same.values():
        left *= 1 - part.share
    total, parts = 1 - left, sorted(same.values(), key=lambda part: -part.share)
    for kind, against in rules().against.items():
        ours_said, theirs_said = ours.get(kind), theirs.get(kind)
        if ours_said and theirs_said and not ours_said & theirs_said:
            total *= against.factor
            parts.append(Evidence(kind, against.label, against.factor, against=True))
    return round(total, 2), parts


def link(
    session: Session, vault: Vault, case: CaseRecord, record: ReportRecord, report: NewReport, kept: Keepable,
    at: datetime,
) -> None:  # fmt: skip
    """Keep the report's marks and propose the cases that look like the same household.

    Never keeps a report from being filed: trouble here is logged and leaves the report without marks.
    """
    try:
        with session.begin_nested():
            session.execute(delete(MarkRecord).where(MarkRecord.report_id == record.id))
            for kind, value in marks_of(_said(report, kept)):
                sealed = vault.digest("mark", kind, value).hex()
                session.add(MarkRecord(report_id=record.id, case_id=case.id, kind=kind, value=sealed))
            session.flush()
            _propose(session, case, at)
    except (SQLAlchemyError, ValueError) as error:
        log.error("household.not_compared", error=type(error).__name__)


def _said(report: NewReport, kept: Keepable) -> Said:
    own = report.subject == "self" or report.reporter == "self"
    return Said(
        kept.person_name or (kept.name if own else ""), f"{kept.person_contact} {kept.contact if own else ''}",
        kept.place, f"{kept.what}\n{kept.who}", "" if own else kept.contact, kept.district,
    )  # fmt: skip


def _propose(session: Session, case: CaseRecord, at: datetime) -> None:
    ours = _marks(session, [case.id])[case.id]
    found = _candidates(session, case.id, ours, at)
    for other, theirs in _marks(session, found).items():
        total, parts = score(ours, theirs)
        if total >= rules().propose_from:
            _put(session, case.id, other, total, parts, at)


def _candidates(session: Session, own: str, ours: Marks, at: datetime) -> list[str]:
    alike = [(MarkRecord.kind == kind) & MarkRecord.value.in_(ours[kind]) for kind in FINDING if ours.get(kind)]
    if not alike:
        return []
    recent = CaseRecord.closed_at > at - timedelta(days=rules().look_back_days)
    query = select(MarkRecord.case_id).join(CaseRecord, CaseRecord.id == MarkRecord.case_id).distinct()
    query = query.where(or_(*alike), MarkRecord.case_id != own, or_(CaseRecord.state.in_(OPEN_STATES), recent))
    return list(session.scalars(query))


def _marks(session: Session, cases: Iterable[str]) -> dict[str, Marks]:
    found: dict[str, Marks] = defaultdict(lambda: defaultdict(set))
    for mark in session.scalars(select(MarkRecord).where(MarkRecord.case_id.in_(list(cases)))):
        found[mark.case_id][mark.kind].add(mark.value)
    return found


def _put(session: Session, one: str, other: str, total: float, parts: list[Evidence], at: datetime) -> None:
    first, second = sorted((one, other))
    query = select(LinkRecord).where(LinkRecord.case_a == first, LinkRecord.case_b == second)
    known = session.scalars(query.with_for_update()).one_or_none()
    evidence = [part.__dict__ for part in parts]
    if known is not None:
        if known.state == "proposed" and total != known.score:
            known.score, known.evidence, known.at = total, evidence, at
        return
    session.add(
        LinkRecord(case_a=first, case_b=second, score=total, evidence=evidence, state="proposed", by_name="이음", at=at)
    )
    why = ", ".join(part.label for part in parts)
    for case_id, seen in ((one, other), (other, one)):
        write(
            session,
            case_id,
            at,
            "household",
            "이음",
            f"사건 {seen}과(와) 같은 집일 수 있어요({total:.2f}): {why}",
            other=seen,
        )
