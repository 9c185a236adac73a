"""A question as it was meant: keyboards, initial consonants, slips, colour; whatever arrives, no exception."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.search.query import spelling
from knowledge.search.query.letters import sound
from knowledge.search.query.understand import CERTAIN, understand
from knowledge.search.query.vocabulary import Vocabulary

MEANT = [
    ("cjdsusdnjftp wldnjs", "청년월세 지원"),
    ("rlchdusrma djfak", "기초연금 얼마"),
    ("ㅊㄴㅁㅔ 수수료", "csap 수수료"),
    ("ㅊㄴㅇㅅ 지원", "청년월세 지원"),
    ("ㅎㅂㅈㅌ 신청 어떻게", "행복주택 신청 어떻게"),
    ("디딜돌 대출 금리", "디딤돌 대출 금리"),
    ("긴급복찌 받고 싶어요", "긴급복지 받고 싶어요"),
    ("왜국인 긴급복지", "외국인 긴급복지"),
    ("근로장려그음 언제", "근로장려금 언제"),
    ("문화누리까드어디서써요", "문화누리카드어디서써요"),
    ("청 년 월 세 신청", "청년월세 신청"),
    ("월세에에에 지원ㅠㅠㅠ", "월세 지원"),
    ("🏠행복주택🙏🙏 자격ㅋㅋㅋ", "행복주택 자격"),
]


@pytest.mark.parametrize(("typed", "meant"), MEANT)
def test_what_was_typed_is_what_was_meant(vocabulary: Vocabulary, typed: str, meant: str):
    assert understand(typed, vocabulary).meant == meant


@pytest.mark.parametrize(
    "question",
    [
        "청년월세 지원 얼마까지 되나요?", "상담바우처생기고며칠안에다써야해요", "SaaS 등록하려면",
        "ㅇㅋ ㄱㅅ 월세는요", "ㄹㅇ 행복주택 됨?", "난임 시술비 지원", "so go do dog",
        "2026년 47만 6천원", "아이돌봄 서비스",
    ],
)  # fmt: skip
def test_a_sound_question_stays_as_it_is(vocabulary: Vocabulary, question: str):
    asked = understand(question, vocabulary)
    assert asked.said == asked.meant == question and len(asked.forms) == 1


def test_a_correction_stands_beside_what_was_said_and_counts_less(vocabulary: Vocabulary):
    said, corrected = understand("버팅목 한도", vocabulary).forms
    assert (said.text, said.weight) == ("버팅목 한도", 1.0)
    assert corrected.text == "버팀목" and 0 < corrected.weight < CERTAIN


def test_words_are_those_of_the_snapshot_and_of_no_other(small: Vocabulary):
    assert understand("ekfqlc dldydrnjs", small).meant == "달빛 이용권"
    assert understand("나룻뱨 대여", small).meant == "나룻배 대여"
    assert understand("cjdsusdnjftp", small).meant == "cjdsusdnjftp"
    assert understand("ㄴㄹㅂㄷㅇ", small).meant == "나룻배대여"
    assert understand("ㅊㄴㅇㅅ", small).meant == "ㅊㄴㅇㅅ"


def test_in_a_long_story_what_tells_counts_more_than_what_fills(vocabulary: Vocabulary):
    filler = "안녕하세요 처음 글 남겨봅니다. 요즘 날씨도 춥고 몸도 안 좋아요. 밤새 검색만 했는데 너무 헷갈리네요. "
    thanks = " 읽어 주셔서 정말 감사합니다. 추운데 감기 조심하시고 좋은 하루 보내세요. 꼭 좀 부탁드립니다."
    story, told = understand(filler + "청년월세 지원은 얼마까지 받나요?" + thanks, vocabulary).forms
    assert "청년월세 지원은 얼마까지 받나요?" in told.text and "감기" not in told.text
    assert story.weight + told.weight == 1.0 and "감기" in story.text
    assert len(understand("청년월세 지원은 얼마까지 받나요?", vocabulary).forms) == 1


CHARS = st.one_of(
    st.characters(), st.sampled_from("ㄱㄴㅊㅇㅋㅠㅏㅔ월세청년에에abcXYZ 01234５①²½🙏\u200d\u0301đấпо失业?!.,\n")
)


@settings(max_examples=200, deadline=None)
@given(text=st.text(CHARS, max_size=60))
def test_any_text_is_understood_once_and_for_all_and_no_digit_changes(small: Vocabulary, text: str):
    asked = understand(text, small)
    assert understand(asked.said, small) == asked
    for form in (asked.said, asked.meant):
        assert re.findall(r"\d", form) == re.findall(r"\d", text)


@settings(max_examples=30, deadline=None)
@given(text=st.text(CHARS, max_size=40))
def test_any_text_is_understood_over_all_guides_too(vocabulary: Vocabulary, text: str):
    asked = understand(text, vocabulary)
    assert asked.forms[0].text == asked.said and all(0 < form.weight <= 1 for form in asked.forms)


@pytest.mark.parametrize(
    "unit",
    [
        "가", "ㅋ", "ㅊㄴ", "에", "에 ", "qw", "ㅏㄱ", "뷁쀓", "긴급복찌", "trợ cấp ", "失业", "\ud800", "\u0301",
        "ㅠㅋ가", "월세에에ㅠ", "쀓 뷁 ",
    ],
)  # fmt: skip
def test_an_endless_message_is_understood_at_a_bounded_cost(
    vocabulary: Vocabulary, unit: str, monkeypatch: pytest.MonkeyPatch
):
    heard: list[str] = []
    monkeypatch.setattr(spelling, "sound", lambda word: heard.append(word) or sound(word))
    asked = understand((unit * 4_000)[:4_000], vocabulary)
    assert understand(asked.said, vocabulary) == asked
    assert len(heard) < 2 * spelling.TRIED * spelling.LONG**2 * 20
