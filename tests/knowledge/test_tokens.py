"""Terms of Korean text: the same however it is typed, and never an exception."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.index.tokens import bigrams, morphemes, normalise, terms


def test_particles_and_endings_do_not_hide_the_word():
    for said in ("월세를 지원받고 싶어요", "월세가 지원되나요", "월세 지원"):
        assert {"월세", "지원"} <= set(morphemes(said))


def test_wide_letters_and_capitals_are_the_same_words():
    assert morphemes("ＬＨ　행복주택　２０２６") == morphemes("lh 행복주택 2026")


def test_pairs_of_letters_survive_a_missing_blank():
    assert set(bigrams("청년월세")) == {"_청년", "_년월", "_월세"}
    assert bigrams("가") == ["_가"]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_gives_terms_and_normalising_twice_changes_nothing(text: str):
    assert all(isinstance(term, str) and term for term in terms(text))
    assert normalise(normalise(text)) == normalise(text)


def test_broken_text_gives_terms_too():
    assert "월세" in terms("\ud800월세\x00\u200b 지원\udfff")
