"""How long a case waits, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from casework.console.times import span
from casework.moves import WAITING_STATES
from casework.views import CaseRow


@dataclass(frozen=True)
class Waiting:
    """One phrase for the queue; ``late`` when a time limit has passed."""

    text: str
    late: bool = False


def waiting(case: CaseRow, now: datetime) -> Waiting:
    """The phrase for one case at an aware time."""
    if case.state in WAITING_STATES:
        return Waiting(f"{span(now - case.waiting_since)} 기다리는 중", case.unanswered)
    if case.state == "acknowledged" and case.contact_due_at is not None:
        if case.contact_due_at <= now:
            return Waiting(f"연락 시한 {span(now - case.contact_due_at)} 지남", True)
        return Waiting(f"연락까지 {span(case.contact_due_at - now)} 남음")
    if case.next_try_at is not None and case.state != "closed":
        if case.next_try_at <= now:
            return Waiting(f"다시 연락할 때 {span(now - case.next_try_at)} 지남", True)
        return Waiting(f"다시 연락까지 {span(case.next_try_at - now)}")
    if case.state == "closed":
        return Waiting("종결됨")
    return Waiting(f"열린 지 {span(now - case.opened_at)}")
