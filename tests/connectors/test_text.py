"""Fitting text: nothing is lost, cuts fall where a reader would pause."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.text import clean, shorten, split, utf16_units


def test_cuts_prefer_paragraphs_then_lines_then_sentences_then_words() -> None:
    assert split("첫 문단이에요.\n\n둘째 문단이에요.", 14) == ["첫 문단이에요.", "둘째 문단이에요."]
    assert split("첫 줄이에요\n둘째 줄이에요", 10) == ["첫 줄이에요", "둘째 줄이에요"]
    assert split("하나예요. 둘이에요. 셋이에요.", 12) == ["하나예요. 둘이에요.", "셋이에요."]
    assert split("가나다라 마바사아 자차카타", 11) == ["가나다라 마바사아", "자차카타"]
    assert split("가" * 25, 10) == ["가" * 10, "가" * 10, "가" * 5]


def test_an_early_paragraph_end_does_not_leave_a_stub() -> None:
    assert split("네.\n\n" + "길게 설명해요. " * 5, 30)[0] == "네.\n\n길게 설명해요. 길게 설명해요. 길게 설명해요."


def test_blank_text_gives_nothing_and_a_senseless_limit_is_refused() -> None:
    assert split(" \n ", 10) == []
    with pytest.raises(ValueError, match="1"):
        split("가", 1)


@given(st.text(max_size=400), st.integers(2, 60), st.booleans())
def test_every_visible_character_survives_in_order_within_the_limit(text: str, limit: int, utf16: bool) -> None:
    measure = utf16_units if utf16 else len
    pieces = split(text, limit, measure)
    assert all(piece.strip() and measure(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_emoji_count_twice_for_telegram() -> None:
    assert utf16_units("가🙂") == 3


def test_shorten_keeps_one_line_and_whole_syllables() -> None:
    assert shorten("가나다라마", 5) == "가나다라마"
    assert shorten("가나다라마바", 5) == "가나다라…"
    assert shorten(" 두\n줄 ", 5) == "두 줄"
    assert shorten("\u1100\u1161" * 5, 5) == "가" * 5
    assert "\u200d" not in shorten("가나👩\u200d👧\u200d👦", 5)


def test_clean_makes_text_storable() -> None:
    assert clean(" \ud83d\x00도와주세요\n").encode() == "\ufffd도와주세요".encode()
