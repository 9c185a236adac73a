"""Easy words: the guide's own plain sentences, its hard words explained, and no figure that it lacks."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from knowledge.answer import easy
from knowledge.answer.answerer import Answerer
from knowledge.answer.verify import stated, unsupported
from knowledge.catalog import Catalog

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    "question", ["쉬운 말로 알려 주세요", "청년월세 쉽게 설명해줘", "초등학생도 알게 풀어서 말해줘"]
)
def test_easy_words_are_heard(question: str):
    assert easy.wanted(question)


@pytest.mark.parametrize("question", ["쉽게 신청하는 방법 있나요", "청년월세 얼마예요", "쉬운 일자리 있어요?"])
def test_an_easy_way_is_no_easy_word(question: str):
    assert not easy.wanted(question)


def test_every_guide_can_be_told_in_easy_words_without_a_figure_of_its_own(all_guides: Catalog):
    for guide in all_guides:
        answer = easy.tell(guide, "who", TODAY)
        assert answer.topic == guide.id and 2 <= len(answer.lines) <= 8, guide.id
        assert not unsupported(answer.text, [stated(guide)]), guide.id


def test_hard_words_are_explained_the_longer_one_only(all_answerer: Answerer):
    told = [line.text for line in easy.explained("기준 중위소득과 소득인정액을 봐요")]
    assert [line.split(":")[0] for line in told] == ["· 기준 중위소득", "· 소득인정액"]


def test_a_question_that_asks_for_easy_words_is_answered_so(all_answerer: Answerer):
    answer = all_answerer.answer("주거급여가 뭔지 쉬운 말로 알려줘")
    assert answer.refusal is None and "쉽게 말하면" in answer.lines[0].text


def test_what_was_told_is_told_again_on_its_facet(all_answerer: Answerer):
    plain = all_answerer.easy("housing-benefit-rent", "who")
    assert plain.facet == "who" and plain.topic == "housing-benefit-rent"


def test_an_explanation_holds_no_figure():
    with pytest.raises(ValidationError, match="숫자가 있어요: 차상위"):
        easy.PlainWords(asks=[], terms={"차상위": "소득이 50% 이하인 집"})
