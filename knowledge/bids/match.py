"""Which notices fit a firm: hard limits first, then how well they speak of its trade and suit its purse; and why."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from knowledge.bids import limits as limits_of
from knowledge.bids.data import words
from knowledge.bids.firm import Firm
from knowledge.bids.judge import Judged, judge
from knowledge.bids.notice import Notice, NoticeError, newest
from knowledge.bids.notice import read as read_notice
from knowledge.bids.rank import Ranking

MOST_TOLD = 3


@dataclass(frozen=True)
class Match:
    """One notice for one firm; ``score`` 0 to 1, 0 when it is ruled out. ``fits`` and ``against`` are for people."""

    notice: Notice
    score: float
    fits: tuple[str, ...]
    against: tuple[str, ...]
    ruled_out: bool

    @property
    def id(self) -> str:
        """The notice's id."""
        return self.notice.id

    @property
    def title(self) -> str:
        """The notice's title."""
        return self.notice.title

    @property
    def url(self) -> str:
        """The notice's own page, "" when not told."""
        return self.notice.field("bidNtceDtlUrl", "bidNtceUrl")


class Matcher:
    """Matches firms with one set of notices; of corrected ones the newest 차수 counts, cancelled ones never fit."""

    def __init__(self, notices: Iterable[Notice]) -> None:
        self.notices: Sequence[Notice] = newest(notices)
        self._limits = [limits_of.read(notice) for notice in self.notices]
        self._ranking = Ranking(self.notices, self._limits)

    @classmethod
    def of_rows(cls, rows: Iterable[Mapping[str, Any]]) -> Matcher:
        """A matcher of 나라장터 records; records that are no notices are left out."""
        found = []
        for row in rows:
            try:
                found.append(read_notice(row))
            except NoticeError:
                continue
        return cls(found)

    def match(self, firm: Firm, today: date, top: int = 20, ruled_out: bool = False) -> list[Match]:
        """The best notices for the firm on that day, best first; with those ruled out at the end if wanted."""
        about = self._ranking.scores(firm)
        found = []
        for place, (notice, limits) in enumerate(zip(self.notices, self._limits, strict=True)):
            judged = judge(notice, limits, firm, today)
            if judged.ruled_out and not ruled_out:
                continue
            purse = _budget(notice, firm, judged)
            score = 0.0 if judged.ruled_out else float(about[place]) * judged.factor * purse
            found.append((score, place, judged))
        found.sort(key=lambda each: (each[2].ruled_out, -each[0], each[1]))
        return [
            _told(self.notices[place], score, judged, self._ranking.met(place, firm))
            for score, place, judged in found[:top]
        ]


def _told(notice: Notice, score: float, judged: Judged, met: list[str]) -> Match:
    words_met = [f"공고에 '{phrase}' 관련 일이 있어요." for phrase in met[:MOST_TOLD]]
    return Match(notice, score, (*words_met, *judged.fits), tuple(judged.against), judged.ruled_out)


def _budget(notice: Notice, firm: Firm, judged: Judged) -> float:
    """What is left of the score by the budget; tells it."""
    low, high = firm.budget_min_won, firm.budget_max_won
    if not low and not high:
        return 1.0
    if notice.budget is None:
        judged.check.append("예산이 적혀 있지 않아요. 공고문에서 확인해 주세요.")
        return words().factors["unsure"]
    shown = f"예산 {notice.budget:,}원(부가세 포함)"
    over = (
        notice.budget / high
        if high and notice.budget > high
        else low / notice.budget
        if low and notice.budget < low
        else 1
    )
    if over <= 1:
        judged.fits.append(f"{shown}이 바라는 범위 안이에요.")
        return 1.0
    side = "위로" if high and notice.budget > high else "아래로"
    judged.check.append(f"{shown}이 바라는 범위를 {side} 벗어나요.")
    return max(words().factors["over_budget"], math.exp(-math.log(over)))
