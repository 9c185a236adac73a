"""What happens to a filed report: its reporter corrects it, adds a photograph, withdraws it; a household is decided."""

from __future__ import annotations

import hmac
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from casework import audit, moves, shelf
from casework.actor import Actor
from casework.cases import Cases, finding_of
from casework.filing import note_kept, put
from casework.hearing import Heard, Source, join_or_open
from casework.household_tables import LinkRecord, MarkRecord, PhotoRecord
from casework.households import link
from casework.ids import tidy_code, tidy_receipt
from casework.moves import MoveError
from casework.photos import MOST, PhotoError, clean_photo
from casework.reports import GIVEN, OF_THE_REPORTER, NewReport
from casework.tables import CaseRecord, ReportRecord
from casework.timeline import write
from casework.views import ReportStatus
from casework.words import words

REPORTER = Actor("reporter", "신고한 사람", "citizen")
UNKNOWN = "접수번호나 확인 코드가 맞지 않아요."


class ReportOver(ValueError):
    """The report was withdrawn or its case is closed; the Korean text says what can be done instead."""


class ReportChange(BaseModel):
    """What a reporter changes; a field left out stays as it was. Lengths and values are those of NewReport."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    what: str | None = None
    place: str | None = None
    since: str | None = None
    who: str | None = None
    name: str | None = None
    contact: str | None = None
    affiliation: str | None = None
    person_name: str | None = None
    person_contact: str | None = None
    consent: bool | None = None
    consent_sensitive: bool | None = None
    consent_share: bool | None = None
    danger_now: bool | None = None

    @property
    def given(self) -> dict[str, Any]:
        """The fields to change."""
        return self.model_dump(exclude_none=True)


class After:
    """Acts on filed reports; synchronous, each committed on return.

    Receipt and code are both needed; a wrong pair and an unknown receipt raise the same LookupError.
    """

    def __init__(self, cases: Cases) -> None:
        self._cases, self._store, self._vault = cases, cases.store, cases.vault

    def correct(self, receipt: str, code: str, change: ReportChange, heard: Heard | None = None) -> ReportStatus:
        """Change the report; consent is applied anew, so taking it back drops what needed it.

        The level of the case may rise and never falls. Raises pydantic.ValidationError naming a bad field, ReportOver.
        """
        with self._store.session() as session:
            case, record = self._find(session, receipt, code)
            at, before = self._cases.now(), self._report_of(record, case)
            report = NewReport.model_validate(before.model_dump() | change.given)
            changed = [name for name, value in change.given.items() if getattr(before, name) != value]
            if not changed:
                return shelf.status(case)
            found = finding_of(report, heard)
            source = Source(case.conversation, case.channel, case.open_key or "", case.test)
            case, _ = join_or_open(session, self._cases.policy, found, source, at)
            kept = put(self._vault, record, report, case.level)
            record.corrected_at = at
            names = ", ".join(words().field[name] for name in changed)
            write(session, case.id, at, "report", REPORTER.name, f"신고를 고쳤어요: {names}", changed=changed)
            if "what" in changed:
                write(session, case.id, at, "report", words().reporter[report.reporter], kept.what, level=case.level)
            note_kept(session, case.id, at, report, kept)
            link(session, self._vault, case, record, report, kept, at)
            audit.record(session, at, REPORTER, "correct-report", case.id, report=record.id, changed=changed)
            return shelf.status(case)

    def withdraw(self, receipt: str, code: str) -> ReportStatus:
        """Take the report back: the reporter's fields, the photographs and the marks go at once.

        While a life is in danger the place and the person's own fields stay, by the exception of 개인정보 보호법
        제15조 제1항; a caseworker decides about the case.
        """
        with self._store.session() as session:
            case, record = self._find(session, receipt, code)
            at = self._cases.now()
            danger = record.danger_now or case.level == "emergency"
            gone = [field for field in GIVEN if not danger or field in OF_THE_REPORTER]
            for field in gone:
                setattr(record, f"{field}_sealed", None)
            for table in (MarkRecord, PhotoRecord):
                session.execute(delete(table).where(table.report_id == record.id))
            record.consent = record.consent_sensitive = record.consent_share = False
            record.life_danger_exception = danger and bool(record.place_sealed or record.person_contact_sealed)
            record.withdrawn_at = at
            why = " 생명이 위험하다는 신고라 있는 곳은 남겼어요." if danger and record.place_sealed else ""
            line = f"신고를 거뒀어요. 이름·연락처·사진을 지웠어요.{why}"
            write(session, case.id, at, "report", REPORTER.name, line, withdrawn=True)
            audit.record(session, at, REPORTER, "withdraw-report", case.id, report=record.id, dropped=gone)
            return shelf.status(case, withdrawn=True)

    def add_photo(self, receipt: str, code: str, content: bytes) -> int:
        """Keep a photograph, sealed and without metadata; how many the report has now.

        Raises PhotoError for what cannot be kept: by its content, without consent, or one too many.
        """
        photo = clean_photo(content)
        with self._store.session() as session:
            case, record = self._find(session, receipt, code)
            at = self._cases.now()
            if not (record.consent or record.danger_now or case.level == "emergency"):
                raise PhotoError(
                    "사진에는 사람이나 집이 찍힐 수 있어서, 개인정보를 모으는 데 동의하셔야 남길 수 있어요."
                )
            query = select(func.count()).where(PhotoRecord.report_id == record.id)
            had = session.scalar(query) or 0
            if had >= MOST:
                raise PhotoError(f"사진은 {MOST}장까지 보낼 수 있어요.")
            sealed = self._vault.seal_bytes(photo.content)
            session.add(
                PhotoRecord(report_id=record.id, at=at, width=photo.width, height=photo.height, data_sealed=sealed)
            )
            write(session, case.id, at, "report", REPORTER.name, "사진을 더했어요.", photos=had + 1)
            return had + 1

    def decide_household(self, case_id: str, other: str, by: Actor, same: bool) -> None:
        """Say that two cases are of one household, or that they are not; audited, on both timelines.

        Raises MoveError for a role that may not act, LookupError when nobody proposed the pair.
        """
        if by.role not in moves.ACTING_ROLES:
            raise MoveError(f"{words().role[by.role]} 역할로는 같은 집인지 정할 수 없어요.")
        first, second = sorted((case_id[:64], other[:64]))
        with self._store.session() as session:
            query = select(LinkRecord).where(LinkRecord.case_a == first, LinkRecord.case_b == second)
            known = session.scalars(query.with_for_update()).one_or_none()
            if known is None:
                raise LookupError("같은 집일 수 있다고 알려진 사건이 아니에요.")
            at = self._cases.now()
            known.state, known.by_name, known.at = "confirmed" if same else "split", by.name[:80], at
            for one, seen in ((first, second), (second, first)):
                told = f"사건 {seen}과(와) 같은 집이에요." if same else f"사건 {seen}과(와) 다른 집이에요."
                write(session, one, at, "household", by.name, told, other=seen, by=by.id)
            audit.record(session, at, by, "household", case_id, other=other, same=same, score=known.score)

    def _find(self, session: Session, receipt: str, code: str) -> tuple[CaseRecord, ReportRecord]:
        tidy = tidy_receipt(receipt)
        given = self._vault.digest("code-hash", tidy, tidy_code(code)).hex()
        records = session.scalars(select(ReportRecord).where(ReportRecord.receipt == tidy)).all() if tidy else []
        right = [record for record in records if hmac.compare_digest(record.code_hash, given)]
        if not right:
            raise LookupError(UNKNOWN)
        case = shelf.find(session, right[0].case_id, lock=True)
        session.refresh(right[0], with_for_update=True)
        if right[0].withdrawn_at:
            raise ReportOver("이미 거두신 신고예요. 새로 알릴 일이 있으면 다시 신고해 주세요.")
        if case.state == "closed":
            raise ReportOver("이미 마무리된 신고예요. 알릴 일이 더 있으면 새로 신고해 주세요.")
        return case, right[0]

    def _report_of(self, record: ReportRecord, case: CaseRecord) -> NewReport:
        sealed = {field: getattr(record, f"{field}_sealed") for field in GIVEN}
        opened: dict[str, Any] = {field: self._vault.open(token) if token else "" for field, token in sealed.items()}
        return NewReport.model_construct(
            subject=record.subject, reporter=record.reporter, what=record.what, who=record.who, since=record.since,
            consent=record.consent, consent_sensitive=record.consent_sensitive, consent_share=record.consent_share,
            danger_now=record.danger_now, conversation=None, channel=case.channel, latitude=None, longitude=None,
            **opened,
        )  # fmt: skip
