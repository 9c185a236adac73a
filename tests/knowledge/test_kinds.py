"""What kind of question it is, by its words alone."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.answer.examples import Example, examples
from knowledge.answer.kinds import KINDS, MOST, log_odds
from knowledge.catalog import Catalog


def told(question: str) -> str:
    odds = log_odds(question)
    return max(odds, key=lambda kind: odds[kind])


def test_the_examples_are_many_of_every_kind_and_no_two_alike(all_guides: Catalog):
    rows = examples()
    assert len({row.question.replace(" ", "") for row in rows}) == len(rows)
    counts = Counter(row.refusal for row in rows)
    assert all(counts[kind] >= 100 for kind in ("out_of_area", "no_source", "personal_record", "legal_judgement", None))
    assert all(guide in all_guides for row in rows for guide in row.guides)
    assert all(bool(row.guides) == (row.refusal is None) for row in rows)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("오늘 저녁에 볼 만한 예능 추천해 줘", "out_of_area"),
        ("제가 지난달에 낸 신청서 처리됐는지 확인해 주세요", "personal_record"),
        ("세입자를 이렇게 내쫓는 게 불법 아닌가요? 고소하면 이기나요?", "legal_judgement"),
        ("신혼부부가 들어갈 수 있는 임대주택 자격이 뭐예요", "ours"),
    ],
)
def test_plain_cases(question: str, kind: str):
    assert told(question) == kind


@given(st.text(max_size=300))
@settings(max_examples=50, deadline=None)
def test_any_text_has_bounded_odds_of_every_kind(text: str):
    odds = log_odds(text)
    assert set(odds) == set(KINDS) and all(-MOST <= value <= MOST for value in odds.values())


def test_an_example_of_an_unknown_refusal_is_refused():
    with pytest.raises(ValueError, match="refusal"):
        Example.model_validate({"question": "월세 얼마예요", "refusal": "maybe", "guides": []})
