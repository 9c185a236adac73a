"""Coded twice, one verdict: the rules agree with the OpenFisca oracle on ten thousand generated households."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.catalog import Catalog
from knowledge.eligibility.assess import assess
from knowledge.eligibility.profile import Profile
from tests.knowledge.eligibility.oracle import CHOICES, PROGRAMMES, TAGS, verdicts

COUNT = 10_000
AGES = (7, 14, 15, 18, 19, 34, 35, 39, 40, 64, 65, 69, 70)
VERDICTS = {1: "eligible", 0: "undecided", -1: "ineligible"}
BOUNDARIES = (0, 32, 32.1, 48, 48.1, 50, 51, 60, 61, 75, 76, 100, 101, 133, 134)
LIMITS = (0, 53_000_000, 53_000_001, 122_000_000, 122_000_001, 345_000_000, 345_000_001)


@pytest.fixture(scope="module")
def households() -> dict[str, np.ndarray]:
    """Random lives, thick at the boundaries, with about a fifth of every fact untold."""
    random = np.random.default_rng(20261122)

    def mixed(edges: tuple[float, ...], others: np.ndarray) -> np.ndarray:
        return np.where(random.random(COUNT) < 0.5, random.choice(edges, COUNT), others)

    told: dict[str, np.ndarray] = {
        "age": mixed(AGES, random.integers(0, 100, COUNT)).astype(int),
        "size": random.integers(2, 7, COUNT),
        "percent": mixed(BOUNDARIES, random.uniform(0, 200, COUNT).round(1)),
        "assets": mixed(LIMITS, random.integers(0, 600_000_000, COUNT)).astype(int),
    }
    told |= {name: random.integers(0, len(values), COUNT) for name, values in CHOICES.items()}
    for values in told.values():
        values[random.random(COUNT) < 0.2] = -1
    known = random.random(COUNT) < 0.8
    told |= {f"tag_{n}": (random.random(COUNT) < 0.2).astype(int) for n in range(len(TAGS))}
    poor = told[f"tag_{TAGS.index('기초생활수급')}"]
    poor[told["percent"] > 50] = 0  # 수급자이면서 소득이 그보다 많다는 말은 서로 어긋난다
    return told | {"told": np.where(known, 1, 0)}


def _profile(told: dict[str, np.ndarray], row: int) -> Profile:
    def choice(name: str) -> str | None:
        code = int(told[name][row])
        return None if code < 0 else CHOICES[name][code]

    def number(name: str) -> float | None:
        value = float(told[name][row])
        return None if value < 0 else value

    tags = [tag for n, tag in enumerate(TAGS) if told[f"tag_{n}"][row] == 1]
    return Profile.model_validate({
        "age": number("age"), "household_size": number("size"), "income_median_pct": number("percent"),
        "assets_won": number("assets"), "employment": choice("work"), "housing": choice("housing"),
        "homeless_owner": choice("home"), "household": tags if told["told"][row] == 1 else None,
    })  # fmt: skip


def test_rules_and_oracle_agree_on_ten_thousand_households(all_guides: Catalog, households: dict[str, np.ndarray]):
    expected = verdicts(households)
    wrong = []
    for row in range(COUNT):
        profile = _profile(households, row)
        for name in PROGRAMMES:
            found = assess(all_guides[name], profile).outcome
            if found != VERDICTS[int(expected[name][row])]:
                wrong.append((name, found, VERDICTS[int(expected[name][row])], profile.model_dump(exclude_none=True)))
    assert not wrong, f"{len(wrong)}: {wrong[:3]}"


def test_the_oracle_has_seen_every_verdict(households: dict[str, np.ndarray]):
    for name, values in verdicts(households).items():
        assert {-1, 0} <= set(values.tolist()), name
    assert sum(1 in set(values.tolist()) for values in verdicts(households).values()) >= 5
