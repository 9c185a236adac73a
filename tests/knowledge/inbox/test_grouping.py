"""Which questions ask the same: by words, and by meaning where there is a model."""

from __future__ import annotations

import pytest

from knowledge.inbox.grouping import Leader, Sorter, bounds, content, words_alike

LEADERS = [Leader(1, "난방비 지원은 어떻게 신청하나요?"), Leader(2, "틀니 지원 되나요?")]


@pytest.mark.parametrize(
    ("question", "group"),
    [
        ("난방비 지원 신청하고 싶은데 방법 좀 알려 주세요", 1),
        ("난방비지원 신청 방법이 궁금합니다", 1),
        ("틀니 지원받을 수 있을까요", 2),
        ("보청기는 어디에서 사나요?", None),
        ("어떻게 하나요?", None),
        ("", None),
    ],
)
def test_shared_words_make_a_group(question: str, group: int | None):
    assert Sorter().group_of(question, LEADERS) == group


def test_of_two_alike_the_older_one_is_taken():
    twins = [Leader(7, "난방비 지원 신청"), Leader(3, "난방비 지원 신청")]
    assert Sorter().group_of("난방비 지원 신청", twins) == 7


def test_meaning_joins_what_words_alone_would_not():
    one, other = "난방비 지원 신청", "겨울철 난방비 보조받는 절차"
    assert words_alike(one, other) < bounds().words_alike
    near, far = Sorter(lambda text: [1.0, 0.0]), Sorter(lambda text: [1.0, 0.0] if text == one else [0.0, 1.0])
    assert near.group_of(other, [Leader(1, one)]) == 1
    assert far.group_of(other, [Leader(1, one)]) is None


def test_meaning_alone_joins_nothing():
    assert Sorter(lambda text: [1.0]).group_of("보청기 가격", [Leader(1, "난방비 지원")]) is None


def test_empty_words_tell_nothing_but_a_question_of_them_is_still_something():
    assert "알려주" not in content("난방비 알려 주세요") and content("어떻게 하나요?")
