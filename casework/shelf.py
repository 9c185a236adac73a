"""Reading cases out of the database into views."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.escalation.tables import AlertRecord
from casework.household_tables import LinkRecord, PhotoRecord
from casework.moves import allowed
from casework.reports import GIVEN
from casework.tables import CaseRecord, EntryRecord, ReportRecord
from casework.views import AlertView, CaseRow, CaseView, Entry, HouseholdView, ReportStatus, ReportView
from casework.words import words

MOST_NAMED = 1_000


class CaseNotFound(LookupError):
    """There is no case of that id."""

    def __init__(self, case_id: str) -> None:
        super().__init__(f"그런 사건이 없어요: {case_id[:40]!r}")


def find(session: Session, case_id: str, *, lock: bool = False) -> CaseRecord:
    """The case of that id, its row locked when asked; raises CaseNotFound."""
    query = select(CaseRecord).where(CaseRecord.id == case_id[:64].replace("\x00", ""))
    case = session.scalars(query.with_for_update() if lock else query).one_or_none()
    if case is None:
        raise CaseNotFound(case_id)
    return case


def rows(session: Session, cases: Sequence[CaseRecord]) -> list[CaseRow]:
    """Lines of the queue, in the same order."""
    places: dict[str, list[str]] = defaultdict(list)
    query = select(ReportRecord.case_id, ReportRecord.district).where(ReportRecord.district != "")
    if len(cases) <= MOST_NAMED:
        query = query.where(ReportRecord.case_id.in_([case.id for case in cases]))
    for case_id, district in session.execute(query.order_by(ReportRecord.id)):
        places[case_id].append(district)
    return [CaseRow(**_row_fields(case, places.get(case.id, ()))) for case in cases]


def view(session: Session, case: CaseRecord) -> CaseView:
    """The case with its timeline, alerts and reports, oldest first."""
    entries = session.scalars(select(EntryRecord).where(EntryRecord.case_id == case.id).order_by(EntryRecord.id))
    alerts = session.scalars(
        select(AlertRecord)
        .where(AlertRecord.case_id == case.id)
        .order_by(AlertRecord.cycle, AlertRecord.step, AlertRecord.contact_id, AlertRecord.route_key)
    )
    query = select(ReportRecord).where(ReportRecord.case_id == case.id).order_by(ReportRecord.id)
    reports = session.scalars(query).all()
    return CaseView(
        **_row_fields(case, [report.district for report in reports if report.district]),
        score=case.score, step=case.step, cycle=case.cycle, acked_at=case.acked_at, contacted_at=case.contacted_at,
        closed_at=case.closed_at, close_reason=case.close_reason, moves=allowed(case.state),
        entries=tuple(Entry(e.id, e.at, e.kind, e.author, e.text, dict(e.data)) for e in entries),
        alerts=tuple(_alert(alert) for alert in alerts),
        reports=tuple(_report(session, report) for report in reports), household=_household(session, case.id),
    )  # fmt: skip


def status(case: CaseRecord, *, withdrawn: bool = False) -> ReportStatus:
    """What a reporter may know of the case; of a withdrawn report only that."""
    state = "withdrawn" if withdrawn else case.state
    return ReportStatus(case.receipt, state, words().status[state], case.opened_at, case.changed_at)


def _household(session: Session, case_id: str) -> tuple[HouseholdView, ...]:
    """Cases that may be, or are, of the same household, the likeliest first."""
    query = select(LinkRecord).where(or_(LinkRecord.case_a == case_id, LinkRecord.case_b == case_id))
    found = []
    for one in session.scalars(query.order_by(LinkRecord.score.desc(), LinkRecord.id)):
        other = session.get_one(CaseRecord, one.case_b if one.case_a == case_id else one.case_a)
        evidence = tuple((str(part["label"]), float(part["share"]), bool(part["against"])) for part in one.evidence)
        found.append(
            HouseholdView(other.id, other.receipt, other.state, one.state, one.score, evidence, one.by_name, one.at)
        )
    return tuple(found)


def _row_fields(case: CaseRecord, reported: Sequence[str]) -> dict:
    return {
        "id": case.id, "receipt": case.receipt, "level": case.level, "subject": case.subject,
        "kinds": tuple(case.kinds), "immediate": case.immediate, "state": case.state, "owner_id": case.owner_id,
        "owner_name": case.owner_name, "channel": case.channel, "conversation": case.conversation,
        "opened_at": case.opened_at, "waiting_since": case.waiting_since, "next_due_at": case.next_due_at,
        "contact_due_at": case.contact_due_at, "unanswered": case.unanswered_at is not None,
        "no_one_on_call": case.no_one_on_call, "test": case.test, "next_try_at": case.next_try_at,
        "districts": (case.district,) if case.district else tuple(dict.fromkeys(reported)),
    }  # fmt: skip


def _alert(alert: AlertRecord) -> AlertView:
    return AlertView(
        id=alert.id, cycle=alert.cycle, step=alert.step, contact_name=alert.contact_name, route=alert.route_kind,
        state=alert.state, attempts=alert.attempts, made_at=alert.made_at, delivered_at=alert.delivered_at,
        detail=alert.detail,
    )  # fmt: skip


def _report(session: Session, report: ReportRecord) -> ReportView:
    sealed = {field: getattr(report, f"{field}_sealed") for field in GIVEN}
    sealed["photo"] = session.scalar(select(PhotoRecord.id).where(PhotoRecord.report_id == report.id).limit(1))
    return ReportView(
        id=report.id, receipt=report.receipt, at=report.at, reporter=report.reporter, subject=report.subject,
        what=report.what, who=report.who, since=report.since, district=report.district, consent=report.consent,
        consent_sensitive=report.consent_sensitive, consent_share=report.consent_share, danger_now=report.danger_now,
        life_danger_exception=report.life_danger_exception, withheld=tuple(report.withheld),
        has=tuple(name for name, token in sealed.items() if token),
        corrected_at=report.corrected_at, withdrawn_at=report.withdrawn_at,
    )  # fmt: skip
