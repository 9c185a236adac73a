"""Writing one structured report into its case."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from casework.privacy.vault import Vault
from casework.reports import NewReport, keepable
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
    kept = keepable(report, case.level)

    def sealed(text: str) -> str | None:
        return vault.seal(text) if text else None

    session.add(
        ReportRecord(
            case_id=case.id, receipt=case.receipt, code_hash=code_hash, at=at, reporter=report.reporter,
            subject=report.subject, what=kept.what, who=kept.who, since=kept.since, district=kept.district,
            name_sealed=sealed(kept.name), contact_sealed=sealed(kept.contact), place_sealed=sealed(kept.place),
            consent=report.consent, consent_sensitive=report.consent_sensitive, consent_share=report.consent_share,
            danger_now=report.danger_now, life_danger_exception=kept.life_danger_exception,
            withheld=list(kept.withheld),
        )
    )  # fmt: skip
    author = words().reporter[report.reporter]
    write(session, case.id, at, "report", author, kept.what, danger_now=report.danger_now, level=case.level)
    if kept.withheld:
        names = ", ".join(words().withheld[field] for field in kept.withheld)
        why = "익명 신고라" if report.reporter == "anonymous" and "place" not in kept.withheld else "동의가 없어"
        write(session, case.id, at, "report", "이음", f"{why} 저장하지 않은 것: {names}", withheld=list(kept.withheld))
    if kept.life_danger_exception:
        line = "동의 없이 받은 개인정보예요. 생명이 위험하다는 신고라 저장했어요(개인정보 보호법 제15조 제1항의 예외)."
        write(session, case.id, at, "report", "이음", line, exception="life_danger")
