"""The case ledger: what is heard becomes a case that is committed before anybody is answered."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework import audit, moves, shelf
from casework.actor import Actor
from casework.districts import parts
from casework.escalation.stop import stop_alerts
from casework.escalation.tables import AlertRecord
from casework.filing import ReportConflict, file_report, fingerprint_of
from casework.hearing import Heard, Source, join_or_open
from casework.household_tables import PhotoRecord
from casework.ids import code_from, tidy_code, tidy_receipt
from casework.moves import Details, Move, MoveError
from casework.places import district
from casework.policy import PolicySource, rank
from casework.privacy.vault import Vault
from casework.reports import GIVEN, NewReport
from casework.shelf import CaseNotFound
from casework.store import Store
from casework.tables import CaseRecord, EventRecord, ReportRecord
from casework.texts import fit
from casework.timeline import write
from casework.views import CaseRow, CaseView, ReportStatus, Revealed
from casework.words import words

__all__ = ["Actor", "CaseNotFound", "Cases", "Heard", "MoveError", "NewReport", "Opened", "ReportConflict"]

TRIES = 6
AUTHORS = ("citizen", "bot", "caseworker")
QUIET = ("note", "place")
"""Moves after which alerts go on: nobody has taken the case by them."""
Tell = Callable[[Session, CaseRecord, datetime], None]


@dataclass(frozen=True)
class Opened:
    """Where a risk was put. ``created`` False: it joined an open case. ``code`` only for a report, shown once.

    ``alerted``: somebody on call will be told, or somebody already has it; only then may a text say so.
    """

    case_id: str
    receipt: str
    code: str | None
    created: bool
    level: str
    alerted: bool


class Cases:
    """Every public act on the ledger; synchronous, safe to call from many threads and processes at once.

    Whatever returns has been committed. ``now`` gives aware times. Unknown case ids raise CaseNotFound (a LookupError),
    moves that are not allowed raise MoveError with a Korean text fit to show.
    """

    def __init__(self, store: Store, policy: PolicySource, vault: Vault, now: Callable[[], datetime]) -> None:
        self.store, self.policy, self.vault, self.now = store, policy, vault, now

    def hear(
        self, *, conversation: str, channel: str, heard: Heard, quote: str, event_key: str, test: bool = False
    ) -> Opened:
        """Put what screening found into the open case of this conversation and subject, or open one.

        The same ``event_key`` again changes nothing and returns the first answer. Every new call adds a timeline line.
        """
        event = self._key("hear", event_key)
        source = Source(conversation, channel, self._key("open", conversation, heard.subject, str(test)), test)

        def put(session: Session) -> Opened:
            known = session.get(EventRecord, event)
            if known:
                return self._opened(shelf.find(session, known.case_id), known.created)
            at = self.now()
            case, created = join_or_open(session, self.policy, heard, source, at)
            session.add(EventRecord(key=event, fingerprint="", case_id=case.id, created=created, at=at))
            write(session, case.id, at, "heard", "시민", quote, level=heard.level, kinds=list(heard.kinds),
                  immediate=heard.immediate, score=heard.score)  # fmt: skip
            return self._opened(case, created)

        return self._settled(put)

    def report(self, report: NewReport, *, event_key: str, heard: Heard | None = None) -> Opened:
        """File a structured report; ``heard`` is what screening found in its words, ``danger_now`` is an emergency.

        The same ``event_key`` with the same report returns the same receipt and code; with another report it raises
        ReportConflict. Without consent only what the law allows is stored (casework.reports.keepable).
        """
        event, print_ = self._key("report", event_key), fingerprint_of(self.vault, report)
        code = code_from(self.vault.digest("code", event_key, print_)[:12])
        finding = finding_of(report, heard)
        key = self._key("open", report.conversation, report.subject, "False") if report.conversation else event
        source = Source(report.conversation, report.channel, key, test=False)

        def put(session: Session) -> Opened:
            known = session.get(EventRecord, event)
            if known:
                if known.fingerprint != print_:
                    raise ReportConflict
                return self._opened(shelf.find(session, known.case_id), known.created, code)
            at = self.now()
            case, created = join_or_open(session, self.policy, finding, source, at)
            session.add(EventRecord(key=event, fingerprint=print_, case_id=case.id, created=created, at=at))
            code_hash = self._key("code-hash", case.receipt, tidy_code(code))
            file_report(session, self.vault, case, report, code_hash, at)
            return self._opened(case, created, code)

        return self._settled(put)

    def say(self, conversation: str, author: str, text: str) -> str | None:
        """Add a line by ``citizen``, ``bot`` or ``caseworker`` to every open case of the conversation.

        Returns the id of the worst of them, None when none is open. ValueError for another author.
        """
        if author not in AUTHORS:
            raise ValueError(f"모르는 글쓴이예요: {author!r} (쓸 수 있는 값: {', '.join(AUTHORS)})")
        if not self._open_of(conversation):
            return None
        with self.store.session() as session:
            at = self.now()
            cases = session.scalars(_open_query(conversation).with_for_update()).all()
            for case in cases:
                write(session, case.id, at, "message", author, text)
                if author == "caseworker":
                    case.human_at = at
            return cases[0].id if cases else None

    def acknowledge(self, case_id: str, by: Actor, via: str) -> CaseView:
        """The person has it: steps stop and the time to make contact starts.

        Again by the same person it changes nothing; by another it raises MoveError telling who has it.
        """
        return self._move(case_id, "acknowledge", by, "", {"via": via[:40]})

    def take(self, case_id: str, by: Actor) -> CaseView:
        """Take the case: acknowledge it when nobody has it, else take it over; the contact clock is not wound back."""
        return self._move(case_id, "take", by, "")

    def transfer(self, case_id: str, by: Actor, to: Actor, note: str, tell: Tell) -> CaseView:
        """Give the case to a colleague; ``note`` (not empty) says why, ``tell`` writes in the same transaction how the
        colleague is told."""
        text = _needed(note, "넘기는 까닭")
        given = {"colleague": to.name, "colleague_id": to.id}
        return self._move(case_id, "transfer", by, text, given, Details(to=to), tell)

    def contact(
        self, case_id: str, by: Actor, note: str, who: str = "", how: str = "", next_try: datetime | None = None
    ) -> CaseView:
        """Somebody was reached; ``note`` (not empty) says how it went; ``who`` and ``how`` are words of the ledger."""
        text, data = _needed(note, "연락한 내용"), _contacted(who, how)
        return self._move(case_id, "contact", by, text, data, Details(next_try=next_try))

    def attempt(
        self, case_id: str, by: Actor, note: str, who: str = "", how: str = "", next_try: datetime | None = None
    ) -> CaseView:
        """Nobody was reached: the time to make contact runs on; ``next_try`` (aware, within 60 days) shows in lists."""
        data = _contacted(who, how)
        return self._move(case_id, "attempt", by, fit(note), data, Details(next_try=next_try))

    def place(self, case_id: str, by: Actor, place: str) -> CaseView:
        """Where the case is, as ``서울 관악구 신림동``; kept in full. MoveError for words that name no district."""
        found = district(place)
        if not found or parts(found) != parts(place):
            raise MoveError(f"지역으로 읽을 수 없어요: {fit(place, 60)!r}. '서울 관악구 신림동'처럼 적어 주세요.")
        return self._move(case_id, "place", by, "", {"district": found}, Details(district=found))

    def link(self, case_id: str, by: Actor, service: str, note: str, guide: str = "") -> CaseView:
        """The case was linked to ``service`` (not empty), which ``guide`` describes if one does."""
        named = {"service": _needed(service, "연결한 서비스", 200)}
        return self._move(case_id, "link", by, fit(note), named | ({"guide_id": guide[:100]} if guide else {}))

    def close(self, case_id: str, by: Actor, reason: str, note: str) -> CaseView:
        """Close for one of the policy's close reasons; MoveError names the reasons and states allowed."""
        return self._move(case_id, "close", by, fit(note), {"reason": reason[:40]})

    def note(self, case_id: str, by: Actor, text: str) -> CaseView:
        """Add a remark (not empty)."""
        return self._move(case_id, "note", by, _needed(text, "메모"))

    def get(self, case_id: str) -> CaseView:
        """The case with timeline, alerts and reports, without personal fields; CaseNotFound when there is none."""
        with self.store.reading() as session:
            return shelf.view(session, shelf.find(session, case_id))

    def reveal(self, case_id: str, by: Actor, purpose: str) -> tuple[Revealed, ...]:
        """Open name, contact and place of the case's reports; audited with its purpose before anything is returned."""
        if by.role not in moves.ACTING_ROLES:
            raise MoveError(f"{words().role[by.role]} 역할로는 개인정보를 볼 수 없어요.")
        why = _needed(purpose, "보는 까닭", 300)
        with self.store.session() as session:
            case, at = shelf.find(session, case_id, lock=True), self.now()
            records = session.scalars(select(ReportRecord).where(ReportRecord.case_id == case.id)).all()
            opened = tuple(self._open_fields(session, record) for record in records)
            write(session, case.id, at, "reveal", by.name, f"개인정보를 봤어요. 까닭: {why}", by=by.id)
            audit.record(session, at, by, "reveal", case.id, purpose=why)
        return opened

    def queue(self, state: str | None = None) -> list[CaseRow]:
        """Open cases (or those of one state, closed ones too), worst level first, then longest waiting."""
        known = (*moves.OPEN_STATES, "closed")
        if state is not None and state not in known:
            raise ValueError(f"모르는 상태예요: {state!r} (쓸 수 있는 상태: {', '.join(known)})")
        states = moves.OPEN_STATES if state is None else (state,)
        order = (CaseRecord.level_rank.desc(), CaseRecord.waiting_since, CaseRecord.id)
        with self.store.reading() as session:
            query = select(CaseRecord).where(CaseRecord.state.in_(states)).order_by(*order)
            return shelf.rows(session, session.scalars(query).all())

    def status(self, receipt: str, code: str) -> ReportStatus:
        """What the reporter may know; one and the same LookupError for an unknown receipt and a wrong code."""
        tidy = tidy_receipt(receipt)
        given = self._key("code-hash", tidy, tidy_code(code))
        with self.store.reading() as session:
            query = select(ReportRecord).where(ReportRecord.receipt == tidy)
            records = session.scalars(query).all() if tidy else []
            right = [record for record in records if hmac.compare_digest(record.code_hash, given)]
            if not right:
                raise LookupError("접수번호나 확인 코드가 맞지 않아요.")
            return shelf.status(shelf.find(session, right[0].case_id), withdrawn=right[0].withdrawn_at is not None)

    def progress(self, conversation: str) -> ReportStatus | None:
        """The status of the conversation's worst open case for the person in it, None when none is open."""
        cases = self._open_of(conversation)
        return shelf.status(cases[0]) if cases else None

    def has_record(self, conversation: str) -> bool:
        """Whether a case, open or closed, was made from this conversation."""
        with self.store.reading() as session:
            return session.scalar(select(exists().where(CaseRecord.conversation == conversation))) is True

    def case_of_alert(self, alert_id: str) -> str:
        """The case an alert is about, for acknowledging from the alert itself; LookupError for an unknown id."""
        with self.store.reading() as session:
            query = select(AlertRecord.case_id).where(AlertRecord.id == alert_id[:64].replace("\x00", ""))
            case_id = session.scalars(query).one_or_none()
        if case_id is None:
            raise LookupError("그런 알림이 없어요.")
        return case_id

    def _move(
        self, case_id: str, name: str, by: Actor, text: str, given: dict[str, str] | None = None,
        details: Details | None = None, tell: Tell | None = None,
    ) -> CaseView:  # fmt: skip
        data = given or {}
        with self.store.session() as session:
            case = shelf.find(session, case_id, lock=True)
            if name == "acknowledge" and case.owner_id == by.id and case.state != "closed":
                return shelf.view(session, case)
            if name == "take" and case.state in moves.WAITING_STATES:
                name = "acknowledge"
            move = Move(name, by, self.now(), details or Details())
            moves.check(case, move)
            before = {"from": case.state, "had": case.owner_name or ""}
            if name == "close":
                self._close(case, move, data["reason"])
            else:
                moves.PLAIN[name](case, move)
            if name not in QUIET:
                stop_alerts(session, case.id)
            case.human_at = move.at
            label = words().move[name] if name != "note" else ""
            line = " · ".join(part for part in (label, *(self._word(k, v) for k, v in data.items()), text) if part)
            kind = "note" if name == "note" else "move"
            write(session, case.id, move.at, kind, by.name, line, move=name, by=by.id, to=case.state, **before, **data)
            audit.record(session, move.at, by, name, case.id, to=case.state, **before, **data)
            if tell is not None:
                tell(session, case, move.at)
            session.flush()
            return shelf.view(session, case)

    def _close(self, case: CaseRecord, move: Move, reason: str) -> None:
        found = self.policy.close_reason(reason)
        if found is None:
            known = ", ".join(f"{r.id}({r.label})" for r in self.policy.policy.close_reasons)
            raise MoveError(f"모르는 종결 사유예요: {reason!r}. 쓸 수 있는 사유: {known}")
        moves.close(case, move, found)

    def _word(self, key: str, value: str) -> str:
        if key.endswith("_id"):
            return ""
        if key in ("who", "how"):
            return getattr(words(), key)[value]
        if key == "colleague":
            return f"{value} 님에게"
        if key != "reason":
            return value
        reason = self.policy.close_reason(value)
        return reason.label if reason else value

    def _settled(self, put: Callable[[Session], Opened]) -> Opened:
        # Two processes may open the same case at the same instant; the database lets one win and the other joins it.
        for _ in range(TRIES - 1):
            try:
                with self.store.session() as session:
                    return put(session)
            except IntegrityError:
                continue
        with self.store.session() as session:
            return put(session)

    def _opened(self, case: CaseRecord, created: bool, code: str | None = None) -> Opened:
        alerted = case.owner_id is not None or (case.state in moves.WAITING_STATES and self.policy.reachable())
        return Opened(case.id, case.receipt, code, created, case.level, alerted)

    def _open_of(self, conversation: str) -> list[CaseRecord]:
        with self.store.reading() as session:
            return list(session.scalars(_open_query(conversation)))

    def _open_fields(self, session: Session, record: ReportRecord) -> Revealed:
        sealed = {field: getattr(record, f"{field}_sealed") for field in GIVEN}
        query = select(PhotoRecord.data_sealed).where(PhotoRecord.report_id == record.id).order_by(PhotoRecord.id)
        photos = tuple(self.vault.open_bytes(token) for token in session.scalars(query))
        opened = {field: self.vault.open(token) if token else "" for field, token in sealed.items()}
        return Revealed(report_id=record.id, photos=photos, **opened)

    def _key(self, purpose: str, *parts: str) -> str:
        return self.vault.digest(purpose, *parts).hex()


def _open_query(conversation: str) -> Select[CaseRecord]:
    return (
        select(CaseRecord)
        .where(CaseRecord.conversation == conversation, CaseRecord.state.in_(moves.OPEN_STATES))
        .order_by(CaseRecord.level_rank.desc(), CaseRecord.opened_at)
    )


def finding_of(report: NewReport, heard: Heard | None) -> Heard:
    """What a report says about the danger, with what screening heard in its words: the worse of both."""
    level = "emergency" if report.danger_now else heard.level if heard else "normal"
    if heard is None:
        return Heard(level, report.subject, (), report.danger_now, 1.0)
    worst = max(level, heard.level, key=rank)
    return Heard(worst, report.subject, heard.kinds, report.danger_now or heard.immediate, heard.score)


def _contacted(who: str, how: str) -> dict[str, str]:
    """Who was to be reached and how, each of the ledger's words or left out; MoveError names the allowed ones."""
    given = {"who": who, "how": how}
    for key, value in given.items():
        known = getattr(words(), key)
        if value and value not in known:
            raise MoveError(f"모르는 값이에요: {value[:30]!r}. 쓸 수 있는 값: {', '.join(known)}")
    return {key: value for key, value in given.items() if value}


def _needed(text: str, what: str, longest: int = 4000) -> str:
    kept = fit(text, longest)
    if not kept:
        raise MoveError(f"{what}이(가) 비어 있어요. 한 줄이라도 적어 주세요.")
    return kept
