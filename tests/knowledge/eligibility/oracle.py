"""The ten most used programmes coded again, from the guides' text alone, as OpenFisca variables over vectors.

Every variable is three-valued: 1 surely met, -1 surely broken, 0 unknown. So "all" is the least, "any" the greatest and
"not" the negative (Kleene). Inputs carry -1 (or -1.0) for what was not told. Nothing here is shared with the rules.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from openfisca_core import entities, periods, taxbenefitsystems, variables

MEDIAN_2026 = np.array([0, 2564238, 4199292, 5359036, 6494738, 7556719, 8555952, 9515150, 10474348], dtype=float)
NATIONAL_RENTAL = {1: 3432027.0, 2: 4693016.0, 3: 5717900.0, 4: 6161541.0}
PERSON = entities.build_entity(key="person", plural="persons", label="사람", is_person=True)
HOUSEHOLD = entities.build_entity(key="household", plural="households", label="가구", roles=[{"key": "member"}])
NUMBERS = ("age", "size", "percent", "assets")
CHOICES = {
    "work": ("employed", "unemployed", "student", "self_employed", "soldier", "farmer"),
    "housing": ("월세", "전세", "자가", "공공임대", "고시원", "쪽방", "부모집"),
    "home": ("무주택", "유주택"),
}
TAGS = ("미혼", "기초생활수급", "장애인", "한부모", "다자녀", "임산부", "영유아", "자립준비청년")
Formula = Callable[[Callable[[str], np.ndarray]], np.ndarray]


def sure(known: np.ndarray, holds: np.ndarray) -> np.ndarray:
    """1 or -1 where the fact is known, else 0."""
    return np.where(known, np.where(holds, 1, -1), 0)


def every(*parts: np.ndarray) -> np.ndarray:
    """Kleene and."""
    return np.minimum.reduce(parts)


def some(*parts: np.ndarray) -> np.ndarray:
    """Kleene or."""
    return np.maximum.reduce(parts)


def between(v: Any, low: float, high: float) -> np.ndarray:
    """The age within both."""
    return sure(v("age") >= 0, (v("age") >= low) & (v("age") <= high))


def percent(v: Any, limit: float) -> np.ndarray:
    """Income as percent of the median at most."""
    return sure(v("percent") >= 0, v("percent") <= limit)


def recognised(v: Any, limit: float) -> np.ndarray:
    """소득인정액: met only with property known and not above 기본재산액 (5,300만, the region is never told here).

    Broken only by income that stays above the limit after 30 % of what is earned, and 600,000 won of a young earner's,
    do not count; all of it counts where who tells does not work. Nobody lives alone here: others may be young.
    """
    told, won = percent(v, limit), monthly(v)
    share = np.where(won > 0, 0.7 * np.maximum(0, won - 600_000) / np.where(won > 0, won, 1), 0)
    share = np.where(v("work") == CHOICES["work"].index("unemployed"), 1, share)
    told = np.where((told == -1) & (v("percent") * share <= limit), 0, told)
    return np.where((told == 1) & ((v("assets") < 0) | (v("assets") > 53_000_000)), 0, told)


def chosen(v: Any, name: str, *wanted: str) -> np.ndarray:
    """The choice is one of these."""
    codes = [CHOICES[name].index(one) for one in wanted]
    return sure(v(name) >= 0, np.isin(v(name), codes))


def tag(v: Any, name: str) -> np.ndarray:
    """A household tag, which is told or not for all tags at once."""
    return sure(v("told") == 1, v("tag_" + str(TAGS.index(name))) == 1)


def homeless(v: Any) -> np.ndarray:
    """무주택, also broken by a home of one's own."""
    own = chosen(v, "housing", "자가")
    told = chosen(v, "home", "무주택")
    return np.where((told == 1) & (own == 1), 0, np.where(told == 0, np.where(own == 1, -1, 0), told))


def unsure(v: Any) -> np.ndarray:
    """What no profile can tell."""
    return np.zeros(len(v("age")), dtype=int)


def working(v: Any) -> np.ndarray:
    """재직 또는 창업·자영업; a soldier may be one by profession."""
    return np.where(chosen(v, "work", "soldier") == 1, 0, chosen(v, "work", "employed", "self_employed"))


def jobless(v: Any) -> np.ndarray:
    """미취업; a student may be."""
    return np.where(chosen(v, "work", "student") == 1, 0, chosen(v, "work", "unemployed"))


def rich(v: Any, limit: float) -> np.ndarray:
    """Property above the limit."""
    return sure(v("assets") >= 0, v("assets") > limit)


def monthly(v: Any) -> np.ndarray:
    """Won a month of the household, nan when not known."""
    known = (v("percent") >= 0) & (v("size") >= 1)
    won = v("percent") / 100 * MEDIAN_2026[np.clip(v("size"), 0, 8)]
    return np.where(v("percent") == 0, 0.0, np.where(known, won, np.nan))


def youth_monthly_rent(v: Any) -> np.ndarray:
    home = chosen(v, "housing", "부모집", "전세", "자가", "공공임대")
    # 무주택이면서 자가라고 하면 어느 쪽도 믿을 수 없다
    doubtful = (chosen(v, "housing", "자가") == 1) & (chosen(v, "home", "무주택") == 1)
    assets = sure(v("assets") >= 0, v("assets") <= 122_000_000)
    return every(between(v, 19, 34), homeless(v), percent(v, 60), assets, np.where(doubtful, 0, -home), unsure(v))


def housing_benefit(v: Any) -> np.ndarray:
    return recognised(v, 48)


def livelihood_benefit(v: Any) -> np.ndarray:
    return every(recognised(v, 32), unsure(v))


def youth_kua_type2(v: Any) -> np.ndarray:
    track = some(between(v, 15, 34), percent(v, 100), tag(v, "자립준비청년"), unsure(v))
    elder = between(v, 35, 200)
    not_first = some(
        -percent(v, 120), every(elder, -percent(v, 60)), rich(v, 500_000_000), every(elder, rich(v, 400_000_000)),
        unsure(v),
    )  # fmt: skip
    return every(between(v, 15, 69), jobless(v), track, not_first)


def youth_tomorrow_savings(v: Any) -> np.ndarray:
    income = some(recognised(v, 50), every(recognised(v, 100), unsure(v)))
    return every(between(v, 15, 39), income, working(v), unsure(v))


def national_rental_housing(v: Any) -> np.ndarray:
    won, size = monthly(v), v("size")
    limit = np.select([size == n for n in NATIONAL_RENTAL], list(NATIONAL_RENTAL.values()), np.nan)
    near = (won > limit / 1.4) & (won < limit * 1.4)
    income = sure(~np.isnan(won) & ~np.isnan(limit) & ~near, won <= limit)
    assets = sure(v("assets") >= 0, v("assets") <= 345_000_000)
    return every(between(v, 19, 200), homeless(v), income, assets, unsure(v))


def energy_voucher(v: Any) -> np.ndarray:
    old = np.where(v("age") >= 65, 1, np.where(v("told") == 1, -1, 0))
    child = np.where(tag(v, "영유아") == 1, 1, 0)
    child = np.where((v("age") >= 0) & (v("age") <= 7), np.where(v("age") * 12 + 11 <= 95, 1, child), child)
    needs = some(old, child, *(tag(v, one) for one in ("장애인", "임산부", "한부모")), unsure(v))
    return every(tag(v, "기초생활수급"), needs)


def mind_support(v: Any) -> np.ndarray:
    return between(v, 19, 34)


def emergency_livelihood(v: Any) -> np.ndarray:
    return every(percent(v, 75), unsure(v))


def housing_benefit_rent(v: Any) -> np.ndarray:
    own = (chosen(v, "housing", "자가") == 1) & (chosen(v, "home", "무주택") == 1)
    not_own = np.where(own, 0, -chosen(v, "housing", "자가", "부모집"))
    renting = np.where(chosen(v, "housing", "월세", "공공임대") == 1, 1, 0)
    return every(recognised(v, 48), not_own, renting)


PROGRAMMES: dict[str, Callable[[Any], np.ndarray]] = {
    "youth-monthly-rent": youth_monthly_rent, "housing-benefit": housing_benefit,
    "livelihood-benefit": livelihood_benefit, "youth-kua-type2": youth_kua_type2,
    "youth-tomorrow-savings": youth_tomorrow_savings, "national-rental-housing": national_rental_housing,
    "energy-voucher": energy_voucher, "youth-mind-support-link": mind_support,
    "emergency-welfare-livelihood": emergency_livelihood, "housing-benefit-rent": housing_benefit_rent,
}  # fmt: skip


def system() -> taxbenefitsystems.TaxBenefitSystem:
    """The inputs and the ten programmes as one tax and benefit system."""
    found = taxbenefitsystems.TaxBenefitSystem([PERSON, HOUSEHOLD])
    for name in (*NUMBERS, *CHOICES, "told", *(f"tag_{n}" for n in range(len(TAGS)))):
        kind = float if name == "percent" else int
        found.add_variable(_variable(name, kind, None))
    for name, formula in PROGRAMMES.items():
        found.add_variable(_variable(_name(name), int, formula))
    return found


def verdicts(inputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """1, 0 or -1 for every programme and household, by one simulation over all."""
    from openfisca_core.simulations import SimulationBuilder

    made = system()
    count = len(inputs["age"])
    simulation = SimulationBuilder().build_default_simulation(made, count)
    for name, values in inputs.items():
        simulation.set_input(name, "2026", values)
    return {name: simulation.calculate(_name(name), "2026") for name in PROGRAMMES}


def _name(programme: str) -> str:
    return programme.replace("-", "_")


def _variable(name: str, kind: type, formula: Callable[[Any], np.ndarray] | None) -> type:
    body: dict[str, Any] = {
        "value_type": kind, "entity": PERSON, "definition_period": periods.DateUnit.YEAR, "label": name,
        "default_value": -1 if kind is int else -1.0,
    }  # fmt: skip
    if formula:
        body["formula"] = lambda person, period: formula(lambda wanted: person(wanted, period))
    return type(name, (variables.Variable,), body)
