"""One leaf condition judged: outcome, the fact used, and the profile fields that would settle it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.eligibility import incomes
from knowledge.eligibility.condition import Condition
from knowledge.eligibility.facts import LOOSE, Facts, Outcome, outcome_of

DATA = Path(__file__).resolve().parents[1] / "data" / "eligibility.yaml"
CLOSE = 1.4
"""Between a household's percent of the median and the urban workers' average lie other ways of counting income: nearer
than this factor nothing is decided for households of several."""
Judged = tuple[Outcome, str | None, tuple[str, ...]]


@lru_cache
def data() -> dict[str, Any]:
    """data/eligibility.yaml: what tags, kinds of work and fields are called."""
    return yaml.safe_load(DATA.read_text(encoding="utf-8"))


def judge_leaf(condition: Condition, facts: Facts) -> Judged:
    """The outcome with the fact used (None when not told) and the fields it rests on."""
    return _KINDS[condition.kind](condition, facts)


def _age(condition: Condition, facts: Facts) -> Judged:
    low, high, *extended = condition.age or (None, None)
    age = facts.profile.age
    if age is None:
        return "unknown", None, ("age",)
    outcome = outcome_of((low or 0) <= age <= (high if high is not None else 200))
    if outcome == "failed" and extended and high is not None and high < age <= (extended[0] or 0):
        outcome = "unknown"
    return outcome, f"만 {age}세", ("age",)


def _region(condition: Condition, facts: Facts) -> Judged:
    return facts.region(condition.region or ()), facts.profile.region, ("region",)


def _income(condition: Condition, facts: Facts) -> Judged:
    percent = facts.told("income_median_pct")
    limit = condition.income if condition.income is not None else condition.recognised
    if not isinstance(percent, (int, float)) or limit is None:
        return "unknown", None, ("income_median_pct",)
    fact = f"기준 중위소득의 {percent:g}%"
    outcome = outcome_of(percent <= limit)
    if condition.recognised is None:
        return outcome, fact, ("income_median_pct",)
    if outcome == "met":
        return _with_property(fact, facts)
    # Part of what is earned does not count: only income that stays above the limit after that is surely too much.
    sure = percent * _counted_share(facts) > limit
    return ("failed" if sure else "unknown"), fact, ("income_median_pct",)


def _counted_share(facts: Facts) -> float:
    """The least share of the told income that counts; all of it where who tells does not work. Others may be young."""
    if facts.told("employment") == "unemployed":
        return 1.0
    alone, age = facts.told("household_size") == 1 or facts.tag("1인가구") == "met", facts.told("age")
    return incomes.counted(facts.monthly_won, age if alone and isinstance(age, int) else None)


def _with_property(fact: str, facts: Facts) -> Judged:
    assets = facts.profile.assets_won
    if assets is None:
        return "unknown", fact, ("assets_won",)
    return "unknown" if _property_counts(facts) else "met", f"{fact}, 재산 {assets:,}원", ("assets_won",)


def _property_counts(facts: Facts) -> bool:
    assets = facts.profile.assets_won
    return assets is not None and assets > incomes.basic_property(facts.profile.region)


def _won(condition: Condition, facts: Facts) -> Judged:
    limit = condition.month_won if condition.month_won is not None else (condition.year_won or 0) / 12
    outcome = facts.within(limit, condition.whose == "couple")
    if outcome == "met" and condition.month_won is not None and _property_counts(facts):
        outcome = "unknown"
    total = facts.monthly_won
    fact = None if total is None else f"가구 소득 월 {total:,.0f}원"
    return outcome, fact, ("income_median_pct", "household_size")


def _urban(condition: Condition, facts: Facts) -> Judged:
    percents = condition.urban or (0, 0, 0)
    total = facts.monthly_won
    size = facts.told("household_size") or (1 if facts.tag("1인가구") == "met" else None)
    fields = ("income_median_pct", "household_size")
    limit = incomes.urban(percents[min(size, 3) - 1], size) if isinstance(size, int) else None
    if total is None or limit is None:
        return "unknown", None if total is None else f"가구 소득 월 {total:,.0f}원", fields
    outcome: Outcome = outcome_of(total <= limit)
    several = size != 1
    if several and limit / CLOSE < total < limit * CLOSE:
        outcome = "unknown"
    if outcome == "failed" and condition.whose == "own" and several:
        outcome = "unknown"
    return outcome, f"가구 소득 월 {total:,.0f}원", fields


def _assets(condition: Condition, facts: Facts) -> Judged:
    assets, limit = facts.profile.assets_won, condition.assets or 0
    if assets is None:
        return "unknown", None, ("assets_won",)
    outcome = outcome_of(assets < limit or (assets == limit and not condition.under))
    if outcome == "failed" and condition.net and assets <= limit * LOOSE:
        outcome = "unknown"
    return outcome, f"재산 {assets:,}원", ("assets_won",)


def _home(condition: Condition, facts: Facts) -> Judged:
    told = facts.told("homeless_owner")
    if told is None and facts.told("housing") == "자가":
        told = "유주택"
    outcome: Outcome = "unknown" if told is None else outcome_of(told == condition.home)
    return outcome, str(told) if told else None, ("homeless_owner",)


def _tag(condition: Condition, facts: Facts) -> Judged:
    outcome = facts.tag(str(condition.tag))
    fact: str | None
    if facts.profile.household is not None:
        fact = ", ".join(facts.profile.household) or "해당하는 가구 없음"
    else:
        fact = None if outcome == "unknown" else f"만 {facts.profile.age}세" if condition.tag == "고령자" else "식구 수"
    return outcome, fact, ("household",)


def _size(condition: Condition, facts: Facts) -> Judged:
    size, (low, high) = facts.told("household_size"), condition.size or (None, None)
    if not isinstance(size, int):
        return "unknown", None, ("household_size",)
    return outcome_of((low or 0) <= size <= (high or 99)), f"{size}명", ("household_size",)


def _work(condition: Condition, facts: Facts) -> Judged:
    told = facts.told("employment")
    if told is None:
        return "unknown", None, ("employment",)
    table = data()["work"]
    if told in (condition.work or ()):
        outcome: Outcome = "met"
    else:
        outcome = "unknown" if any(told in table[one].get("maybe", []) for one in condition.work or ()) else "failed"
    return outcome, table[told]["name"], ("employment",)


def _housing(condition: Condition, facts: Facts) -> Judged:
    told = facts.told("housing")
    if told is None or told == "기타":
        return "unknown", None if told is None else str(told), ("housing",)
    return outcome_of(told in (condition.housing or ())), str(told), ("housing",)


def _rent(condition: Condition, facts: Facts) -> Judged:
    rent = facts.profile.monthly_rent_won
    if rent is None:
        return "unknown", None, ("monthly_rent_won",)
    return outcome_of(rent <= (condition.rent or 0)), f"월세 {rent:,}원", ("monthly_rent_won",)


def _child(condition: Condition, facts: Facts) -> Judged:
    household = facts.profile.household
    return facts.child(condition.child or 0), None if household is None else ", ".join(household), ("household",)


def _ask(condition: Condition, facts: Facts) -> Judged:
    return "unknown", None, ()


_KINDS: dict[str, Callable[[Condition, Facts], Judged]] = {
    "age": _age, "region": _region, "income": _income, "recognised": _income, "year_won": _won, "month_won": _won,
    "urban": _urban, "assets": _assets, "home": _home, "tag": _tag, "size": _size, "work": _work, "housing": _housing,
    "rent": _rent, "child": _child, "ask": _ask,
}  # fmt: skip
