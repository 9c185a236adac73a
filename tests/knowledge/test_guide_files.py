"""Every guide file that is shipped: readable, whole, and saying in prose only what its front matter states."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from knowledge.answer.facets import table
from knowledge.answer.refusal import refusals
from knowledge.answer.verify import figures, stated
from knowledge.catalog import Catalog
from knowledge.guide import SECTIONS, Guide
from tests.house import GUIDES

PATHS = sorted(GUIDES.glob("*/*.md"))
UNFIT = re.compile(
    r"TODO|FIXME|lorem ipsum|\bTBD\b|</?[a-z]+>|\*\*|```|(?<!\d)\d{6}-[1-8]\d{6}(?!\d)|\u200b|\ufeff|\ufffd", re.I
)
"""What no chat should show: reminders, markup, what looks like a resident number, broken or invisible characters."""
DOMAINS = {"youth", "mind", "housing", "welfare", "crisis", "procurement", "platform"}


def front_of(guide: Guide) -> str:
    """What the front matter states, without the body; the editors' note counts as what the prose was written from."""
    return "\n".join((stated(guide.model_copy(update={"sections": {}})), guide.note or ""))


@pytest.fixture(scope="module")
def texts() -> dict[str, tuple[str, str]]:
    """Guide id to front matter and body as they stand in the file."""
    parted = {path.stem: path.read_text(encoding="utf-8").split("\n---\n", 1) for path in PATHS}
    return {name: (front.removeprefix("---\n"), body) for name, (front, body) in parted.items()}


def test_there_are_guides_of_every_domain(all_guides: Catalog):
    assert len(all_guides) == len(PATHS) >= 150
    assert {guide.domain for guide in all_guides} == DOMAINS
    assert {path.parent.name for path in PATHS} == DOMAINS


def test_what_everybody_needs_is_among_them(all_guides: Catalog):
    wanted = ["call-109", "call-129", "emergency-welfare-livelihood", "housing-youth-monthly-rent", "happy-housing",
              "national-rental-housing", "permanent-public-rental", "ds-application-forms", "ds-helpdesk"]  # fmt: skip
    assert [guide_id for guide_id in wanted if guide_id not in all_guides] == []
    assert sum(guide.id.startswith("ds-") for guide in all_guides) >= 60


def test_a_figure_of_the_prose_is_stated_in_the_front_matter(all_guides: Catalog):
    # As digits: the prose may sum up (세 가지) and unfold (10~20%) what the front matter lists.
    strange = {g.id: figures("\n".join(g.sections.values())) - figures(front_of(g)) for g in all_guides}
    assert {name: found for name, found in strange.items() if found} == {}


def test_the_sections_stand_in_their_order_and_each_once(texts: dict[str, tuple[str, str]]):
    wrong = []
    for name, (_, body) in texts.items():
        headings = re.findall(r"^#+ *(.+?)\s*$", body, re.M)
        order = [SECTIONS.index(heading) for heading in headings]
        if order != sorted(set(order)) or not body.strip().startswith("## 한눈에"):
            wrong.append((name, headings))
    assert wrong == []


def test_nothing_of_the_body_is_lost_and_no_section_is_empty(all_guides: Catalog, texts: dict[str, tuple[str, str]]):
    wrong = []
    for name, (_, body) in texts.items():
        prose = re.sub(r"\s", "", re.sub(r"^## .+$", "", body, flags=re.M))
        sections = all_guides[name].sections.values()
        if "".join(re.sub(r"\s", "", text) for text in sections) != prose or not all(sections):
            wrong.append(name)
    assert wrong == []


def test_no_key_of_the_front_matter_stands_twice(texts: dict[str, tuple[str, str]]):
    twice = {}
    for name, (front, _) in texts.items():
        keys = Counter(re.findall(r"^([a-z_]+):", front, re.M))
        if more := [key for key, count in keys.items() if count > 1]:
            twice[name] = more
    assert twice == {}


def test_every_guide_can_be_shown(all_guides: Catalog):
    blank = [g.id for g in all_guides if not (g.summary.strip() and g.audience.strip()) or g.name.strip() != g.name]
    marked = [(g.id, found[0]) for g in all_guides if (found := UNFIT.search(g.facts_text))]
    assert blank == [] and marked == []


def test_the_dates_are_possible(all_guides: Catalog):
    late = [g.id for g in all_guides if g.as_of[:7] > "2026-11"]
    crossed = [g.id for g in all_guides if g.valid_from and g.valid_until and g.valid_from > g.valid_until]
    lively = [g.id for g in all_guides if g.status == "ended" and g.is_current(date(2026, 11, 22))]
    assert (late, crossed, lively) == ([], [], [])


def test_twins_name_each_other(all_guides: Catalog):
    one_sided = [(g.id, twin) for g in all_guides for twin in g.same_as if g.id not in all_guides[twin].same_as]
    assert [pair for pair in one_sided if pair[1] not in ("housing-benefit",)] == []


def test_nothing_is_replaced_by_what_has_ended(all_guides: Catalog):
    today = date(2026, 11, 22)
    dead = [(g.id, new) for g in all_guides for new in g.replaced_by if not all_guides[new].is_current(today)]
    assert dead == []


def test_every_desk_that_a_refusal_turns_to_is_there_and_reachable(all_guides: Catalog):
    for domain, ids in refusals().turn_to.items():
        assert ids, domain
        for guide_id in ids:
            assert all_guides[guide_id].contact or all_guides[guide_id].url


def test_every_facet_has_a_section_of_the_schema():
    assert {facet.section for facet in table().values()} <= set(SECTIONS)
