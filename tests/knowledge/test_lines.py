"""The lines that answer come first; lists are told whole; nothing is said twice."""

from __future__ import annotations

from knowledge.answer.compose import answering
from knowledge.answer.lines import BY_MEANING, FEATURES, Asked, chosen, features, hinted, ranked, weights
from knowledge.answer.model import Line
from knowledge.answer.statements import every_line, repeats
from knowledge.catalog import Catalog
from tests.knowledge import guides


def even(term: str) -> float:
    return 3.0


def test_every_feature_has_a_weight():
    assert set(weights()["lexical_only"]) == set(FEATURES)
    assert set(weights()["with_vectors"]) == {*FEATURES, *BY_MEANING}


def test_every_line_is_ranked_once(all_guides: Catalog):
    guide, asked = all_guides["youth-monthly-rent"], Asked("재산 얼마까지 되나요", even)
    assert sorted(line.text for line in ranked(guide, asked)) == sorted(line.text for line in every_line(guide))
    assert all(set(values) == set(FEATURES) for _, values in features(guide, asked))


def test_the_line_that_holds_the_asked_detail_is_among_the_first(all_guides: Catalog):
    guide = all_guides["youth-monthly-rent"]
    for question, fact in (
        ("재산은 얼마까지 보나요", "1억 2,200만"),
        ("친척 집에 세 들어 살면요?", "2촌"),
        ("며칠까지 받았어요?", "2026-05-29"),
    ):
        shown = answering(guide, asked := Asked(question, even), asked.leading)
        assert any(fact in line.text for line in shown), (question, shown)


def test_papers_come_as_the_whole_list(all_guides: Catalog):
    guide = all_guides["youth-monthly-rent"]
    shown = {line.text for line in answering(guide, Asked("서류 뭐 내요", even), "papers")}
    assert {f"- {paper}" for paper in guide.documents} <= shown


def test_the_hint_of_the_dialogue_is_one_more_opinion():
    chances = {"what": 0.5, "papers": 0.3, "when": 0.2}
    assert hinted(chances, "papers")["papers"] == 0.65 and hinted(chances, "nonsense") == chances
    assert abs(sum(hinted(chances, "when").values()) - 1) < 1e-9


def test_the_same_said_in_other_words_is_said_once():
    one, same = (
        "- 신생아 가구는 재공급 때 입주 순서를 앞당김(2025-03 개정)",
        "신생아가 있는 가구는 재공급 때 순서를 앞당겨요(2025-03).",
    )
    other = "대기자가 30% 미만으로 줄면 분기마다 더 모집해요."
    assert repeats(same, one) and not repeats(other, one)
    assert [line.text for line in chosen([Line(one), Line(same), Line(other)], 3)] == [one, other]


def test_a_bare_name_is_only_a_name():
    guide = guides.guide(name="달빛 이용권", aliases=["달빛카드"])
    assert Asked("달빛 이용권", even).only_names(guide) and Asked("달빛카드", even).only_names(guide)
    assert not Asked("달빛 이용권 얼마", even).only_names(guide) and not Asked("별빛 이용권", even).only_names(guide)
