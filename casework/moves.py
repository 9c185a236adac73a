"""The table of states and the moves people may make, and how each move changes a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from casework.actor import Actor
from casework.policy import CloseReason, rule_of
from casework.tables import CaseRecord
from casework.words import words

OPEN_STATES = ("received", "notified", "acknowledged", "contacted", "linked")
WAITING_STATES = ("received", "notified")
ACTING_ROLES = ("caseworker", "supervisor")
READING_ROLES = (*ACTING_ROLES, "operator")
"""Roles that may see cases; an editor looks after guides and sees no case."""

# move -> (states it is allowed from, state it leads to; None keeps the state)
TABLE: dict[str, tuple[tuple[str, ...], str | None]] = {
    "acknowledge": (WAITING_STATES, "acknowledged"),
    "take": (("acknowledged", "contacted", "linked"), None),
    "transfer": (("acknowledged", "contacted", "linked"), None),
    "attempt": (("acknowledged", "contacted", "linked"), None),
    "contact": (("acknowledged", "contacted", "linked"), "contacted"),
    "link": (("contacted", "linked"), "linked"),
    "close": (OPEN_STATES, "closed"),
    "note": ((*OPEN_STATES, "closed"), None),
    "place": (OPEN_STATES, None),
}
OWNERS_ONLY = ("transfer", "attempt", "contact", "link", "close")
"""Moves that nobody but the owner or a supervisor makes while somebody has the case."""
FARTHEST_TRY = timedelta(days=60)


class MoveError(ValueError):
    """A move that cannot be made; the Korean text names the state, who has it and the moves that are allowed."""


@dataclass(frozen=True)
class Details:
    """What single moves need: the colleague of a transfer, the place, when the next try to make contact is due."""

    to: Actor | None = None
    district: str = ""
    next_try: datetime | None = None


@dataclass(frozen=True)
class Move:
    """One asked-for move: its name, who asks and when."""

    name: str
    by: Actor
    at: datetime
    details: Details = field(default_factory=Details)


def allowed(state: str) -> tuple[str, ...]:
    """The moves a state allows, in the order of the table."""
    return tuple(name for name, (states, _) in TABLE.items() if state in states)


def check(case: CaseRecord, move: Move) -> None:
    """Raise MoveError unless this person may make this move on this case now."""
    if move.by.role not in ACTING_ROLES:
        role, acting = words().role[move.by.role], "·".join(words().role[r] for r in ACTING_ROLES)
        raise MoveError(f"{role} 역할로는 사건을 움직일 수 없어요. {acting}만 할 수 있어요.")
    if case.state not in TABLE[move.name][0]:
        raise MoveError(_refusal(case, move.name))
    strangers = move.name in OWNERS_ONLY and case.owner_id not in (None, move.by.id)
    if strangers and move.by.role != "supervisor":
        raise MoveError(f"이 사건은 {case.owner_name} 님이 맡고 있어요. 먼저 '{words().move['take']}'를 해 주세요.")


def acknowledge(case: CaseRecord, move: Move) -> None:
    """The person has it: steps stop, the contact clock starts."""
    _own(case, move)
    case.acked_at = move.at
    rule = rule_of(case.policy, case.level)
    case.contact_due_at = move.at + timedelta(minutes=rule.contact_minutes)
    case.remind_at = case.contact_due_at - timedelta(minutes=rule.reminder())
    case.next_due_at = None
    case.unanswered_at = None
    case.no_one_on_call = False
    _enter(case, "acknowledged", move)


def take(case: CaseRecord, move: Move) -> None:
    """The person has it from now on; a running contact clock is not wound back."""
    _own(case, move)
    case.changed_at = move.at


def transfer(case: CaseRecord, move: Move) -> None:
    """A colleague has it from now on; a running contact clock is not wound back. MoveError for whoever has it."""
    to = move.details.to
    if to is None or to.role not in ACTING_ROLES:
        raise MoveError("넘겨받을 사람을 골라 주세요. 담당자나 책임자에게만 넘길 수 있어요.")
    if case.owner_id == to.id:
        raise MoveError(f"이미 {to.name} 님이 맡고 있어요. 다른 사람을 골라 주세요.")
    case.owner_id, case.owner_name = to.id, to.name
    case.changed_at = move.at


def attempt(case: CaseRecord, move: Move) -> None:
    """The person tried and reached nobody: the contact clock runs on."""
    _next_try(case, move)
    case.changed_at = move.at


def place(case: CaseRecord, move: Move) -> None:
    """Where it is, in a person's words; from now on this stands before what reports say."""
    case.district = move.details.district


def contact(case: CaseRecord, move: Move) -> None:
    """The person reached somebody: the contact clock stops."""
    _next_try(case, move)
    case.contacted_at = case.contacted_at or move.at
    case.contact_due_at = case.remind_at = None
    if case.state != "linked":
        _enter(case, "contacted", move)


def link(case: CaseRecord, move: Move) -> None:
    """A service has it in hand."""
    _enter(case, "linked", move)


def close(case: CaseRecord, move: Move, reason: CloseReason) -> None:
    """Nothing more is due; MoveError when this reason does not fit the state."""
    if case.state not in reason.from_:
        names = words().state
        states = "·".join(names[state] for state in reason.from_)
        raise MoveError(
            f"'{reason.label}' 사유는 지금 상태({names[case.state]})에서 쓸 수 없어요. 쓸 수 있는 상태: {states}"
        )
    case.closed_at, case.close_reason = move.at, reason.id
    case.open_key = case.next_due_at = case.contact_due_at = case.remind_at = case.unanswered_at = None
    case.next_try_at = None
    case.no_one_on_call = False
    _enter(case, "closed", move)


def note(case: CaseRecord, move: Move) -> None:
    """A remark; the state stays."""


PLAIN: dict[str, Callable[[CaseRecord, Move], None]] = {
    "acknowledge": acknowledge, "take": take, "transfer": transfer, "attempt": attempt, "contact": contact,
    "link": link, "note": note, "place": place,
}  # fmt: skip


def _next_try(case: CaseRecord, move: Move) -> None:
    wanted = move.details.next_try
    if wanted is not None and not move.at < wanted <= move.at + FARTHEST_TRY:
        raise MoveError(f"다시 연락할 때는 지금부터 {FARTHEST_TRY.days}일 안이어야 해요.")
    case.next_try_at = wanted


def _own(case: CaseRecord, move: Move) -> None:
    case.owner_id, case.owner_name = move.by.id, move.by.name


def _enter(case: CaseRecord, state: str, move: Move) -> None:
    case.state, case.changed_at = state, move.at


def _refusal(case: CaseRecord, name: str) -> str:
    owner = f", {case.owner_name} 님이 맡고 있어요" if case.owner_id else ""
    names = words().move
    can = "·".join(names[move] for move in allowed(case.state))
    return (
        f"'{names[name]}'은(는) 지금 상태에서 할 수 없어요. 지금 상태: {words().state[case.state]}{owner}. "
        f"지금 할 수 있는 일: {can}"
    )
