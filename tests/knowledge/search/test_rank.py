"""Ranking found guides: every feature weighed, chances sum to one, a name said beats a name half said."""

from __future__ import annotations

from knowledge.answer.answerer import Answerer
from knowledge.answer.examples import examples
from knowledge.catalog import Catalog
from knowledge.search.rank import FEATURES, Asking, weights


def test_every_feature_has_a_weight_in_both_modes():
    assert [set(by) for by in weights().values()] == [set(FEATURES)] * 2


def test_features_are_about_one_at_most(all_answerer: Answerer, all_guides: Catalog):
    searcher = all_answerer.guides.searcher
    for question in ("기초연금 2026년 얼마", "부산 청년월세", "ㅁㄴㅇㄹ", "a" * 300):
        asking = Asking(question, searcher)
        for hit in searcher.search(question, 20):
            found = asking.weigh(hit, all_guides[hit.doc])
            assert set(found) == set(FEATURES) and all(0 <= value <= 1.01 for value in found.values()), found


def test_scores_are_chances(all_answerer: Answerer):
    hits = all_answerer.guides.search("청년월세 얼마까지 되나요", 20)
    assert abs(sum(hit.score for hit in hits) - 1) < 1e-6
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_the_guide_whose_name_is_said_comes_first(all_answerer: Answerer):
    for question, guide in (
        ("기초연금", "basic-pension"),
        ("아동수당 신청 방법", "child-allowance"),
        ("푸드뱅크", "food-bank"),
    ):
        assert all_answerer.guides.search(question)[0].doc == guide


def test_the_examples_are_many_different_and_about_guides_that_are_here(all_guides: Catalog):
    rows = examples()
    assert len(rows) >= 3_400 and len({row.question for row in rows}) == len(rows)
    assert all(guide in all_guides for row in rows for guide in row.guides)
    assert {row.refusal for row in rows} == {None, "no_source", "out_of_area", "personal_record", "legal_judgement"}
