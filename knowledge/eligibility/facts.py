"""What a profile says about one condition's subject, and which of its facts contradict each other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from knowledge.eligibility import incomes
from knowledge.eligibility.profile import Profile
from knowledge.search.regions import sido_of

Outcome = Literal["met", "failed", "unknown"]
ADULT_OLD = 65
LOOSE = 2
"""A limit in won counts another income (last year's, before tax) than the percent does, and property without its debts:
within this factor nothing is decided."""
INFANT_MONTHS, SCHOOL_MONTHS = 84, 86
"""영유아 are under 7; by the spring after that every child is at school."""
ALONE_NEVER = ("한부모", "조손", "다자녀", "영유아", "신혼부부")
APART = (("미혼", "신혼부부"), ("예비신혼부부", "신혼부부"), ("한부모", "신혼부부"), ("현역병", "직업군인"),
         ("현역병", "사회복무요원"), ("직업군인", "사회복무요원"), ("기초생활수급", "차상위"))  # fmt: skip


def outcome_of(holds: bool) -> Outcome:
    """met or failed."""
    return "met" if holds else "failed"


@dataclass(frozen=True)
class Facts:
    """One profile as conditions ask for it, in one year; what contradicts itself counts as unknown."""

    profile: Profile
    year: int

    @cached_property
    def contradictions(self) -> tuple[str, ...]:
        """Sentences naming facts that cannot hold together, for the person to set right."""
        return tuple(text for text, _ in self._clashes)

    @cached_property
    def doubtful(self) -> frozenset[str]:
        """The fields and household tags that stand in a contradiction."""
        return frozenset(name for _, names in self._clashes for name in names)

    @cached_property
    def _clashes(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        told, tags = self.profile, set(self.profile.household or ())
        found = [(f"{a}와(과) {b}이(가) 함께 있어요", (a, b)) for a, b in APART if {a, b} <= tags]
        if told.homeless_owner == "무주택" and told.housing == "자가":
            found.append(("무주택인데 자가에 산다고 하셨어요", ("homeless_owner", "housing")))
        if "1인가구" in tags and (told.household_size or 1) > 1:
            found.append(("1인가구인데 식구가 둘 이상이라고 하셨어요", ("1인가구", "household_size")))
        if told.household is not None and "1인가구" not in tags and told.household_size == 1:
            found.append(("혼자 사는데 1인가구가 빠졌어요", ("1인가구", "household_size")))
        found += [
            (f"1인가구와 {tag}이(가) 함께 있어요", ("1인가구", tag)) for tag in ALONE_NEVER if {tag, "1인가구"} <= tags
        ]
        if "기초생활수급" in tags and (told.income_median_pct or 0) > 50:
            found.append(("기초생활수급인데 소득이 중위 50%를 넘어요", ("기초생활수급", "income_median_pct")))
        return tuple(found)

    def told(self, field: str) -> object | None:
        """The value of a field, None when not told or in a contradiction."""
        return None if field in self.doubtful else getattr(self.profile, field)

    def tag(self, name: str) -> Outcome:
        """Whether a household tag holds; the age says itself whether somebody is old, the size whether alone."""
        profile = self.profile
        if name in self.doubtful:
            return "unknown"
        if name == "고령자" and profile.age is not None and profile.age >= ADULT_OLD:
            return "met"
        if name == "1인가구" and profile.household_size is not None:
            return outcome_of(profile.household_size == 1)
        if profile.household is None:
            return "unknown"
        if name == "고령자" and name in profile.household and profile.age is not None:
            return "unknown"  # somebody else of the household
        return outcome_of(name in profile.household)

    def child(self, months: int) -> Outcome:
        """Whether a child up to this many months old lives in the household, or is the person."""
        age = self.profile.age
        if age is not None and age * 12 + 11 <= months:
            return "met"
        infants = self.tag("영유아")
        if infants == "met" and months >= INFANT_MONTHS:
            return "met"
        if age is None or age * 12 <= months:
            return "unknown"  # the child may be the person
        none = infants == "failed" and self.tag("임산부") == "failed" and months <= SCHOOL_MONTHS
        return "failed" if none or self.tag("1인가구") == "met" else "unknown"

    @cached_property
    def monthly_won(self) -> float | None:
        """The household's income in won a month; None when the percent or the size is unknown."""
        percent, size = self.told("income_median_pct"), self.told("household_size")
        if percent == 0:
            return 0.0
        if size is None and self.tag("1인가구") == "met":
            size = 1
        if not isinstance(percent, (int, float)) or not isinstance(size, int):
            return None
        return incomes.monthly(percent, size, self.year)

    def within(self, limit: float, couple: bool) -> Outcome:
        """Whether the person (or couple) has at most ``limit`` won a month. What a household has, none of it exceeds;
        more than the limit says something only of a household that is the person (or the couple) alone."""
        total = self.monthly_won
        if total is None:
            return "unknown"
        if total * LOOSE <= limit:
            return "met"
        size = self.told("household_size") or (1 if self.tag("1인가구") == "met" else None)
        whole = size == 1 or (couple and size == 2 and self.tag("신혼부부") == "met")
        return "failed" if whole and total > limit * LOOSE else "unknown"

    def region(self, names: tuple[str, ...]) -> Outcome:
        """Whether the person lives in one of the regions (시·도, or 시·도 and 시·군·구)."""
        told = self.told("region")
        lives = sido_of(str(told)) if told else None
        if not lives:
            return "unknown"
        words = str(told).split()
        part = next(
            (word for word in words if word[-1:] in "시군구" and sido_of(word) != word and word != words[0]), None
        )
        part = part or (
            words[0] if words[0][-1:] in "시군구" and words[0] not in (lives,) and len(words[0]) > 2 else None
        )
        outcomes = []
        for name in names:
            sido, _, district = name.partition(" ")
            if sido != lives:
                outcomes.append("failed")
            elif not district:
                outcomes.append("met")
            else:
                outcomes.append("unknown" if part is None or sido_of(part) == part else outcome_of(part == district))
        return "met" if "met" in outcomes else "unknown" if "unknown" in outcomes else "failed"
