"""The profile form and what it leads to: answers as people give them, and programmes that are not ruled out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.profile_slots import profile_of
from gateway.build import Building
from knowledge.answer.verify import unsupported
from knowledge.eligibility.profile import Profile
from tests.actions.kit import Actions, said, slots_of

FORM = "validate_profile_form"
ASKED = ("age", "region", "employment", "household", "housing")


def _facts(done: dict[str, Any]) -> dict[str, Any]:
    """The slots set, without the one that says what to ask next."""
    return {name: value for name, value in slots_of(done).items() if name != "requested_slot"}


@pytest.mark.parametrize("text", ["27", "27살", "27세요", "만 27", "저 27이에요", " 27 ", "스물일곱이에요"])
async def test_a_bare_number_is_an_age_when_the_form_asks_for_one(actions: Actions, text: str):
    done = await actions.run(FORM, text, "inform", slots={"requested_slot": "age"})
    assert _facts(done) == {"age": 27}


@pytest.mark.parametrize("asked", ["region", "employment", "housing", None])
async def test_a_bare_number_is_nothing_when_the_form_asks_for_another_thing(actions: Actions, asked: str | None):
    assert (await actions.run(FORM, "27", "inform", slots={"requested_slot": asked}))["events"] == []


@pytest.mark.parametrize("text", ["999", "121", "12345", "비밀이에요"])
async def test_what_is_no_age_leaves_the_form_asking(actions: Actions, text: str):
    done = await actions.run(FORM, text, "inform", slots={"requested_slot": "age"})
    assert slots_of(done).get("age") is None


@pytest.mark.parametrize("value", [130, -1, "200", "열", 27.5])
async def test_an_impossible_age_is_emptied_with_the_reason(actions: Actions, value: Any):
    done = await actions.run(FORM, "음", "inform", slots={"requested_slot": "age"}, fresh={"age": value})
    assert slots_of(done) == {"age": None} and "0에서 120" in said(done)


@pytest.mark.parametrize("value", [0, 27, 120, "27", "unknown"])
async def test_a_possible_age_stays(actions: Actions, value: Any):
    done = await actions.run(FORM, "음", "inform", slots={"requested_slot": "age"}, fresh={"age": value})
    assert _facts(done) == {"age": value} and done["responses"] == []


async def test_none_of_them_is_an_answer_to_the_household(actions: Actions):
    for text in ("없어요", "해당 없음", "둘 다 아니에요"):
        done = await actions.run(FORM, text, "deny", slots={"requested_slot": "household"})
        assert _facts(done) == {"household": ["unknown"]}


async def test_other_slots_pass_as_they_are(actions: Actions):
    fresh = {"region": "서울특별시 관악구", "household": ["1인가구"], "housing": "월세"}
    assert slots_of(await actions.run(FORM, "음", "inform", fresh=fresh)) == fresh


async def test_free_words_fill_several_facts_at_once(actions: Actions):
    text = "스물일곱이고 관악구 원룸 살아요, 알바해요"
    done = await actions.run(FORM, text, "inform", slots={"requested_slot": "age"})
    assert slots_of(done) == {
        "age": 27, "region": "서울특별시 관악구", "employment": "employed", "housing": "월세",
    }  # fmt: skip


async def test_what_was_told_before_is_not_overwritten_by_a_guess(actions: Actions):
    slots = {"requested_slot": "housing", "employment": "student", "age": 22}
    done = await actions.run(FORM, "월세예요, 알바도 해요", "inform", slots=slots, fresh={"housing": "월세"})
    assert "employment" not in slots_of(done) and slots_of(done)["housing"] == "월세"


async def test_a_household_in_passing_is_no_complete_list(actions: Actions):
    done = await actions.run(FORM, "27살이고 혼자 살아요", "inform", slots={"requested_slot": "age"})
    assert _facts(done) == {"age": 27}


async def test_the_next_question_is_one_still_open_and_depends_on_what_was_told(actions: Actions):
    asked = set()
    for age in (5, 27, 70):
        done = await actions.run(FORM, f"{age}살", "inform", slots={"requested_slot": "age"})
        asked.add(slots_of(done)["requested_slot"])
    assert asked <= set(ASKED) - {"age"}
    known = {"age": 27, "region": "서울", "employment": "unknown", "requested_slot": "household"}
    done = await actions.run(FORM, "혼자 살아요", "inform", slots=known, fresh={"household": ["1인가구"]})
    assert "requested_slot" not in slots_of(done)  # one is left: the form asks it by itself


async def test_an_answer_that_says_nothing_changes_no_question(actions: Actions):
    done = await actions.run(FORM, "글쎄요", "inform", slots={"requested_slot": "age"})
    assert done["events"] == []


async def test_the_suggestions_are_cited_and_say_why_and_what_to_check(actions: Actions, building: Building):
    slots = {
        "age": 27,
        "region": "서울특별시 관악구",
        "employment": "unemployed",
        "household": ["1인가구"],
        "housing": "월세",
    }
    done = await actions.run("action_recommend", "월세예요", slots=slots)
    custom = done["responses"][0]["custom"]
    assert 1 <= len(custom["citations"]) <= 5 and len(custom["buttons"]) == len(custom["citations"])
    assert "확정된 것은 아니" in custom["text"] and "맞는 것: 나이(만 " in custom["text"]
    stated = building.house.answerer.supports([citation["id"] for citation in custom["citations"]])
    assert unsupported(custom["text"], stated) == set()
    assert all(len(button["label"]) <= 14 for button in custom["buttons"])


@pytest.mark.parametrize("age", [16, 24, 45, 70])
@pytest.mark.parametrize("household", [["1인가구", "기초생활수급"], ["다자녀", "차상위"], ["장애인", "한부모"]])
async def test_every_suggestion_says_only_what_its_guides_print(
    actions: Actions, building: Building, age: int, household: list[str]
):
    slots = {"age": age, "region": "서울특별시 관악구", "employment": "unemployed", "household": household}
    custom = (await actions.run("action_recommend", "", slots=slots))["responses"][0]["custom"]
    stated = building.house.answerer.supports([citation["id"] for citation in custom.get("citations", [])])
    assert unsupported(custom["text"], stated) == set()


async def test_a_child_is_not_offered_what_is_for_adults(actions: Actions, building: Building):
    done = await actions.run("action_recommend", "", slots={"age": 7})
    for citation in done["responses"][0]["custom"].get("citations", []):
        who = building.catalog()[citation["id"]].eligibility
        assert who is None or (who.age_min or 0) <= 7 <= (who.age_max or 200)


async def test_with_nothing_told_there_is_a_kind_sentence_and_a_number(actions: Actions):
    for slots in ({}, {"age": "unknown", "household": ["unknown"]}, {"age": "unknown", "household": "unknown"}):
        done = await actions.run("action_recommend", "몰라요", "dont_know", slots=slots)
        assert "129" in said(done) and done["responses"][0]["custom"]["buttons"]


VALUES = (
    st.none() | st.integers(-5, 200) | st.text(max_size=8) | st.lists(st.text(max_size=5), max_size=3) | st.floats()
)


@settings(max_examples=100)
@given(st.dictionaries(st.sampled_from(["age", "region", "employment", "household", "housing", "topic"]), VALUES))
def test_whatever_is_in_the_slots_becomes_a_profile(slots: dict[str, Any]):
    profile = profile_of(slots)
    assert isinstance(profile, Profile)
    for name in ("age", "region", "employment", "household", "housing"):
        value = getattr(profile, name)
        assert value is None or str(value) == str(slots[name]) or float(value) == float(slots[name])
