"""The charts: how soon people are taken care of, what is open, what comes in, what could not be answered."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from casework import audit
from casework.console.desk import Desk
from casework.console.export import csv_response
from casework.console.figure import Cell, Figure
from casework.console.port import Topic
from casework.console.problem import NOT_FOUND, Problem
from casework.console.sessions import Visitor
from casework.console.times import kst
from casework.console.words import desk_words
from casework.policy import LEVELS
from casework.statistics import REACHED, TAKEN, Figures, Statistics, Week
from casework.views import CaseRow
from casework.words import words

Rows = tuple[tuple[Cell, ...], ...]
WEEKS = (4, 12, 26, 52)
EXPORTING_ROLES = ("supervisor", "operator")
"""Who may take the list of cases along, and read what citizens asked in vain."""
CASE_COLUMNS = (
    "접수번호", "위험 단계", "종류", "대상", "상태", "지역", "들어온 곳", "담당", "열린 때", "맡은 때", "연락한 때",
)  # fmt: skip


class ChartPages:
    """The page of charts and the files to take along."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.statistics = desk, Statistics(desk.store, desk.now)

    async def show(self, request: Request) -> Response:
        """Every chart over ``?weeks=`` with its table."""
        visitor, weeks = await self.desk.reading(request), _weeks(request)
        figures = await self._figures(visitor, weeks)
        return self.desk.show(
            visitor, "charts.html", figures=figures, weeks=weeks, choices=WEEKS, may_export=_may_export(visitor)
        )

    async def file(self, request: Request) -> Response:
        """The table of one chart as CSV; audited."""
        visitor, weeks = await self.desk.reading(request), _weeks(request)
        wanted = str(request.path_params["chart"])
        found = next((one for one in await self._figures(visitor, weeks) if one.id == wanted), None)
        if found is None:
            raise Problem(404, NOT_FOUND)
        await self._note(visitor, wanted, weeks, len(found.rows))
        return csv_response(f"ieum-{found.id}-{weeks}w", found.columns, found.rows)

    async def cases(self, request: Request) -> Response:
        """The cases of the weeks as CSV, without names, contacts, addresses or anybody's words; audited."""
        visitor, weeks = await self.desk.reading(request), _weeks(request)
        if not _may_export(visitor):
            raise Problem(403, "사건 목록은 책임자와 운영자만 내려받을 수 있어요.")
        rows = await asyncio.to_thread(self._case_rows, visitor, weeks)
        await self._note(visitor, "cases", weeks, len(rows))
        return csv_response(f"ieum-cases-{weeks}w", CASE_COLUMNS, rows)

    async def _figures(self, visitor: Visitor, weeks: int) -> list[Figure]:
        counted = await asyncio.to_thread(self.statistics.figures, visitor, weeks)
        topics = await self.desk.knowledge.unanswered() if _may_export(visitor) else None
        return _drawn(counted, topics)

    def _case_rows(self, visitor: Visitor, weeks: int) -> list[tuple[str, ...]]:
        cases = self.statistics.figures(visitor, weeks).cases
        taken, reached = self.statistics.first(cases, TAKEN), self.statistics.first(cases, REACHED)
        return [
            (*_case_cells(case), kst(case.opened_at), kst(taken.get(case.id)), kst(reached.get(case.id)))
            for case in cases
        ]

    async def _note(self, visitor: Visitor, what: str, weeks: int, count: int) -> None:
        def write() -> None:
            with self.desk.store.session() as session:
                audit.record(session, self.desk.now(), visitor.actor, "export", what, weeks=weeks, rows=count)

        await asyncio.to_thread(write)


def _weeks(request: Request) -> int:
    given = request.query_params.get("weeks", str(WEEKS[1]))
    if given not in map(str, WEEKS):
        raise Problem(404, f"볼 수 없는 기간이에요: {given[:20]}. 고를 수 있는 주: {', '.join(map(str, WEEKS))}")
    return int(given)


def _may_export(visitor: Visitor) -> bool:
    return visitor.role in EXPORTING_ROLES


def _drawn(counted: Figures, topics: Sequence[Topic] | None) -> list[Figure]:
    desk, level = desk_words(), words().level
    kinds: Rows = tuple((desk.kind.get(kind, kind), number) for kind, number in counted.kinds.most_common())
    channels: Rows = tuple((desk.channel.get(one, one), number) for one, number in counted.channels.most_common())
    places: Rows = tuple((place or "모름", *(by[one] for one in LEVELS)) for place, by in counted.open.items())
    about = "열린 주마다, 사건이 열린 때부터 {what}까지 걸린 분. 절반이 가운데값 안에, 열에 아홉이 90% 값 안에 들어요."
    made = [
        _times("ack", "맡기까지 걸린 시간", about.format(what="처음 누가 맡을 때"), counted.taken),
        _times("contact", "연락까지 걸린 시간", about.format(what="처음 연락이 닿을 때"), counted.reached),
        Figure("open", "지금 열린 사건", "지역과 위험 단계마다 열린 사건의 수.", ("지역", *level.values()), places, 3),
        Figure("kinds", "종류별 사건", "이 기간에 열린 사건의 수. 종류가 여럿이면 모두 세요.", ("종류", "사건"), kinds),
        Figure("channels", "들어온 곳", "이 기간에 열린 사건이 들어온 곳.", ("들어온 곳", "사건"), channels),
    ]  # fmt: skip
    if topics is not None:
        asked: Rows = tuple((topic.question, topic.askers) for topic in topics)
        about = "안내에서 답을 찾지 못해 질문함에 남은 질문. 기간과 지역으로 나누지 않아요."
        made.append(Figure("unanswered", "답하지 못한 질문", about, ("질문", "물은 사람"), asked))
    return made


def _times(id: str, title: str, about: str, weeks: Sequence[Week]) -> Figure:
    first = next((place for place, week in enumerate(weeks) if week.count), len(weeks))
    rows: Rows = tuple(
        (f"{week.monday:%Y-%m-%d} 주", week.count, _rounded(week.median), _rounded(week.p90)) for week in weeks[first:]
    )
    return Figure(id, title, about, ("주", "사건", "가운데값(분)", "90%(분)"), rows, 2, "분")


def _rounded(minutes: float | None) -> float | None:
    return None if minutes is None else round(minutes, 1)


def _case_cells(case: CaseRow) -> tuple[str, ...]:
    desk, ledger = desk_words(), words()
    kinds = ", ".join(desk.kind.get(kind, kind) for kind in case.kinds)
    return (
        case.receipt, ledger.level[case.level], kinds, ledger.subject[case.subject], ledger.state[case.state],
        ", ".join(case.districts), desk.channel.get(case.channel, case.channel), case.owner_name or "",
    )  # fmt: skip
