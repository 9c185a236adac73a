"""Figures over cases: how soon they were taken and reached, what is open where, what comes in by which way."""

from __future__ import annotations

import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from casework.districts import county
from casework.policy import LEVELS
from casework.shelf import rows
from casework.sight import Viewer, seen
from casework.store import Store
from casework.tables import CaseRecord, EntryRecord
from casework.views import CaseRow

SEOUL = ZoneInfo("Asia/Seoul")
TAKEN, REACHED = "acknowledge", "contact"
ENOUGH = 5
"""Cases below which nothing is said about the usual time."""


@dataclass(frozen=True)
class Week:
    """The cases opened in one week (from that Monday, in Korea) that got this far, and in how many minutes."""

    monday: date
    count: int
    median: float | None
    p90: float | None


@dataclass(frozen=True)
class Figures:
    """Everything the charts show; drills are never counted.

    ``open`` counts open cases by county ('' where nobody knows) and level, the others the cases of the weeks asked for.
    """

    weeks: int
    cases: tuple[CaseRow, ...]
    taken: tuple[Week, ...]
    reached: tuple[Week, ...]
    open: dict[str, Counter[str]]
    kinds: Counter[str]
    channels: Counter[str]


class Statistics:
    """Counts what one viewer may see; synchronous."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store, self._now = store, now

    def figures(self, viewer: Viewer, weeks: int) -> Figures:
        """The figures of so many weeks, this one included; a case counts in the week it was opened."""
        mondays = _mondays(self._now(), weeks)
        since = datetime.combine(mondays[0], datetime.min.time(), SEOUL)
        cases = seen(self._store, viewer, self._cases(CaseRecord.opened_at >= since))
        now_open = seen(self._store, viewer, self._cases(CaseRecord.state != "closed"))
        return Figures(
            weeks=weeks,
            cases=tuple(cases),
            taken=_weekly(cases, self.first(cases, TAKEN), mondays),
            reached=_weekly(cases, self.first(cases, REACHED), mondays),
            open=_by_place(now_open),
            kinds=Counter(kind for case in cases for kind in case.kinds),
            channels=Counter(case.channel for case in cases),
        )

    def first(self, cases: Sequence[CaseRow], move: str) -> dict[str, datetime]:
        """When each case first had this move; cases that never had it are left out."""
        wanted = {case.id for case in cases}
        if not wanted:
            return {}
        since = min(case.opened_at for case in cases)
        query = select(EntryRecord.case_id, EntryRecord.at, EntryRecord.data).where(
            EntryRecord.kind == "move", EntryRecord.at >= since
        )
        found: dict[str, datetime] = {}
        with self._store.reading() as session:
            for case_id, at, data in session.execute(query.order_by(EntryRecord.id)):
                if case_id in wanted and data.get("move") == move:
                    found.setdefault(case_id, at)
        return found

    def _cases(self, which: object) -> list[CaseRow]:
        query = select(CaseRecord).where(which, CaseRecord.test.is_(False))  # type: ignore[arg-type]
        with self._store.reading() as session:
            return rows(session, session.scalars(query.order_by(CaseRecord.opened_at, CaseRecord.id)).all())


def usual_minutes(store: Store, now: datetime, level: str) -> int | None:
    """Within how many minutes half of the level's cases of the last four weeks were taken; None for fewer than five.

    Rounded up to five minutes, and over two hours to a whole hour; drills are not counted.
    """
    since = now - timedelta(days=28)
    query = (
        select(CaseRecord.id, CaseRecord.opened_at, EntryRecord.at, EntryRecord.data)
        .join(EntryRecord, EntryRecord.case_id == CaseRecord.id)
        .where(CaseRecord.opened_at >= since, CaseRecord.level == level, CaseRecord.test.is_(False))
        .where(EntryRecord.kind == "move")
        .order_by(EntryRecord.id)
    )
    minutes: dict[str, float] = {}
    with store.reading() as session:
        for case_id, opened, at, data in session.execute(query):
            if data.get("move") == TAKEN:
                minutes.setdefault(case_id, (at - opened).total_seconds() / 60)
    if len(minutes) < ENOUGH:
        return None
    half = statistics.median(minutes.values())
    step = 5 if half <= 120 else 60
    return max(step, math.ceil(half / step) * step)


def _mondays(now: datetime, weeks: int) -> list[date]:
    today = now.astimezone(SEOUL).date()
    this = today - timedelta(days=today.weekday())
    return [this - timedelta(weeks=back) for back in reversed(range(weeks))]


def _monday(at: datetime) -> date:
    day = at.astimezone(SEOUL).date()
    return day - timedelta(days=day.weekday())


def _weekly(cases: Sequence[CaseRow], when: dict[str, datetime], mondays: list[date]) -> tuple[Week, ...]:
    minutes: dict[date, list[float]] = defaultdict(list)
    for case in cases:
        if case.id in when:
            minutes[_monday(case.opened_at)].append((when[case.id] - case.opened_at).total_seconds() / 60)
    return tuple(_week(monday, sorted(minutes[monday])) for monday in mondays)


def _week(monday: date, minutes: list[float]) -> Week:
    if not minutes:
        return Week(monday, 0, None, None)
    # The nearest rank: a time that some case really took.
    return Week(monday, len(minutes), statistics.median(minutes), minutes[math.ceil(0.9 * len(minutes)) - 1])


def _by_place(cases: Sequence[CaseRow]) -> dict[str, Counter[str]]:
    places: dict[str, Counter[str]] = defaultdict(lambda: Counter(dict.fromkeys(LEVELS, 0)))
    for case in cases:
        places[county(case.districts[0]) if case.districts else ""][case.level] += 1
    return dict(sorted(places.items(), key=lambda one: (-sum(one[1].values()), one[0])))
