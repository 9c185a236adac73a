"""Citizens' words and the guides' words for them."""

from __future__ import annotations

from collections import Counter

import pytest
from pydantic import ValidationError

from knowledge.answer.answerer import Answerer
from knowledge.catalog import squeeze
from knowledge.search.synonyms import Entry, entries, meant

MEANT = [
    ("방세 보태주는 거 있나요", "월세"),
    ("방세보태주는거있나요", "월세"),
    ("국임 소득 기준", "국민임대주택"),
    ("회사에서 짤렸어요", "실업급여"),
    ("집주인이 보증금을 안 줘요 빌라왕 같아요", "전세사기피해자"),
    ("jeonse loan 얼마까지", "전세"),
    ("애를 혼자 키우고 있어요 싱글맘", "한부모가족"),
]


@pytest.mark.parametrize(("question", "word"), MEANT)
def test_a_citizens_word_means_the_guides_word(question: str, word: str):
    assert word in meant(question)


@pytest.mark.parametrize(
    "question",
    ["전국임대업자 협회", "은행주식", "parental leave", "recall", "청년월세 지원 얼마예요?", "", "   ", "😀"],
)
def test_what_only_contains_the_letters_means_nothing(question: str):
    assert meant(question) == []


def test_what_the_question_says_itself_is_not_added_again():
    assert "월세" not in meant("방세 월세")
    assert len(meant("방세 방값 집세")) == len(set(meant("방세 방값 집세")))


def test_every_spelling_is_told_once():
    counted = Counter(squeeze(spelling) for entry in entries() for spelling in entry.say)
    assert [spelling for spelling, times in counted.items() if times > 1] == []


def test_an_entry_without_spellings_or_with_an_unknown_field_is_refused():
    for wrong in ({"say": [], "means": ["월세"]}, {"say": ["방세"]}, {"say": ["방세"], "means": ["월세"], "weight": 2}):
        with pytest.raises(ValidationError):
            Entry.model_validate(wrong)


def test_every_word_meant_brings_a_guide_near(all_answerer: Answerer):
    """A word that no guide knows would only make noise."""
    whole = all_answerer.guides.searcher.snapshot.whole
    lost = [word for entry in entries() for word in entry.means if not whole.scores(word).any()]
    assert lost == []
