"""Who is on call: people, the ways to reach them, who comes first, and how that changes with time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Literal

import structlog

from casework.escalation.duty import Duty
from casework.escalation.port import Contact, Limit, Route, RouteKind
from casework.escalation.roster_file import RosterError, read_roster

__all__ = ["Gap", "Roster", "RosterError", "Rung"]

log = structlog.get_logger(__name__)
LOOK_AHEAD = timedelta(days=30)


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Rung:
    """Whom one roster step tells: fixed people, and whoever has a duty."""

    contacts: tuple[str, ...] = ()
    schedules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gap:
    """A time in which a roster step (from 0) has nobody with a way to be reached; aware times."""

    step: int
    begin: datetime
    end: datetime


class Roster:
    """The people on call and the order they are told in; ``now`` is asked wherever no time is given.

    A policy is carried by a case from its opening on. Who is on duty is asked when a step is due, so that after a
    hand-over the person now on duty is told; what a step has written (who, by which ways, when) changes no more.
    """

    def __init__(
        self,
        contacts: tuple[Contact, ...],
        steps: tuple[tuple[str, ...] | Rung, ...],
        duty: Duty | None = None,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self.now, self.trouble = now, ""
        self._path: Path | None = None
        self._mark: tuple[int, int] | None = None
        self._gaps: tuple[datetime, list[Gap]] | None = None
        self._put(contacts, steps, duty or Duty())

    @classmethod
    def load(cls, path: Path, now: Callable[[], datetime] = _utc_now) -> Roster:
        """Read a roster file (docs/alerts-and-on-call.md); RosterError when it cannot be used."""
        roster = cls((), (), now=now)
        roster._path, roster._mark = path, _mark_of(path)
        roster._read(path)
        return roster

    @classmethod
    def single(cls, contact: Contact) -> Roster:
        """One person who is told at every step."""
        return cls((contact,), ((contact.id,),))

    @classmethod
    def nobody(cls) -> Roster:
        """A roster of no one; every case is then loudly unanswered."""
        return cls((), ())

    def renew(self) -> None:
        """Read the file again when it changed; one that cannot be used leaves the old roster in force and is told."""
        if self._path is None or (mark := _mark_of(self._path)) == self._mark:
            return
        self._mark = mark
        try:
            self._read(self._path)
        except (RosterError, OSError) as error:
            self.trouble = f"바뀐 당직표를 읽을 수 없어 앞의 것을 계속 써요: {error}"
            log.error("roster_unusable", trouble=str(error))
        else:
            log.info("roster_renewed", contacts=len(self.contacts))

    def reachable(self) -> bool:
        """Whether there is at least one contact with a route."""
        return bool(self.who("all"))

    def who(self, to: int | Literal["all"], at: datetime | None = None) -> tuple[Contact, ...]:
        """The contacts with a route whom roster step ``to`` (from 0) tells at a time, each once.

        A step past the end is the last step. A step that reaches nobody is the next one that reaches somebody, and
        when there is none, everyone, also those who are away: somebody must be told.
        """
        at = at or self.now()
        everyone = tuple(contact for contact in self.contacts.values() if contact.routes)
        if to != "all" and self.steps:
            for rung in self.steps[min(to, len(self.steps) - 1) :]:
                if found := self._reached(rung, at):
                    return found
        return tuple(c for c in everyone if self.duty.present(c.id, at) == c.id) or everyone

    def gaps(self, days: timedelta = LOOK_AHEAD, at: datetime | None = None) -> list[Gap]:
        """Times from ``at`` on in which a step reaches nobody by itself, in order; at most one per step and time."""
        begin = at or self.now()
        end = begin + days
        times = [*self.duty.changes(begin, end), end]
        found: list[Gap] = []
        for number, rung in enumerate(self.steps):
            for start, stop in pairwise(times):
                if self._reached(rung, start):
                    continue
                if found and found[-1].step == number and found[-1].end == start:
                    found[-1] = Gap(number, found[-1].begin, stop)
                else:
                    found.append(Gap(number, start, stop))
        return sorted(found, key=lambda gap: (gap.begin, gap.step))

    def warnings(self) -> list[Gap]:
        """gaps() of the next 30 days, looked up at most once an hour: whoever asks for health asks often."""
        at = self.now()
        if self._gaps is None or not timedelta() <= at - self._gaps[0] < timedelta(hours=1):
            self._gaps = (at, self.gaps(at=at))
        return [gap for gap in self._gaps[1] if gap.end > at]

    def limit(self, contact_id: str, kind: str) -> Limit | None:
        """The contact's own throttle for one way, None when it has none."""
        contact = self.contacts.get(contact_id)
        return next((limit for own, limit in contact.limits if own == kind), None) if contact else None

    def by_target(self, kind: RouteKind, target: str) -> Contact | None:
        """The contact who has that route, for recognising who answers; None when nobody has."""
        return next((c for c in self.contacts.values() if Route(kind, target) in c.routes), None)

    def _reached(self, rung: Rung, at: datetime) -> tuple[Contact, ...]:
        ids = [*rung.contacts, *(id for schedule in rung.schedules for id in self.duty.on(schedule, at))]
        present = dict.fromkeys(self.duty.present(id, at) for id in ids)
        return tuple(contact for contact in self.contacts.values() if contact.id in present and contact.routes)

    def _read(self, path: Path) -> None:
        data = read_roster(path)
        contacts = tuple(person.contact() for person in data.contacts)
        self._put(contacts, tuple(Rung(step.contacts, step.schedules) for step in data.steps), data.duty())
        self.trouble = ""

    def _put(self, contacts: tuple[Contact, ...], steps: tuple[tuple[str, ...] | Rung, ...], duty: Duty) -> None:
        self.contacts = {contact.id: contact for contact in contacts}
        self.steps = tuple(step if isinstance(step, Rung) else Rung(step) for step in steps)
        self.duty, self._gaps = duty, None


def _mark_of(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
