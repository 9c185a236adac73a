"""A calendar file of a guide's opening and closing days, read from its ``period``; only days still to come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from icalendar import Alarm, Calendar, Event

from knowledge.guide import Guide

_DAY = re.compile(r"(?<![\d-])(?:(?P<year>20\d\d)-)?(?P<month>\d{2})-(?P<day>\d{2})(?![\d-])")
_WORDS = re.compile(
    r"(?P<month>\d{1,2})월\s?(?P<day>\d{1,2})일(?:\s?~\s?(?:(?P<month2>\d{1,2})월\s?)?(?P<day2>\d{1,2})일)?"
)
_EVERY_YEAR = re.compile(r"매년|해마다|정기")
AHEAD = timedelta(days=3)


@dataclass(frozen=True, order=True)
class Day:
    """One day worth knowing: when something opens, or the last day it is open."""

    on: date
    kind: Literal["opens", "closes"]


def days(guide: Guide, today: date) -> list[Day]:
    """The days of the guide's period from today on; a year that a later date leaves out is the one before it."""
    period = (guide.period or "") if guide.kind in ("program", "procedure") else ""
    found = set(_dated(period))
    if _EVERY_YEAR.search(period):
        found |= set(_yearly(period, today))
    return sorted(day for day in found if day.on >= today)


def calendar_file(guide: Guide, today: date, now: datetime) -> bytes | None:
    """The days as iCalendar (RFC 5545), closing days with a reminder; None when no day is known to come."""
    coming = days(guide, today)
    if not coming:
        return None
    calendar = Calendar()
    calendar.add("prodid", "-//ieum//papers//KO")
    calendar.add("version", "2.0")
    for day in coming:
        calendar.add_component(_event(guide, day, now))
    return bytes(calendar.to_ical())


def _dated(period: str) -> Iterator[Day]:
    year: int | None = None
    for found in _DAY.finditer(period):
        year = int(found["year"]) if found["year"] else year
        before, after = period[: found.start()].rstrip(), period[found.end() : found.end() + 8]
        closes = before.endswith("~") or after.lstrip(" )0123456789시").startswith("까지")
        if year and (on := _date(year, int(found["month"]), int(found["day"]))):
            yield Day(on, "closes" if closes else "opens")


def _yearly(period: str, today: date) -> Iterator[Day]:
    for found in _WORDS.finditer(period):
        first = (int(found["month"]), int(found["day"]))
        last = (int(found["month2"] or first[0]), int(found["day2"])) if found["day2"] else None
        ends = last is None and period[found.end() :].startswith("까지")
        for year in (today.year, today.year + 1):
            if on := _date(year, *first):
                yield Day(on, "closes" if ends else "opens")
            if last and (on := _date(year, *last)):
                yield Day(on, "closes")


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _event(guide: Guide, day: Day, now: datetime) -> Event:
    event = Event()
    said = "신청·이용 마감" if day.kind == "closes" else "시작"
    event.add("uid", f"{guide.id}-{day.kind}-{day.on.isoformat()}@ieum")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", day.on)
    event.add("dtend", day.on + timedelta(days=1))
    event.add("summary", f"{guide.name} {said}")
    event.add("description", f"{guide.period}\n기준일 {guide.as_of}. 가기 전에 공고를 다시 확인해 주세요.")
    if guide.url:
        event.add("url", guide.url)
    if day.kind == "closes":
        event.add_component(_alarm(guide))
    return event


def _alarm(guide: Guide) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"{guide.name} 마감이 다가와요")
    alarm.add("trigger", -AHEAD + timedelta(hours=9))
    return alarm
