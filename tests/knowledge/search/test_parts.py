"""Two questions in one message."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.search.query.parts import MOST, parts
from knowledge.search.query.vocabulary import Vocabulary

TWO = [
    ("행복주택 자격이랑 청년월세 서류 둘다 알려줘", ("행복주택 자격", "청년월세 서류 둘다 알려줘")),
    ("행복주택이랑 국민임대주택 자격 알려줘", ("행복주택 자격 알려줘", "국민임대주택 자격 알려줘")),
    (
        "기초연금은 얼마예요? 그리고 장기요양등급은 어떻게 신청해요?",
        ("기초연금은 얼마예요?", "장기요양등급은 어떻게 신청해요?"),
    ),
    ("기초연금 얼마예요? 그리고 서류는 뭐 필요해요?", ("기초연금 얼마예요?", "기초연금 서류는 뭐 필요해요?")),
    (
        "저 25살이고 혼자 살아요. 청년월세 되나요? 행복주택은 어떻게 신청해요?",
        ("저 25살이고 혼자 살아요. 청년월세 되나요?", "행복주택은 어떻게 신청해요?"),
    ),
    ("청년월세, 행복주택, 국민임대주택 자격", ("청년월세 자격", "행복주택 자격", "국민임대주택 자격")),
]
ONE = [
    "청년월세 지원 얼마예요?", "부모급여하고 아동수당 같이 받을 수 있어요?", "국민임대 vs 행복주택",
    "청년도약계좌랑 청년미래적금 차이가 뭐예요?", "월세가 밀렸어요. 어떡하죠?", "행복주택 자격이랑 서류 목록 알려줘",
    "안녕하세요? 반가워요!", "", "???",
]  # fmt: skip


@pytest.mark.parametrize(("message", "asked"), TWO)
def test_two_questions_are_told_apart(vocabulary: Vocabulary, message: str, asked: tuple[str, ...]):
    assert parts(message, vocabulary) == asked


@pytest.mark.parametrize("message", ONE)
def test_one_question_stays_one(vocabulary: Vocabulary, message: str):
    assert parts(message, vocabulary) == (message,)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["행복주택 ", "청년월세", "자격", "이랑 ", "? ", "그리고 ", "서류", "\n", "얼마", ", "]),
        max_size=14,
    )
)
def test_any_message_has_between_one_and_a_few_parts(vocabulary: Vocabulary, pieces: list[str]):
    found = parts("".join(pieces), vocabulary)
    assert 1 <= len(found) <= MOST and parts("".join(pieces), vocabulary) == found
