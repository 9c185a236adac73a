"""One guide's rules as three-valued outcomes with the fact used and the threshold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml

from knowledge.eligibility.profile import Profile
from knowledge.guide import Guide
from knowledge.search.regions import data as regions
from knowledge.search.regions import sido_of

DATA = Path(__file__).resolve().parents[1] / "data" / "eligibility.yaml"
Outcome = Literal["met", "failed", "unknown"]


@dataclass(frozen=True)
class Reason:
    """One rule judged: what it asks, the fact used (None when not told), threshold, outcome, and the field to ask."""

    rule: str
    fact: str | None
    threshold: str
    outcome: Outcome
    field: str


@lru_cache
def _data() -> dict[str, Any]:
    return yaml.safe_load(DATA.read_text(encoding="utf-8"))


def field_name(field: str) -> str:
    """A profile field in Korean."""
    return _data()["fields"].get(field, field)


def reasons(guide: Guide, profile: Profile) -> Iterator[Reason]:
    """Judge every structured rule of the guide. Sentences in ``other`` are conditions no machine judged here."""
    who = guide.eligibility
    if who is None:
        return
    if who.age_min is not None or who.age_max is not None:
        yield _age(who.age_min, who.age_max, profile.age)
    if who.region and not who.region.startswith("전국"):
        yield _region(who.region, profile.region)
    if who.income_median_pct_max is not None:
        yield _income(who.income_median_pct_max, profile.income_median_pct)
    for tag in (*who.household, *who.all_of):
        yield _tag(tag, profile)
    if who.any_of:
        yield _any(who.any_of, profile)
    if who.employment:
        yield _employment(who.employment, profile)


def _age(low: int | None, high: int | None, age: int | None) -> Reason:
    threshold = f"만 {low}세 이상" if high is None else f"만 {high}세 이하" if low is None else f"만 {low}~{high}세"
    outcome: Outcome = "unknown" if age is None else "met" if (low or 0) <= age <= (high or 200) else "failed"
    return Reason("나이", None if age is None else f"만 {age}세", threshold, outcome, "age")


def _region(wanted: str, region: str | None) -> Reason:
    outcome: Outcome = "unknown"
    lives = sido_of(region) if region else None
    if lives and wanted in regions().sido:
        outcome = "met" if lives == wanted else "failed"
    return Reason("사는 곳", region, wanted, outcome, "region")


def _income(limit: float, percent: float | None) -> Reason:
    outcome: Outcome = "unknown" if percent is None else "met" if percent <= limit else "failed"
    fact = None if percent is None else f"기준 중위소득의 {percent:g}%"
    return Reason("소득", fact, f"기준 중위소득 {limit:g}% 이하", outcome, "income_median_pct")


def _tag(tag: str, profile: Profile) -> Reason:
    rule = _data()["tags"].get(tag)
    if rule is None:
        return Reason(tag, None, tag, "unknown", "")
    outcome = _holds(rule, rule["field"], profile)
    for field, other in rule.get("also", {}).items():
        beside = _holds(other, field, profile)
        # Told two ways that cannot both be true, nothing is decided: a wrong no is as bad as a wrong yes.
        outcome = beside if outcome == "unknown" else "unknown" if {outcome, beside} == {"met", "failed"} else outcome
    value = getattr(profile, rule["field"])
    return Reason(tag, str(value) if value is not None else None, tag, outcome, rule["field"])


def _holds(rule: dict[str, Any], field: str, profile: Profile) -> Outcome:
    value = getattr(profile, field)
    if value is None:
        return "unknown"
    told = value if isinstance(value, list) else [value]
    if any(item in rule.get("holds", []) for item in told):
        return "met"
    if any(item in rule.get("fails", []) for item in told) or isinstance(value, list):
        return "failed"
    return "unknown"


def _any(tags: list[str], profile: Profile) -> Reason:
    judged = [_tag(tag, profile).outcome for tag in tags]
    outcome: Outcome = "met" if "met" in judged else "failed" if set(judged) == {"failed"} else "unknown"
    return Reason(" 또는 ".join(tags), None, " 또는 ".join(tags), outcome, "household")


def _employment(wanted: list[str], profile: Profile) -> Reason:
    table = _data()["employment"]
    allowed = {code for tag in wanted for code in table.get(tag, [])}
    known = all(tag in table for tag in wanted)
    outcome: Outcome = "unknown"
    if profile.employment:
        outcome = "met" if profile.employment in allowed else "failed" if known else "unknown"
    return Reason("하는 일", profile.employment, " 또는 ".join(wanted), outcome, "employment")
