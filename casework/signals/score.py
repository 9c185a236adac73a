"""The priority score of a household: every part has points and a Korean sentence, and the parts sum to the score."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from casework.signals.rules import Kind, Rules, ScoreRule

PartName = Literal["signal", "stacked", "report", "quiet", "limit"]


@dataclass(frozen=True)
class Known:
    """One signal as the score sees it: kind, the day it happened, months in arrears when known."""

    kind: str
    happened_on: date
    months: int | None = None


@dataclass(frozen=True)
class Part:
    """One addend: ``points`` in tenths of a point (negative only for the limit) and why, in Korean."""

    name: PartName
    points: int
    text: str
    kind: str = ""


@dataclass(frozen=True)
class Scored:
    """A score in tenths of a point with its parts, heaviest first; ``kinds`` and ``groups`` count what is live."""

    points: int
    parts: tuple[Part, ...]
    kinds: tuple[str, ...]
    groups: tuple[str, ...]
    reported: bool

    @property
    def score(self) -> float:
        """In points."""
        return self.points / 10


def score(signals: Iterable[Known], reported_on: date | None, today: date, rules: Rules) -> Scored:
    """Score a household.

    Guarantees: between 0 and the rules' most; another signal or a report never lowers it; the parts sum to it exactly.
    Signals of kinds the rules no longer know, and those past their days, count nothing.
    """
    alive = [one for one in signals if one.kind in rules.kinds and _worth(one, today, rules.kinds[one.kind]) > 0]
    by_kind: dict[str, list[Known]] = {}
    for one in sorted(alive, key=lambda one: (-_worth(one, today, rules.kinds[one.kind]), one.happened_on)):
        by_kind.setdefault(one.kind, []).append(one)
    parts = [part for of_kind in by_kind.values() for part in _of_kind(of_kind, today, rules)]
    live = _live(by_kind, today, rules)
    groups = tuple(dict.fromkeys(rules.kinds[kind].group for kind in live))
    parts.sort(key=lambda part: -part.points)
    parts += _stacked(groups, rules)
    parts.append(_report(reported_on, today, rules.score))
    total = sum(part.points for part in parts)
    over = total - rules.score.most * 10
    if over > 0:
        parts.append(Part("limit", -over, f"{rules.score.most}점이 가장 높은 점수라 넘는 몫은 빼요"))
    kept = tuple(part for part in parts if part.points or part.name == "quiet")
    return Scored(total - max(over, 0), kept, live, groups, reported_on is not None)


def _worth(one: Known, today: date, kind: Kind) -> float:
    """Points of one signal today, 0 when it is past its days; one from the future counts as today's."""
    days = max((today - one.happened_on).days, 0)
    if days >= kind.ends_days:
        return 0.0
    late = min(max((one.months or 0) - kind.month_from, 0) * kind.per_month, kind.month_most)
    return (kind.weight + late) * 0.5 ** (days / kind.half_life_days)


def _of_kind(signals: Sequence[Known], today: date, rules: Rules) -> list[Part]:
    """The strongest in full, each further one a smaller share of itself: places in a falling row stay monotone."""
    parts = []
    for place, one in enumerate(signals):
        kind = rules.kinds[one.kind]
        points = round(_worth(one, today, kind) * rules.score.repeat_share**place * 10)
        months = f", {one.months}개월 밀림" if one.months else ""
        again = "" if place == 0 else " 같은 종류라 일부만 세요."
        text = f"{kind.label}({age(one.happened_on, today)}{months}): {kind.reason}.{again}"
        parts.append(Part("signal", points, text, one.kind))
    return parts


def _live(by_kind: dict[str, list[Known]], today: date, rules: Rules) -> tuple[str, ...]:
    least = rules.score.live_points
    return tuple(kind for kind, found in by_kind.items() if _worth(found[0], today, rules.kinds[kind]) >= least)


def _stacked(groups: Sequence[str], rules: Rules) -> list[Part]:
    steps = rules.score.stacked
    points = round(steps[min(len(groups), len(steps) - 1)] * 10)
    if not points:
        return []
    names = ", ".join(rules.groups[group].label for group in groups)
    return [Part("stacked", points, f"{len(groups)}개 분야({names})의 신호가 겹쳤어요")]


def _report(reported_on: date | None, today: date, rule: ScoreRule) -> Part:
    if reported_on is None:
        return Part("quiet", 0, "이 집에 대한 신고는 없어요")
    days = max((today - reported_on).days, 0)
    fresh = days < rule.report.ends_days
    points = round(rule.report.weight * 0.5 ** (days / rule.report.half_life_days) * 10) if fresh else 0
    return Part("report", points, f"같은 주소로 신고가 있어요({age(reported_on, today)})")


def age(day: date, today: date) -> str:
    """How long ago, in Korean."""
    days = (today - day).days
    if days <= 0:
        return "오늘"
    return f"{days}일 전" if days < 60 else f"약 {round(days / 30.4)}개월 전"
