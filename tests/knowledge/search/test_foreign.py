"""Other languages: the Korean words for what was asked, from reviewed data."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from knowledge.index.tokens import bigrams
from knowledge.search.query.foreign import Term, bare, in_korean, terms
from knowledge.search.query.understand import understand
from knowledge.search.query.vocabulary import Vocabulary
from knowledge.search.synonyms import meant

ASKED = [
    ("How much is the monthly rent?", ["얼마", "월세"]),
    ("unemployment benefits", ["실업급여"]),
    ("hỗ trợ tiền thuê nhà cho thanh niên", ["월세", "청년"]),
    ("ho tro tien thue nha cho thanh nien", ["월세", "청년"]),
    ("Trợ cấp thất nghiệp", ["실업급여"]),
    ("失业补助 多少钱", ["실업급여", "얼마"]),
    ("пособие по безработице", ["실업급여"]),
    ("boyfriend가 때려요 hotline", ["전화번호"]),
]


@pytest.mark.parametrize(("question", "words"), ASKED)
def test_foreign_words_mean_korean_ones(question: str, words: list[str]):
    assert set(words) <= set(in_korean(question))


@pytest.mark.parametrize(
    "question", ["청년월세 지원", "", "parents", "currents", "2026", "con te partiro", "ghost tribe"]
)
def test_what_only_contains_the_letters_means_nothing(question: str):
    assert in_korean(question) == []


def test_the_longest_phrase_is_meant_and_not_its_words():
    assert "월세" not in in_korean("basic pension") and "연금" not in in_korean("basic pension")


def test_vietnamese_without_marks_does_not_turn_english_upside_down():
    assert in_korean("no phi") == [] and "빚 상담" not in in_korean("no rent")


def test_a_question_in_another_language_is_searched_in_korean_and_keeps_its_numbers(vocabulary: Vocabulary):
    asked = understand("monthly rent 200,000 won age 25", vocabulary)
    assert asked.meant.startswith("월세") and "200,000" in asked.meant and "25" in asked.meant
    assert asked.forms[0].text == asked.said and not asked.forms[0].pairs


def test_each_phrase_is_told_once_in_its_language():
    for language in ("en", "vi", "zh", "ru"):
        phrases = [phrase for term in terms() for phrase in getattr(term, language)]
        assert len(phrases) == len(set(phrases)) and all(phrase == phrase.lower().strip() for phrase in phrases)
    assert sum(len(term.en) for term in terms()) > 250 < sum(len(term.vi) for term in terms())


def test_every_korean_word_is_known_to_the_guides(vocabulary: Vocabulary):
    """A word that no guide has would only make noise."""
    words = {word for term in terms() for word in term.means}
    unknown = [word for word in words if not any(map(vocabulary.knows, bigrams(" ".join([word, *meant(word)]))))]
    assert unknown == []


def test_a_term_without_meaning_or_of_an_unknown_language_is_refused():
    for wrong in ({"means": [], "en": ["rent"]}, {"means": ["월세"], "fr": ["loyer"]}):
        with pytest.raises(ValidationError):
            Term.model_validate(wrong)


def test_marks_are_taken_off_letters_alone():
    assert bare("trợ cấp thất nghiệp đủ") == "tro cap that nghiep du" and bare("월세") == "월세"
