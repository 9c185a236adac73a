"""Which sentence of its guide a condition rests on: a threshold that the guide does not state is not judged."""

from __future__ import annotations

import re

from knowledge.eligibility.condition import Condition
from knowledge.eligibility.leaves import data
from knowledge.guide import Guide

MILITARY = re.compile(r"병역|군필|복무|군대")


def sentences(guide: Guide) -> list[str]:
    """What the guide states about a person, the eligibility block first, then the rest."""
    who, found = guide.eligibility, []
    if who:
        tags = [*who.household, *who.all_of, *who.any_of, *who.employment]
        found += [who.ages, *conditional(guide), who.region or "", " · ".join(tags)]
        if who.income_median_pct_max is not None:
            found.append(f"기준 중위소득 {who.income_median_pct_max:g}% 이하")
    found += [guide.sections.get("대상", ""), guide.audience, *guide.criteria, guide.name, guide.summary]
    found += [guide.benefit or "", guide.note or "", *(t for h, t in guide.sections.items() if h != "대상")]
    return [line.strip(" -") for text in found for line in text.splitlines() if line.strip()]


def conditional(guide: Guide) -> list[str]:
    """The sentences of the eligibility block that must each be judged or known to exclude nobody."""
    who = guide.eligibility
    return [text for text in (who.income, who.assets, *who.other) if text] if who else []


def cite(condition: Condition, lines: list[str]) -> str | None:
    """The first sentence that shows the condition, None when there is none. A group is shown by all its parts."""
    if condition.says is not None:
        return next((line for line in lines if condition.says in line), None)
    if condition.parts:
        shown = [cite(part, lines) for part in condition.parts]
        return None if None in shown else " / ".join(dict.fromkeys(line for line in shown if line))
    return next((line for line in lines if _shows(condition, line)), None)


def _shows(condition: Condition, line: str) -> bool:
    kind = condition.kind
    if kind == "ask":
        return str(condition.ask) in line
    if kind == "age":
        wanted = [number for number in (condition.age or ())[:2] if number is not None]
        return all(re.search(rf"(?<!\d){number}(?!\d)\s?(?:세|~|-|살)", line) for number in wanted)
    if kind in ("income", "recognised"):
        return _percent(condition.value(kind), line)
    if kind == "urban":
        return any(_percent(one, line) for one in condition.urban or ())
    if kind in ("assets", "rent", "year_won", "month_won"):
        return any(form in line.replace(",", "") for form in _amounts(condition.value(kind)))
    return any(word in line for word in _words(condition))


def _percent(value: float, line: str) -> bool:
    return bool(re.search(rf"(?<![\d.]){value:g}(?:\s?%|~\d|[·/]\s?\d+\s?%)", line))


def _amounts(amount: int) -> list[str]:
    high, low = divmod(amount // 10_000, 10_000)
    thousands = f"{low // 1000}천만" if low and low % 1000 == 0 else ""
    mixed = f"{low // 1000}천 {low % 1000}만" if low else ""
    front = f"{high}억" if high else ""
    forms = [f"{front} {tail}".strip() for tail in ([f"{low}만", thousands, mixed] if low else [""]) if tail or not low]
    half = [f"{high}억 {low // 1000}천만"] if high and thousands else []
    return [form for form in (*forms, *half, str(amount)) if form]


def _words(condition: Condition) -> list[str]:
    if condition.kind == "tag":
        return [str(condition.tag), *data()["words"].get(str(condition.tag), [])]
    if condition.kind == "work":
        return [word for one in condition.work or () for word in data()["work"][one]["words"]]
    if condition.kind == "home":
        return ["무주택", "집이 없"] if condition.home == "무주택" else ["유주택", "소유"]
    if condition.kind == "region":
        return [word for name in condition.region or () for word in (name, name[:2])]
    return [str(word) for word in condition.housing or ()]
