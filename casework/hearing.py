"""A risk is heard: join the open case of that person or open one, and start its clock in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.escalation.stop import stop_alerts
from casework.ids import new_case_id, new_receipt
from casework.policy import PolicySource, rank
from casework.tables import CaseRecord
from casework.timeline import write

AT_REST = ("contacted", "linked")


@dataclass(frozen=True)
class Heard:
    """What screening found; ``level`` emergency, high or normal, ``subject`` self or other, else ValueError."""

    level: str
    subject: str
    kinds: tuple[str, ...]
    immediate: bool
    score: float

    def __post_init__(self) -> None:
        rank(self.level)
        if self.subject not in ("self", "other"):
            raise ValueError(f"모르는 대상이에요: {self.subject!r} (쓸 수 있는 값: self, other)")


@dataclass(frozen=True)
class Source:
    """Where a risk was heard; ``open_key`` is unique for one person's conversation and subject."""

    conversation: str | None
    channel: str
    open_key: str
    test: bool


def join_or_open(
    session: Session, policy: PolicySource, heard: Heard, source: Source, at: datetime
) -> tuple[CaseRecord, bool]:
    """The case this belongs to and whether it is new.

    The level only rises. A rise starts the escalation anew, and so does danger heard again in a case whose caseworker
    has been silent for the policy's ``reheard_after_minutes``.
    """
    query = select(CaseRecord).where(CaseRecord.open_key == source.open_key).with_for_update()
    case = session.scalars(query).one_or_none()
    if case is None:
        case = _open(policy, heard, source, at)
        session.add(case)
        session.flush()
        return case, True
    risen = rank(heard.level) > case.level_rank
    case.kinds = list(dict.fromkeys([*case.kinds, *heard.kinds]))
    case.immediate = case.immediate or heard.immediate
    case.score = max(case.score, heard.score)
    if risen:
        case.level, case.level_rank = heard.level, rank(heard.level)
        case.policy = policy.rule(heard.level).model_dump(mode="json")
        _restart(session, case, at, "위험 단계가 올라가 처음부터 다시 알려요.")
    elif _left_alone(policy, case, heard, at):
        _restart(session, case, at, "같은 위험이 다시 들려 처음부터 다시 알려요.")
    return case, False


def _open(policy: PolicySource, heard: Heard, source: Source, at: datetime) -> CaseRecord:
    return CaseRecord(
        id=new_case_id(), receipt=new_receipt(), open_key=source.open_key, conversation=source.conversation,
        channel=source.channel, subject=heard.subject, level=heard.level, level_rank=rank(heard.level),
        kinds=list(dict.fromkeys(heard.kinds)), immediate=heard.immediate, score=heard.score, test=source.test,
        state="received", opened_at=at, waiting_since=at, changed_at=at,
        policy=policy.rule(heard.level).model_dump(mode="json"),
        cycle=1, step=0, repeats_done=0, next_due_at=at, no_one_on_call=False,
    )  # fmt: skip


def _left_alone(policy: PolicySource, case: CaseRecord, heard: Heard, at: datetime) -> bool:
    minutes = policy.rule(heard.level).reheard_after_minutes
    if case.state not in AT_REST or minutes is None:
        return False
    return case.human_at is None or at - case.human_at >= timedelta(minutes=minutes)


def _restart(session: Session, case: CaseRecord, at: datetime, why: str) -> None:
    stop_alerts(session, case.id)
    had = f" 맡고 있던 사람: {case.owner_name}" if case.owner_id else ""
    case.owner_id = case.owner_name = case.acked_at = case.contact_due_at = case.remind_at = None
    case.unanswered_at, case.no_one_on_call = None, False
    case.state, case.changed_at, case.waiting_since = "received", at, at
    case.cycle, case.step, case.repeats_done, case.next_due_at = case.cycle + 1, 0, 0, at
    write(session, case.id, at, "clock", "이음", why + had, cycle=case.cycle)
