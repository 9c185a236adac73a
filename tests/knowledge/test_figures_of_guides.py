"""The figures and links of every guide that is shipped: stated by its text, whole, and leading somewhere."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from knowledge.catalog import Catalog, squeeze
from knowledge.guide import Guide
from tests.knowledge.counted import counted, stated

DOMAINS = ("youth", "mind", "crisis", "welfare", "housing", "procurement", "platform")
"""Domains whose guides have all their figures and links."""
TODAY = date(2026, 11, 22)
AGE = "나이"
"""The label of an age that binds every applicant; an age of one group has a longer one."""


def whole(catalog: Catalog) -> list[Guide]:
    """The guides of DOMAINS."""
    return [guide for guide in catalog if guide.domain in DOMAINS]


def over(guide: Guide) -> bool:
    """True when it has ended or its last day is past; what is to come is not over."""
    return guide.status == "ended" or (guide.valid_until is not None and guide.valid_until < TODAY)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("월 20만 원, 최장 24개월", {("원", 200_000), ("개월", 24)}),
        ("1억 2,200만 원", {("원", 122_000_000)}),
        ("34만 9,700원 또는 395만 2천 원", {("원", 349_700), ("원", 3_952_000)}),
        ("5천만 원, 6만 4천 원, 약 1만1천 원", {("원", 50_000_000), ("원", 64_000), ("원", 11_000)}),
        ("총 370.42억 원", {("원", 37_042_000_000)}),
        ("장애아동 10~20만, 농어촌 10~15만 6천 원", {("원", 100_000), ("원", 200_000), ("원", 156_000)}),
        ("1인 783,000 / 2인 1,286,600원", {("명", 1), ("원", 783_000), ("명", 2), ("원", 1_286_600)}),
        ("단독 165만, 맞벌이 330만 원", {("원", 1_650_000), ("원", 3_300_000)}),
        ("4만 8천 명, 21만 214건, 1,080시간", {("명", 48_000), ("건", 210_214), ("시간", 1_080)}),
        ("2.2~3.3%, 0.2%p, 0·10%", {("%", Decimal("2.2")), ("%", Decimal("3.3")), ("%", Decimal("0.2")),
                                   ("%", 0), ("%", 10)}),
        ("만 19~34세, 모두 두 번", {("세", 19), ("세", 34), ("회", 2)}),
        ("가구원 3만 34세", {("", 3), ("세", 34)}),
        ("1~3구간 610만 원", {("", 1), ("", 3), ("원", 6_100_000)}),
        ("6·12개월", {("개월", 6), ("개월", 12)}),
    ],
)  # fmt: skip
def test_the_oracle_reads_korean_amounts(text: str, found: set[tuple[str, int]]):
    assert set(counted(text)) == found


def test_the_value_of_every_figure_is_stated_by_its_guide(all_guides: Catalog):
    strange = []
    for guide in whole(all_guides):
        said = stated(guide)
        strange += [(guide.id, f.label, v) for f in guide.figures for v in f.values
                    if (f.unit, Decimal(str(v))) not in said]  # fmt: skip
    assert strange == []


def test_every_won_and_percentage_of_what_is_given_and_to_whom_is_a_figure(all_guides: Catalog):
    lacking = []
    for guide in whole(all_guides):
        who = guide.eligibility
        fields = [guide.benefit, who and who.income, who and who.assets]
        held = {(figure.unit, Decimal(str(value))) for figure in guide.figures for value in figure.values}
        told = {one for field in fields if field for one in counted(field) if one[0] in ("원", "%")}
        lacking += [(guide.id, *one) for one in sorted(told - held)]
    assert lacking == []


def test_the_age_of_an_applicant_is_one_figure_that_agrees(all_guides: Catalog):
    wrong = []
    for guide in all_guides:
        who = guide.eligibility
        bounds = (who.age_min, who.age_max) if who else (None, None)
        ages = [(f.min, f.max) if f.amount is None else (f.amount, f.amount) for f in guide.figures if f.label == AGE]
        told = guide.domain in DOMAINS and bounds != (None, None)
        if (ages or told) and ages != [bounds]:
            wrong.append((guide.id, bounds, ages))
    assert wrong == []


def test_the_figures_of_a_guide_can_be_told_apart(all_guides: Catalog):
    alike = [(g.id, f.label) for g in all_guides for f in g.figures if [o.label for o in g.figures].count(f.label) > 1]
    assert alike == []


def test_no_guide_is_a_piece_of_itself(all_guides: Catalog):
    def above(guide_id: str, seen: tuple[str, ...] = ()) -> bool:
        return guide_id in seen or any(above(whole_id, (*seen, guide_id)) for whole_id in all_guides[guide_id].part_of)

    assert [guide.id for guide in all_guides if above(guide.id)] == []


def test_every_guide_leads_on(all_guides: Catalog):
    assert [guide.id for guide in whole(all_guides) if not 1 <= len(guide.see_also) <= 4] == []


def test_what_to_see_next_still_runs_or_is_said_to_have_ended(all_guides: Catalog):
    dead = []
    for guide in whole(all_guides):
        said = squeeze(guide.facts_text)
        for other in (all_guides[next_id] for next_id in guide.see_also if not over(guide)):
            if over(other) and not any(squeeze(name) in said for name in (other.name, *other.aliases)):
                dead.append((guide.id, other.id))
    assert dead == []


def test_the_same_link_is_not_given_twice(all_guides: Catalog):
    twice = [(guide.id, next_id) for guide in whole(all_guides) for next_id in guide.see_also
             if next_id in (*guide.same_as, *guide.part_of, *guide.replaced_by)]  # fmt: skip
    assert twice == []
