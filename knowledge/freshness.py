"""Freshness: which guides are old, about to end, doubtful, or lead to addresses nobody should trust."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ConfigDict, field_validator

from knowledge.answer.verify.dates import dates
from knowledge.answer.verify.fold import fold
from knowledge.guide import Guide

DATA = Path(__file__).resolve().parent / "data" / "freshness.yaml"
Kind = Literal[
    "passed", "expires_soon", "dead", "low_confidence", "old", "not_https", "not_official", "blog_source",
    "no_contact", "no_url",
]  # fmt: skip
"""In the order of the report: what misleads people first."""


class Rules(BaseModel):
    """What counts as old, official or suspicious, and how each finding is called."""

    model_config = ConfigDict(extra="forbid")

    official: list[str]
    blogs: list[str]
    searches: list[str]
    ages: list[int]
    old_months: int
    seconds: float
    at_once: int
    shy: list[int]
    words: dict[Kind, str]

    @field_validator("words")
    @classmethod
    def _every_kind(cls, words: dict[Kind, str]) -> dict[Kind, str]:
        if set(words) != set(get_args(Kind)):
            raise ValueError("'words'에 모든 종류가 있어야 합니다")
        return words


@lru_cache
def rules() -> Rules:
    """The reviewed data; raises pydantic.ValidationError when it does not fit its schema."""
    return Rules.model_validate(yaml.safe_load(DATA.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Finding:
    """One thing to look at: the guide, what it is, and the date, address or number that shows it."""

    guide: str
    kind: Kind
    detail: str


@dataclass(frozen=True)
class Report:
    """Guides by age of their as-of date (months up to, "" for older) and every finding, the worst kinds first."""

    today: date
    guides: int
    ages: dict[str, int]
    findings: tuple[Finding, ...]

    def as_json(self) -> dict[str, Any]:
        """The report as JSON-ready data, counts by kind included."""
        counts = {kind: sum(f.kind == kind for f in self.findings) for kind in get_args(Kind)}
        found = [asdict(finding) for finding in self.findings]
        return {"today": self.today.isoformat(), "guides": self.guides, "ages": self.ages, "counts": counts,
                "findings": found}  # fmt: skip


def look_through(guides: Iterable[Guide], today: date, days: int, dead: dict[str, str] | None = None) -> Report:
    """The report as of ``today``; ``days`` ahead count as soon, ``dead`` maps addresses to why they do not open."""
    all_guides, order = list(guides), get_args(Kind)
    ages = {f"{months}": 0 for months in rules().ages} | {"": 0}
    for guide in all_guides:
        old = age_in_months(guide.as_of, today)
        ages[next((f"{months}" for months in rules().ages if old <= months), "")] += 1
    found = [finding for guide in all_guides for finding in _findings(guide, today, days, dead or {})]
    return Report(today, len(all_guides), ages, tuple(sorted(found, key=lambda f: (order.index(f.kind), f.guide))))


def age_in_months(as_of: str, today: date) -> int:
    """Full months since an as-of date; a bare year counts from its January."""
    year, month = (*map(int, as_of.split("-")[:2]), 1)[:2]
    return max(0, (today.year - year) * 12 + today.month - month)


def addresses(guide: Guide) -> list[str]:
    """The guide's own address and those of its sources, each once; sources that are no address are left out."""
    return list(dict.fromkeys(one for one in (guide.url, *guide.sources) if one and "://" in one))


def _findings(guide: Guide, today: date, days: int, dead: dict[str, str]) -> Iterator[Finding]:
    if guide.status != "ended":
        yield from _ending(guide, today, days)
        if (months := age_in_months(guide.as_of, today)) > rules().old_months:
            yield Finding(guide.id, "old", f"{guide.as_of} ({months}개월)")
        if not guide.contact:
            yield Finding(guide.id, "no_contact", "")
        if not guide.url:
            yield Finding(guide.id, "no_url", "")
    if guide.confidence == "low":
        yield Finding(guide.id, "low_confidence", "")
    if guide.url and not guide.url.startswith("https://"):
        yield Finding(guide.id, "not_https", guide.url)
    if guide.url and not _ends(guide.url, rules().official):
        yield Finding(guide.id, "not_official", guide.url)
    for address in addresses(guide):
        if _ends(address, [*rules().blogs, *rules().searches]):
            yield Finding(guide.id, "blog_source", address)
        if address in dead:
            yield Finding(guide.id, "dead", f"{address} ({dead[address]})")


def _ending(guide: Guide, today: date, days: int) -> Iterator[Finding]:
    last = last_day(guide)
    if guide.status != "open" or last is None:
        return
    if last < today:
        yield Finding(guide.id, "passed", last.isoformat())
    elif last <= today + timedelta(days):
        yield Finding(guide.id, "expires_soon", last.isoformat())


def last_day(guide: Guide) -> date | None:
    """The last day a guide holds: valid_until, or else the end of a period that is told in full dates."""
    if guide.valid_until:
        return guide.valid_until
    period = fold(guide.period or "")
    full = [(written, day) for written, day in dates(period)[0] if None not in day]
    # A single day is a beginning (2026-01-06부터 …) unless it is told to be the end.
    if not full or (len(full) == 1 and f"{full[0][0]}까지" not in period):
        return None
    try:
        return max(date(*day) for _, day in full)  # type: ignore[arg-type]
    except ValueError:
        return None


def _ends(address: str, ends: Iterable[str]) -> bool:
    host = (urlsplit(address).hostname or "").lower()
    return any(host == end or host.endswith(f".{end}") for end in ends)
