"""Writing one structured report into its case, and writing it anew when its reporter corrects it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from casework.households import link
from casework.privacy.vault import Vault
from casework.reports import GIVEN, Keepable, NewReport, keepable
from casework.tables import CaseRecord, ReportRecord
from casework.timeline import write
from casework.words import words


class ReportConflict(ValueError):
    """The same event key came with another report."""

    def __init__(self) -> None:
        super().__init__("같은 요청 번호로 다른 내용의 신고가 왔어요. 새 번호로 다시 보내 주세요.")


def fingerprint_of(vault: Vault, report: NewReport) -> str:
    """A keyed digest of the whole report, to tell a repeat from another report; reveals nothing of it."""
    return vault.digest("report", report.model_dump_json()).hex()


def file_report(
    session: Session, vault: Vault, case: CaseRecord, report: NewReport, code_hash: str, at: datetime
) -> None:
    """Store what may be kept, personal fields sealed, with a timeline line that tells what was withheld."""
    record = ReportRecord(case_id=case.id, receipt=case.receipt, code_hash=code_hash, at=at)
    kept = put(vault, record, report, case.level)
    session.add(record)
    session.flush()
    author = words().reporter[report.reporter]
    write(session, case.id, at, "report", author, kept.what, danger_now=report.danger_now, level=case.level)
    note_kept(session, case.id, at, report, kept)
    link(session, vault, case, record, report, kept, at)


def put(vault: Vault, record: ReportRecord, report: NewReport, level: str) -> Keepable:
    """Lay what may be kept of a report into its record; the rest of the record is left alone."""
    kept = keepable(report, level)
    for field in GIVEN:
        text = getattr(kept, field)
        setattr(record, f"{field}_sealed", vault.seal(text) if text else None)
    record.reporter, record.subject = report.reporter, report.subject
    record.what, record.who, record.since = kept.what, kept.who, kept.since
    record.district, record.district_code = kept.district_name, kept.district.code
    record.consent, record.consent_sensitive = report.consent, report.consent_sensitive
    record.consent_share, record.danger_now = report.consent_share, report.danger_now
    record.life_danger_exception, record.withheld = kept.life_danger_exception, list(kept.withheld)
    return kept


def note_kept(session: Session, case_id: str, at: datetime, report: NewReport, kept: Keepable) -> None:
    """Timeline lines about what was dropped, and about what was kept without consent."""
    if kept.withheld:
        names = ", ".join(words().withheld[field] for field in kept.withheld)
        why = "익명 신고라" if report.reporter == "anonymous" and "place" not in kept.withheld else "동의가 없어"
        write(session, case_id, at, "report", "이음", f"{why} 저장하지 않은 것: {names}", withheld=list(kept.withheld))
    if kept.life_danger_exception:
        line = "동의 없이 받은 개인정보예요. 생명이 위험하다는 신고라 저장했어요(개인정보 보호법 제15조 제1항의 예외)."
        write(session, case_id, at, "report", "이음", line, exception="life_danger")
