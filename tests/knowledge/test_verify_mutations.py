"""Thousands of composed lines: as they are, and respelt, they stand; with one figure changed, none does."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.answer.compose import facet_lines
from knowledge.answer.facets import table
from knowledge.answer.model import Answer, Line
from knowledge.answer.statements import every_line
from knowledge.answer.verify import stated, unsupported, unsupported_by_one, verified
from knowledge.catalog import Catalog
from knowledge.guide import Guide
from tests.knowledge.mutations import FALSE, respelt

SEED = 20261122
LEAST = {
    "digit": 1_200, "disguised": 2_500, "unit": 700, "from_another": 350, "in_words": 400, "man_to_eok": 350,
    "day": 100, "phone": 250, "host": 40,
}  # fmt: skip
"""How many false lines of each kind the shipped guides give, at least; fewer would prove little."""


def lines_of(guide: Guide) -> list[Line]:
    """Every line that can be composed from a guide, each once."""
    by_facet = [line for facet in table() for line in facet_lines(guide, facet)]
    return list({line.text: line for line in (*by_facet, *every_line(guide))}.values())


@pytest.fixture(scope="module")
def lines(all_guides: Catalog) -> list[Line]:
    return [line for guide in all_guides for line in lines_of(guide)]


def test_no_line_that_can_be_composed_is_dropped(all_guides: Catalog, lines: list[Line]):
    assert len(lines) > 5_000
    kept = set(verified(Answer(tuple(lines)), all_guides).lines)
    assert [line for line in lines if line not in kept] == []


def test_a_line_stands_however_its_figures_are_written(all_guides: Catalog, lines: list[Line]):
    random, wrong = Random(SEED), []
    for line in lines:
        new = respelt(line.text, random)
        if new != line.text and (found := unsupported(new, [stated(all_guides[line.guide])])):
            wrong.append((line.guide, new, found))
    assert wrong == []


@pytest.mark.parametrize("name", FALSE)
def test_no_line_with_a_changed_figure_stands(all_guides: Catalog, lines: list[Line], name: str):
    random, passed, tried = Random(f"{SEED}{name}"), [], 0
    for line in lines:
        source, other = stated(all_guides[line.guide]), random.choice(lines).text
        if (new := FALSE[name](line.text, source, random, other)) is not None:
            tried += 1
            if not unsupported(new, [source]):
                passed.append((line.guide, line.text, new))
    assert passed == [] and tried >= LEAST[name]


@settings(max_examples=400)
@given(random=st.randoms(use_true_random=False), name=st.sampled_from(sorted(FALSE)))
def test_an_answer_with_one_false_line_loses_just_that_line(all_guides: Catalog, lines: list[Line], random, name: str):
    start = random.randrange(len(lines) - 6)
    chosen = lines[start : start + 6]
    at = random.randrange(6)
    source = stated(all_guides[chosen[at].guide])
    new = FALSE[name](chosen[at].text, source, random, random.choice(lines).text)
    if new is None:
        return
    false = Line(new, chosen[at].guide)
    answer = Answer((*chosen[:at], false, *chosen[at + 1 :]))
    assert verified(answer, all_guides).lines == (*chosen[:at], *chosen[at + 1 :])


def test_no_line_may_mix_two_sources():
    sources = ["달빛 이용권은 월 37만 원", "햇빛 이용권은 월 52만 원, 만 44세까지"]
    assert unsupported_by_one("월 37만 원\n월 52만 원, 44세", sources) == set()
    assert unsupported_by_one("월 37만 원이고 44세까지예요", sources) in ({"37만 원"}, {"44세"})
    assert unsupported_by_one("월 38만 원", sources) == {"38만 원"} == unsupported_by_one("월 38만 원", [])


def test_the_changes_are_of_every_kind():
    assert set(FALSE) == set(LEAST) and Counter(LEAST).total() > 4_000
