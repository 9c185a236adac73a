"""One spelling for many ways of writing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.screening.text import plain, read, squash


@pytest.mark.parametrize(
    "written",
    [
        "죽고 싶어요",
        "죽고싶어요",
        "죽 고 싶 어 요",
        "죽.고.싶.어.요",
        "죽고 십어요",
        "죽고 시퍼요",
        "죽\u200b고\u2060싶어요",
        "죽고 싶어요ㅠㅠㅠㅠ",
    ],
)
def test_many_ways_of_writing_are_one(written: str) -> None:
    assert squash(plain(written)).startswith("죽고싶")


def test_initials_become_the_word() -> None:
    assert read("ㅈㅅ 하고 싶음").sentences == ("자살하고싶음",)


def test_sentences_are_cut_at_marks_and_lines_but_not_inside_a_dotted_word() -> None:
    assert read("배고파요. 도와줘!\n자.살").sentences == ("배고파요", "도와줘", "자살")


def test_where_words_began_is_known_after_spelling_is_put_right() -> None:
    part = read("할매가 며칠째 안 보여요").parts[0]
    assert part.bare == "할머니가며칠째안보여요"
    assert {0, part.bare.index("며칠"), part.bare.index("안보")} <= part.starts


def test_of_an_endless_text_the_beginning_and_the_end_are_read() -> None:
    assert read("가" * 100_000 + "\n죽고 싶어요").sentences[-1].endswith("죽고싶어요")


@given(st.text())
def test_never_raises(text: str) -> None:
    reading = read(text)
    assert all(part.bare for part in reading.parts)
    assert all(start <= len(part.bare) for part in reading.parts for start in part.starts)
