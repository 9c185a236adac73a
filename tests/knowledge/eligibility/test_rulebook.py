"""Rules as data: every threshold rests on a sentence of its guide, and every sentence is judged, asked or set aside."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pydantic import ValidationError

from knowledge.answer.verify import stated, unsupported
from knowledge.catalog import Catalog
from knowledge.eligibility import incomes
from knowledge.eligibility.assess import assess
from knowledge.eligibility.cite import cite, conditional, sentences
from knowledge.eligibility.condition import Condition
from knowledge.eligibility.profile import Profile
from knowledge.eligibility.rulebook import classed, rules_of, written
from knowledge.eligibility.sentence import sentence

IDS = sorted(written())


def _shown(condition: Condition) -> Iterator[Condition]:
    if condition.says is not None or not condition.parts:
        yield condition
    else:
        for part in condition.parts:
            yield from _shown(part)


@pytest.mark.parametrize("guide_id", IDS)
def test_every_condition_rests_on_a_sentence_of_its_guide(all_guides: Catalog, guide_id: str):
    lines = sentences(all_guides[guide_id])
    for condition in written()[guide_id].all:
        for leaf in _shown(condition):
            assert cite(leaf, lines), sentence(leaf)


@pytest.mark.parametrize("guide_id", IDS)
def test_every_sentence_of_the_eligibility_block_is_classed(all_guides: Catalog, guide_id: str):
    guide, entry = all_guides[guide_id], written()[guide_id]
    assert [line for line in conditional(guide) if not classed(line, entry)] == []
    for words in entry.beside:
        assert any(words in line for line in conditional(guide)), f"beside '{words}' is in no sentence"


def test_every_programme_with_a_limit_for_a_person_has_rules(all_guides: Catalog):
    left = [guide.id for guide in all_guides if guide.id not in written() and rules_of(guide).told]
    assert left == []


@pytest.mark.parametrize("guide_id", IDS)
def test_the_limits_of_the_block_are_the_limits_of_the_rules(all_guides: Catalog, guide_id: str):
    # A person outside the block's age or income by far must never come out eligible.
    who = all_guides[guide_id].eligibility
    assert who is not None
    if who.age_max is not None:
        assert assess(all_guides[guide_id], Profile(age=100)).outcome != "eligible"
    if who.income_median_pct_max is not None:
        assert assess(all_guides[guide_id], Profile(income_median_pct=10_000)).outcome != "eligible"


def test_an_edited_threshold_is_left_open_until_its_rule_follows(all_guides: Catalog):
    guide = all_guides["youth-mind-support-link"]
    assert assess(guide, Profile(age=30)).outcome == "eligible"
    assert guide.eligibility is not None
    edited = guide.model_copy(deep=True, update={
        "eligibility": guide.eligibility.model_copy(update={"age_max": 29}),
        "sections": {"한눈에": "청년을 돕는 상담이에요."}, "audience": "청년", "summary": "상담", "note": None,
    })  # fmt: skip
    verdict = assess(edited, Profile(age=30))
    assert verdict.outcome == "undecided" and "다시 확인" in verdict.reasons[0].change


def test_a_new_sentence_that_nobody_classed_keeps_it_undecided(all_guides: Catalog):
    guide = all_guides["housing-benefit"]
    assert assess(guide, Profile(income_median_pct=40, assets_won=0)).outcome == "eligible"
    assert guide.eligibility is not None
    edited = guide.model_copy(update={"eligibility": guide.eligibility.model_copy(update={"other": ["왼손잡이만"]})})
    assert assess(edited, Profile(income_median_pct=40, assets_won=0)).outcome == "undecided"


@pytest.mark.parametrize(
    "wrong",
    [{}, {"age": [19, 34], "income": 60}, {"any": [{"income": 60}]}, {"tag": "부자"}, {"work": ["king"]}, {"age": [19]},
     {"housing": ["성"]}, {"shoe": 1}, {"home": "집 많음"}],
)  # fmt: skip
def test_a_condition_that_cannot_be_is_refused(wrong: dict):
    with pytest.raises(ValidationError):
        Condition.model_validate(wrong)


def test_an_editor_reads_a_rule_as_a_sentence():
    rule = {"any": [{"age": [19, 34, 39]}, {"all": [{"income": 60}, {"not": {"housing": ["공공임대"]}}]}]}
    assert sentence(Condition.model_validate(rule)) == (
        "만 19~34세(군 복무 기간만큼 늘어 길게는 만 39세) 또는 "
        "(가구 소득 기준 중위소득 60% 이하 그리고 ‘공공임대에 삶’에 해당하지 않음)"
    )
    loan = Condition.model_validate({"year_won": 75_000_000, "whose": "couple"})
    assert sentence(loan) == "부부합산 연소득 7,500만 원 이하"


def test_the_income_tables_are_the_guides_own(all_guides: Catalog):
    for year, table in incomes.data().median.items():
        figures = {f.label: f.amount for f in all_guides[table.guide].figures}
        assert [figures[f"{size}인 가구"] for size in range(1, len(table.sizes) + 1)] == table.sizes, year
        if table.more:
            assert table.more in figures.values()
    urban = incomes.data().urban
    text = all_guides[urban.guide].facts_text
    assert all(f"{limit:,}원" in text for limit in urban.limits)
    line = "\n".join(all_guides["income-recognition"].criteria)
    property_limits = {str(v) for k, v in incomes.data().basic_property.items() if k != "guide"}
    assert property_limits == {"99000000", "80000000", "77000000", "53000000"}
    assert all(f"{int(value) // 10_000:,}만" in line for value in property_limits)
    assert incomes.median(2026, 9) == 10_474_348 + 959_198 and incomes.median(2027, 12) is None


@pytest.mark.parametrize("guide_id", IDS)
def test_what_a_citizen_is_told_of_a_rule_is_printed_in_its_guide(all_guides: Catalog, guide_id: str):
    guide = all_guides[guide_id]
    for rule in rules_of(guide).rules:
        assert unsupported(rule.short, [stated(guide)]) == set(), rule.short
