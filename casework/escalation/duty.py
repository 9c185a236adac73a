"""Who is on duty when: shifts, hand-overs, rotations, days off, swaps and absences, all in Korean time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import combinations
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import holidays
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

KST = ZoneInfo("Asia/Seoul")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = timedelta(days=1)

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,39}$")]
People = Annotated[tuple[Id, ...], Field(min_length=1)]
DayName = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun", "workday", "dayoff"]


def _clock_time(value: Any) -> Any:
    # YAML reads an unquoted 18:00 as the number 1080, and 24:00 is how people write the end of a day.
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 24 * 60:
        value = f"{value // 60:02d}:{value % 60:02d}"
    return "00:00" if value == "24:00" else value


def _korean(value: datetime) -> datetime:
    return value.replace(tzinfo=KST) if value.tzinfo is None else value.astimezone(KST)


ClockTime = Annotated[time, BeforeValidator(_clock_time)]


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Rotation(_Data):
    """People of a shift take turns: every ``length`` days or weeks from ``start`` on, at ``hand_over`` o'clock."""

    every: Literal["day", "week"]
    start: date
    length: Annotated[int, Field(ge=1, le=52)] = 1
    hand_over: ClockTime | None = None

    def period(self) -> timedelta:
        """How long one turn lasts."""
        return self.length * (7 * DAY if self.every == "week" else DAY)


class Shift(_Data):
    """Hours on certain days; ``to`` at or before ``from`` is on the next day. Without rotation all people at once.

    ``mon`` … ``sun`` mean the weekday, also on a public holiday; ``workday`` is Monday to Friday without public
    holidays, ``dayoff`` Saturday, Sunday and public holidays. An overnight shift belongs to the day it begins on.
    """

    days: Annotated[tuple[DayName, ...], Field(min_length=1)]
    from_: Annotated[ClockTime, Field(alias="from")]
    to: ClockTime
    people: People
    rotation: Rotation | None = None

    def span(self, day: date) -> tuple[datetime, datetime]:
        """Begin and end of the shift that begins on a day."""
        end_day = day if self.to > self.from_ else day + DAY
        return datetime.combine(day, self.from_, KST), datetime.combine(end_day, self.to, KST)

    def anchor(self, rotation: Rotation) -> datetime:
        """When the first turn began."""
        return datetime.combine(rotation.start, rotation.hand_over or self.from_, KST)

    def turn(self, at: datetime) -> tuple[str, ...]:
        """Whose turn it is at a time."""
        if self.rotation is None:
            return self.people
        return (self.people[(at - self.anchor(self.rotation)) // self.rotation.period() % len(self.people)],)


class Schedule(_Data):
    """A duty that somebody always should have, made of shifts."""

    id: Id
    shifts: Annotated[tuple[Shift, ...], Field(min_length=1)]


class _Period(_Data):
    from_: Annotated[datetime, Field(alias="from")]
    to: datetime

    @model_validator(mode="after")
    def _in_order(self) -> _Period:
        if not self.begin < self.end:
            raise ValueError(f"to는 from보다 뒤여야 해요 (from {self.from_}, to {self.to})")
        return self

    @property
    def begin(self) -> datetime:
        """First instant, aware; a time without a zone is Korean time."""
        return _korean(self.from_)

    @property
    def end(self) -> datetime:
        """The instant it is over, aware."""
        return _korean(self.to)

    def holds(self, at: datetime) -> bool:
        """Whether it is in force at a time."""
        return self.begin <= at < self.end


class Override(_Period):
    """For a while these people have a duty: instead of one person, or of whoever else would have it."""

    schedule: Id
    people: People
    instead_of: Id | None = None


class Absence(_Period):
    """Somebody is away from every duty and step for a while; ``stand_in`` comes in their place."""

    who: Id
    stand_in: Id | None = None


class Duty(_Data):
    """Everything that changes with time; refuses two overrides that claim the same place at the same time."""

    schedules: tuple[Schedule, ...] = ()
    overrides: tuple[Override, ...] = ()
    absences: tuple[Absence, ...] = ()
    extra_days_off: tuple[date, ...] = ()

    @model_validator(mode="after")
    def _no_conflict(self) -> Duty:
        for one, other in combinations(self.overrides, 2):
            same = one.schedule == other.schedule and one.instead_of == other.instead_of
            if same and one.begin < other.end and other.begin < one.end:
                raise ValueError(f"overrides가 겹쳐요: {one.schedule} {one.from_}~{one.to}, {other.from_}~{other.to}")
        return self

    def on(self, schedule_id: str, at: datetime) -> tuple[str, ...]:
        """The ids of the people who have a duty at an aware time, absences not yet considered; may be empty."""
        local = at.astimezone(KST)
        schedule = next(schedule for schedule in self.schedules if schedule.id == schedule_id)
        people = [
            id
            for shift in schedule.shifts
            for day in (local.date() - DAY, local.date())
            if self._runs(shift, day) and shift.span(day)[0] <= local < shift.span(day)[1]
            for id in shift.turn(local)
        ]
        here = [override for override in self.overrides if override.schedule == schedule_id and override.holds(at)]
        for override in sorted(here, key=lambda override: override.instead_of is not None):
            if override.instead_of is None:
                people = list(override.people)
            elif override.instead_of in people:
                place = people.index(override.instead_of)
                people[place : place + 1] = override.people
        return tuple(dict.fromkeys(people))

    def present(self, id: str, at: datetime) -> str | None:
        """The person, their stand-in when they are away, or None when nobody comes in their place."""
        away = {absence.who: absence for absence in self.absences if absence.holds(at)}
        if id not in away:
            return id
        stand_in = away[id].stand_in
        return stand_in if stand_in not in away else None

    def changes(self, begin: datetime, end: datetime) -> list[datetime]:
        """Every instant in between at which somebody else may be on duty, in order, ``begin`` first."""
        times = {time for period in (*self.overrides, *self.absences) for time in (period.begin, period.end)}
        for shift in (shift for schedule in self.schedules for shift in schedule.shifts):
            times.update(self._shift_times(shift, begin, end))
        return [begin, *sorted(time for time in times if begin < time < end)]

    def _shift_times(self, shift: Shift, begin: datetime, end: datetime) -> Iterator[datetime]:
        day = begin.astimezone(KST).date() - DAY
        while day <= end.astimezone(KST).date():
            if self._runs(shift, day):
                yield from shift.span(day)
            day += DAY
        if shift.rotation:
            anchor, period = shift.anchor(shift.rotation), shift.rotation.period()
            turn = anchor + period * ((begin - anchor) // period)
            while turn <= end:
                yield turn
                turn += period

    def _runs(self, shift: Shift, day: date) -> bool:
        off = day.weekday() >= 5 or day in _public_holidays() or day in self.extra_days_off
        return WEEKDAYS[day.weekday()] in shift.days or ("dayoff" if off else "workday") in shift.days


@cache
def _public_holidays() -> holidays.HolidayBase:
    return holidays.country_holidays("KR")
