"""What the ledger shows: plain frozen values, detached from the database, without personal data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class CaseRow:
    """One line of the queue. Times are aware UTC; ``waiting_since`` is when it last began to wait for a person.

    ``districts`` are the places it is about, none when nobody said; ``next_try_at`` is when its owner tries again.
    """

    id: str
    receipt: str
    level: str
    subject: str
    kinds: tuple[str, ...]
    immediate: bool
    state: str
    owner_id: str | None
    owner_name: str | None
    channel: str
    conversation: str | None
    opened_at: datetime
    waiting_since: datetime
    next_due_at: datetime | None
    contact_due_at: datetime | None
    unanswered: bool
    no_one_on_call: bool
    test: bool
    districts: tuple[str, ...] = ()
    next_try_at: datetime | None = None


@dataclass(frozen=True)
class Entry:
    """One line of the timeline; ``kind``: heard, report, message, move, note, reveal, clock, alert."""

    id: int
    at: datetime
    kind: str
    author: str
    text: str
    data: dict[str, Any]


@dataclass(frozen=True)
class AlertView:
    """One alert and how its sending went; ``state``: pending, delivered, failed, stopped."""

    id: str
    cycle: int
    step: int
    contact_name: str
    route: str
    state: str
    attempts: int
    made_at: datetime
    delivered_at: datetime | None
    detail: str


@dataclass(frozen=True)
class ReportView:
    """One structured report; ``has`` names the sealed fields that reveal() would open."""

    id: int
    receipt: str
    at: datetime
    reporter: str
    subject: str
    what: str
    who: str
    since: str
    district: str
    consent: bool
    consent_sensitive: bool
    consent_share: bool
    danger_now: bool
    life_danger_exception: bool
    has: tuple[str, ...]
    withheld: tuple[str, ...]
    corrected_at: datetime | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True)
class HouseholdView:
    """Another case of perhaps the same household; ``link``: proposed, confirmed, split.

    ``evidence``: every part of the score as (Korean label, share, whether it speaks against).
    """

    case_id: str
    receipt: str
    state: str
    link: str
    score: float
    evidence: tuple[tuple[str, float, bool], ...]
    by_name: str
    at: datetime


@dataclass(frozen=True)
class CaseView(CaseRow):
    """One case with everything; ``moves`` are the moves its state allows now."""

    score: float = 0.0
    step: int = 0
    cycle: int = 0
    acked_at: datetime | None = None
    contacted_at: datetime | None = None
    closed_at: datetime | None = None
    close_reason: str | None = None
    moves: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = field(default=())
    alerts: tuple[AlertView, ...] = field(default=())
    reports: tuple[ReportView, ...] = field(default=())
    household: tuple[HouseholdView, ...] = field(default=())


@dataclass(frozen=True)
class Revealed:
    """The opened personal fields of one report; '' where nothing was kept."""

    report_id: int
    name: str
    contact: str
    place: str
    affiliation: str = ""
    person_name: str = ""
    person_contact: str = ""
    photos: tuple[bytes, ...] = ()
    """JPEGs."""


@dataclass(frozen=True)
class ReportStatus:
    """What a reporter may know: the state and one sentence about it, never who has it."""

    receipt: str
    state: str
    text: str
    opened_at: datetime
    changed_at: datetime
