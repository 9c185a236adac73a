"""Letters of Hangul: what is typed can be typed back, and what sounds alike is alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.query.letters import initials, sound, to_hangul, to_keys
from knowledge.search.query.spelling import distance, shortened

SYLLABLES = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), max_size=12)


@given(SYLLABLES)
def test_every_syllable_survives_the_other_keyboard(text: str):
    assert to_hangul(to_keys(text)) == text


def test_keys_are_joined_as_an_input_method_joins_them():
    assert to_hangul("rkqtdmf gkfxek Rk") == "값을 핥다 까"
    assert to_hangul("how") == "ㅗㅐㅈ" and to_keys("닭값") == "ekfrrkqt"
    assert to_keys("2026년 A형") == "2026sus Agud"


@pytest.mark.parametrize(
    ("slip", "word"),
    [
        ("긴급복찌", "긴급복지"),
        ("헹복쥬택", "행복주택"),
        ("왜국인", "외국인"),
        ("바우쳐", "바우처"),
        ("돼나", "되나"),
        ("만이", "만이"),
    ],
)
def test_words_that_sound_alike_are_alike(slip: str, word: str):
    assert sound(slip) == sound(word)


def test_other_words_sound_otherwise():
    assert len({sound(word) for word in ("월세", "월급", "전세", "전기", "기초", "연금")}) == 6


def test_initials_drawn_out_vowels_and_edits():
    assert initials("청년 월세 20만") == "ㅊㄴㅇㅅㅁ"
    assert (
        shortened("근로장려그음") == "근로장려금" and shortened("월세에") == "월세" and shortened("강아지") == "강아지"
    )
    assert (distance("가나다", "가다"), distance("", "가"), distance("가", "가")) == (1, 1, 0)
