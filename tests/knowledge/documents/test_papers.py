"""Papers as data: what the file may say, and which papers the guides' lines mean."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from knowledge.catalog import Catalog
from knowledge.documents.conditions import condition_of, rules
from knowledge.documents.match import match
from knowledge.documents.papers import Papers, papers

PEOPLE = ("youth", "housing", "welfare", "mind", "crisis")
NO_PAPER = {"피해아동 위치·상황(아는 만큼)"}
"""What to tell on the phone, not to bring."""


def test_there_are_papers_enough_and_each_names_a_real_source(all_guides: Catalog):
    assert 60 <= len(papers().papers) <= 120
    named = {paper.source.removeprefix("guide ") for paper in papers().papers if paper.source.startswith("guide ")}
    named |= {extra.source.removeprefix("guide ") for extra in rules().extras}
    assert {one for one in named if one not in all_guides} == set()


def test_every_line_of_every_guide_for_people_means_a_paper(all_guides: Catalog):
    lines = {line for guide in all_guides if guide.domain in PEOPLE for line in guide.documents}
    assert len(lines) > 200
    assert {line for line in lines if not match(line).papers} == NO_PAPER


def test_every_paper_is_asked_for_by_some_guide(all_guides: Catalog):
    asked = {paper.id for guide in all_guides for line in guide.documents for paper in match(line).papers}
    groups = {one for paper in papers().papers for one in paper.one_of} | {p.id for p in papers().papers if p.one_of}
    by_itself = {"work-contract", "application-form"}
    assert {paper.id for paper in papers().papers} - asked - groups <= by_itself


LINES = {
    "주민등록등본·초본": ({"resident-copy", "resident-abstract"}, False),
    "소득 증빙(건강보험자격득실확인서, 원천징수영수증·소득금액증명원)": (
        {"health-insurance-status", "withholding-receipt", "income-certificate"}, True,
    ),
    "소득 증빙(무소득자는 신고사실없음 사실증명)": (
        {"income-certificate", "withholding-receipt", "health-insurance-status", "no-filing-certificate"}, True,
    ),
    "확정일자 임대차계약서와 계약금 5% 영수증": ({"lease", "fixed-date", "contract-payment-receipt"}, False),
    "재학증명서 또는 졸업(중퇴)증명서": ({"student-certificate", "graduation-certificate"}, True),
    "수급자·차상위·한부모 증명서(1순위)": (
        {"basic-living-certificate", "near-poor-certificate", "single-parent-certificate"}, True,
    ),
    "대리신청 시 위임장": ({"proxy-letter"}, False),
    "아무도 모르는 종이": (set(), False),
}  # fmt: skip


@pytest.mark.parametrize("line", LINES)
def test_a_line_means_its_papers_with_their_alternatives(line: str):
    found = match(line)
    assert ({paper.id for paper in found.papers}, found.one_of) == LINES[line]


CONDITIONS = {
    "혼인관계증명서(신혼)": "신혼부부면", "임신진단서(태아)": "임신 중이면", "주택 소유자 동의서(임차)": "세 들어 살면",
    "대리인 위임장(해당 시)": "다른 사람이 대신 신청하면", "기본제안서(원하면)": "내고 싶으면", "신분증": None,
    "취업준비생: 부모 소득 증빙": "취업을 준비하고 있으면", "수급자증명서(해당 시)": "해당하는 경우에만",
}  # fmt: skip


@pytest.mark.parametrize("line", CONDITIONS)
def test_a_condition_is_read_from_the_line(line: str):
    found = condition_of(line)
    assert (found.says if found else None) == CONDITIONS[line]


def test_every_condition_and_alternative_occurs_in_some_guide(all_guides: Catalog):
    lines = [line for guide in all_guides for line in guide.documents]
    unused = [one.says for one in rules().conditions if all(condition_of(line) != one for line in lines)]
    assert unused == []


PAPER = {"id": "a-paper", "name": "증명서", "kind": "issued", "issuer": "주민센터", "who": "본인", "confidence": "high",
         "source": "general knowledge"}  # fmt: skip
WRONG = [
    {"online": ["nowhere"]}, {"one_of": ["missing"]}, {"kind": "paper"}, {"id": "A Paper"}, {"source": "somebody said"},
    {"fee": ""}, {"colour": "blue"}, {"confidence": "sure"},
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_a_record_that_cannot_be_used_names_itself(wrong: dict):
    Papers.model_validate({"services": {}, "papers": [PAPER]})
    with pytest.raises(ValidationError):
        Papers.model_validate({"services": {}, "papers": [PAPER | wrong]})


def test_a_paper_named_twice_is_refused():
    with pytest.raises(ValidationError, match="a-paper"):
        Papers.model_validate({"services": {}, "papers": [PAPER, PAPER]})
