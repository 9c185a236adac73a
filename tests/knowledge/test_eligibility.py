"""Who can get what: three-valued, never more certain than what was told, and the reason for every outcome."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from knowledge.catalog import Catalog
from knowledge.eligibility.assess import assess
from knowledge.eligibility.facts import Facts
from knowledge.eligibility.leaves import data
from knowledge.eligibility.profile import Profile
from knowledge.eligibility.rulebook import rules_of
from knowledge.eligibility.rules import field_name, reasons
from knowledge.eligibility.suggest import suggest
from tests.knowledge import guides

TODAY = date(2026, 11, 22)
HOUSEHOLD = ["1인가구", "미혼", "신혼부부", "예비신혼부부", "한부모", "조손", "다자녀", "영유아", "임산부", "고령자",
             "장애인", "기초생활수급", "차상위", "자립준비청년", "현역병", "직업군인", "사회복무요원"]  # fmt: skip
PROFILES = st.builds(
    Profile,
    age=st.none() | st.integers(0, 120),
    region=st.none() | st.sampled_from(["서울특별시 관악구", "경기도 수원시", "부산광역시", "전라남도 구례군"]),
    employment=st.none() | st.sampled_from(["employed", "unemployed", "student", "self_employed", "soldier", "farmer"]),
    income_median_pct=st.none() | st.floats(0, 300),
    homeless_owner=st.none() | st.sampled_from(["무주택", "유주택"]),
    household=st.none() | st.lists(st.sampled_from(HOUSEHOLD), unique=True, max_size=4),
    housing=st.none() | st.sampled_from(["월세", "전세", "자가", "공공임대", "고시원", "쪽방", "부모집", "기타"]),
)


def outcome(rule: dict[str, Any], **told: Any) -> str:
    """The outcome of the single rule of a guide for what was told."""
    (reason,) = reasons(guides.guide(eligibility=rule), Profile(**told))
    return reason.outcome


CASES: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({"age_min": 19, "age_max": 34}, {"age": 19}, "met"),
    ({"age_min": 19, "age_max": 34}, {"age": 34}, "met"),
    ({"age_min": 19, "age_max": 34}, {"age": 18}, "failed"),
    ({"age_min": 19, "age_max": 34}, {"age": 35}, "failed"),
    ({"age_min": 65}, {"age": 90}, "met"),
    ({"age_max": 17}, {"age": 0}, "met"),
    ({"age_min": 19}, {}, "unknown"),
    ({"income_median_pct_max": 60}, {"income_median_pct": 60}, "met"),
    ({"income_median_pct_max": 60}, {"income_median_pct": 60.1}, "failed"),
    ({"income_median_pct_max": 60}, {}, "unknown"),
    ({"region": "서울특별시"}, {"region": "서울특별시 관악구"}, "met"),
    ({"region": "서울특별시"}, {"region": "서울특별시"}, "met"),
    ({"region": "서울특별시"}, {"region": "경기도 수원시"}, "failed"),
    ({"region": "서울특별시"}, {}, "unknown"),
    ({"region": "서울특별시"}, {"region": "관악구"}, "met"),
    ({"region": "서울특별시"}, {"region": "수원시"}, "failed"),
    ({"region": "서울특별시"}, {"region": "중구"}, "unknown"),
    ({"region": "서울특별시"}, {"region": "달나라"}, "unknown"),
    ({"region": "서울특별시"}, {"region": "서울 관악구"}, "met"),
    ({"region": "경기도"}, {"region": "서울 관악구"}, "failed"),
    ({"region": "서울특별시"}, {"region": "  "}, "unknown"),
    ({"region": "해당 지자체 거주자 우선"}, {"region": "서울특별시 관악구"}, "unknown"),
    ({"region": "서울·경기·인천·부산 등 공고 지역"}, {"region": "전라남도 구례군"}, "unknown"),
    ({"region": "서울특별시 용산구·송파구"}, {"region": "서울특별시 관악구"}, "unknown"),
    ({"household": ["무주택"]}, {"homeless_owner": "무주택"}, "met"),
    ({"household": ["무주택"]}, {"homeless_owner": "유주택"}, "failed"),
    ({"household": ["무주택"]}, {"housing": "자가"}, "failed"),
    ({"household": ["무주택"]}, {"housing": "월세"}, "unknown"),
    ({"household": ["한부모"]}, {"household": ["한부모", "다자녀"]}, "met"),
    ({"household": ["한부모"]}, {"household": []}, "failed"),
    ({"household": ["한부모"]}, {}, "unknown"),
    ({"household": ["위기가구"]}, {"household": []}, "unknown"),
    ({"any_of": ["한부모", "장애인"]}, {"household": ["장애인"]}, "met"),
    ({"any_of": ["한부모", "장애인"]}, {"household": ["미혼"]}, "failed"),
    ({"any_of": ["한부모", "위기가구"]}, {"household": ["미혼"]}, "unknown"),
    ({"employment": ["미취업"]}, {"employment": "unemployed"}, "met"),
    ({"employment": ["재직"]}, {"employment": "unemployed"}, "failed"),
    ({"employment": ["재직", "처음 듣는 말"]}, {"employment": "unemployed"}, "unknown"),
    ({"employment": ["재직"]}, {}, "unknown"),
]


@pytest.mark.parametrize(("rule", "told", "expected"), CASES)
def test_one_rule_and_what_was_told(rule: dict[str, Any], told: dict[str, Any], expected: str):
    assert outcome(rule, **told) == expected


def test_a_rule_for_the_whole_country_asks_nothing():
    assert list(reasons(guides.guide(eligibility={"region": "전국"}), Profile(region="제주특별자치도"))) == []


def test_a_reason_says_the_fact_the_threshold_and_what_to_ask():
    (reason,) = reasons(guides.guide(eligibility={"age_min": 19, "age_max": 34}), Profile(age=40))
    assert (reason.rule, reason.fact, reason.threshold, reason.field) == ("나이", "만 40세", "만 19~34세", "")
    assert reason.source == "만 19~34세" and "달라져요" in reason.change
    verdict = assess(guides.guide(), Profile())
    assert set(verdict.ask) == {"age", "homeless_owner"} and verdict.met == 0


def test_a_verdict_is_as_sure_as_its_rules():
    guide = guides.guide()
    assert assess(guide, Profile(age=27, homeless_owner="무주택")).outcome == "eligible"
    assert assess(guide, Profile(age=27)).outcome == "undecided"
    assert assess(guide, Profile(age=50)).outcome == "ineligible"
    assert assess(guides.guide(eligibility=None), Profile(age=27)).outcome == "undecided"


@pytest.mark.parametrize("sentence", [{"other": ["생애 1회"]}, {"income": "중위 60% 이하"}, {"assets": "1억 원 이하"}])
def test_a_condition_that_stands_only_as_a_sentence_keeps_it_undecided(sentence: dict[str, Any]):
    rules = {"age_min": 19, **sentence}
    assert assess(guides.guide(eligibility=rules), Profile(age=27)).outcome == "undecided"
    assert assess(guides.guide(eligibility=rules), Profile(age=7)).outcome == "ineligible"


@given(profile=PROFILES)
def test_nothing_told_excludes_nobody_and_every_reason_is_sound(all_guides: Catalog, profile: Profile):
    for guide in all_guides:
        verdict = assess(guide, profile)
        outcomes = {reason.outcome for reason in verdict.reasons}
        assert (verdict.outcome == "ineligible") == ("failed" in outcomes), guide.id
        assert verdict.outcome != "eligible" or (outcomes <= {"met"} and rules_of(guide).told)
        assert all(reason.threshold and (reason.source or reason.outcome == "unknown") for reason in verdict.reasons)
        if profile == Profile():
            assert verdict.outcome == "undecided" or not verdict.reasons


@given(profile=PROFILES, field=st.sampled_from(sorted(Profile.model_fields)))
def test_forgetting_a_fact_never_excludes(all_guides: Catalog, profile: Profile, field: str):
    # Facts that contradict each other leave a rule undecided; forgetting one of them may then decide it.
    assume(not Facts(profile, 2026).contradictions)
    less = profile.model_copy(update={field: None})
    for guide in list(all_guides)[::5]:
        if assess(guide, less).outcome == "ineligible":
            assert assess(guide, profile).outcome == "ineligible", (guide.id, field)


def test_contradicting_facts_decide_nothing():
    guide = guides.guide(eligibility={"household": ["무주택"]})
    assert assess(guide, Profile(homeless_owner="무주택", housing="자가")).outcome == "undecided"
    assert assess(guide, Profile(housing="자가")).outcome == "ineligible"
    assert assess(guide, Profile(homeless_owner="무주택", housing="월세")).outcome == "eligible"


@given(profile=PROFILES, limit=st.integers(1, 8))
def test_suggestions_are_programmes_that_may_fit(all_guides: Catalog, profile: Profile, limit: int):
    found = suggest(all_guides, profile, TODAY, limit)
    assert len(found) <= limit
    for verdict in found:
        assert verdict.outcome != "ineligible" and verdict.met > 0
        assert verdict.guide.kind == "program" and verdict.guide.benefit and verdict.guide.is_current(TODAY)
    ids = [verdict.guide.id for verdict in found]
    assert not any(twin in ids for verdict in found for twin in verdict.guide.same_as)


def test_open_windows_come_before_closed_ones(all_guides: Catalog):
    found = suggest(all_guides, Profile(age=27, region="서울특별시 관악구", household=["1인가구"]), TODAY, 50)
    states = [verdict.guide.status for verdict in found]
    assert states == sorted(states, key=lambda state: state != "open")


def test_a_young_tenant_is_shown_what_is_for_young_tenants(all_guides: Catalog):
    told = Profile(age=24, region="서울특별시 관악구", employment="unemployed", homeless_owner="무주택", housing="월세")
    ids = [verdict.guide.id for verdict in suggest(all_guides, told, TODAY, 40)]
    assert "youth-seoul-monthly-rent" in ids or "youth-kua-type1" in ids


def test_every_field_has_a_name_in_korean():
    assert set(data()["fields"]) == set(Profile.model_fields)
    assert all(field_name(name) != name for name in Profile.model_fields)


@pytest.mark.parametrize(
    "wrong",
    [{"age": -1}, {"age": 121}, {"age": "스물"}, {"employment": "king"}, {"housing": "성"}, {"income_median_pct": -1},
     {"household_size": 0}, {"homeless_owner": "집 많음"}, {"shoe_size": 270}],
)  # fmt: skip
def test_a_profile_that_cannot_be_is_refused_by_field(wrong: dict[str, Any]):
    with pytest.raises(ValidationError, match=next(iter(wrong))):
        Profile(**wrong)
