"""Asking little: two hundred citizens, each fact told only when asked for, and what the next question is."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from knowledge.catalog import Catalog
from knowledge.eligibility.next_question import likely, next_question, useful, worth
from knowledge.eligibility.profile import Profile
from knowledge.eligibility.suggest import candidates, ranked, suggest
from knowledge.evaluation.asking import Steps, ask, average

TODAY = date(2026, 11, 22)
PERSONAS = Path(__file__).resolve().parents[2] / "eval" / "personas.jsonl"
CITIZENS = 200


@pytest.fixture(scope="module")
def citizens() -> list[Profile]:
    """The two hundred personas who know most of themselves."""
    told = [json.loads(line)["profile"] for line in PERSONAS.read_text(encoding="utf-8").splitlines()]
    return [Profile.model_validate(one) for one in sorted(told, key=len, reverse=True)[:CITIZENS]]


def test_five_questions_on_average_lead_to_a_useful_list(all_guides: Catalog, citizens: list[Profile]):
    known: Steps = {}
    ways = [ask(citizen, all_guides, TODAY, known) for citizen in citizens]
    assert len(ways) == CITIZENS and average(ways) <= 5, average(ways)
    assert sum(way.useful for way in ways) >= 0.9 * CITIZENS
    assert all(len(way.fields) == len(set(way.fields)) for way in ways)


def test_every_expected_answer_is_one_a_profile_takes():
    for field, answers in likely().items():
        assert sum(share for _, share in answers) == pytest.approx(1)
        for value, _ in answers:
            Profile.model_validate({field: value})


def test_no_question_is_asked_twice_and_none_that_settles_nothing(all_guides: Catalog):
    known = Profile(age=70, household=["1인가구", "고령자"])
    verdicts = candidates(all_guides, known, TODAY)
    assert next_question(verdicts, known, ["age", "household"]) is None
    assert next_question([], Profile(), list(Profile.model_fields)) is None
    field = next_question(verdicts, known, list(Profile.model_fields))
    assert field not in (None, "age", "household")


def test_with_one_programme_open_the_question_is_what_it_lacks(all_guides: Catalog):
    profile = Profile(age=27)
    savings = [v for v in candidates(all_guides, profile, TODAY) if v.guide.id == "culture-card"]
    assert next_question(savings, profile, list(Profile.model_fields)) == "household"


def test_a_list_is_useful_when_enough_of_it_asks_nothing_more(all_guides: Catalog):
    assert not useful(suggest(all_guides, Profile(), TODAY))
    told = Profile(
        age=70, region="부산광역시 중구", household=["1인가구", "고령자", "기초생활수급"], household_size=1,
        assets_won=0, income_median_pct=20, homeless_owner="무주택", housing="월세", employment="unemployed",
    )  # fmt: skip
    assert useful(suggest(all_guides, told, TODAY))


def test_what_is_surer_and_worth_more_comes_first(all_guides: Catalog):
    poor = Profile(age=70, household=["1인가구", "고령자", "기초생활수급"], household_size=1, assets_won=0)
    found = ranked(candidates(all_guides, poor, TODAY), 40)
    open_now = [v.guide.id for v in found if v.guide.status == "open"]
    assert "energy-voucher" in open_now[:10] or "housing-energy-voucher" in open_now[:10]
    closed = [v.guide for v in candidates(all_guides, Profile(), TODAY) if v.guide.status == "closed"]
    assert all(worth(guide) < 2 for guide in closed)
