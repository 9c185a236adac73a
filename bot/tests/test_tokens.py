"""The tokenizer's promises: real substrings, no overlaps, names whole; and what counts as a guide's name in a text."""

from __future__ import annotations

import unicodedata
from typing import Any, Callable, List

import pytest
from components.kiwi import GUIDE_LEMMA, Morph, begins_word
from components.names import Found, NameIndex

Tokenize = Callable[[str], List[Any]]

TEXTS = [
    "신청했는데 안됐어요ㅠㅠ 😢",
    "청년월세신청하려는데 서류요",
    "ㅋㅋㅋㅋ",
    "   ",
    "🙏🙏🙏",
    "34세인데요",
    "a",
    "서울청년월세",
    "행복주택이랑 청년 월세 지원이랑",
    "👨‍👩‍👧 가족이에요",
    "\u200b안녕",
    "12,345원",
    "가" * 300,
]


@pytest.mark.parametrize("text", TEXTS)
def test_tokens_are_substrings_in_order_and_never_overlap(tokenize: Tokenize, text: str) -> None:
    tokens = tokenize(text)
    assert tokens
    end = 0
    for token in tokens:
        assert token.text == text[token.start : token.end]
        assert token.text
        assert token.start >= end
        end = token.end


def test_fused_morphemes_keep_their_forms(tokenize: Tokenize) -> None:
    token = next(token for token in tokenize("신청했는데") if token.text == "했")
    assert [form.split("/")[0] for form in token.data["morphs"]] == ["하", "었"]


def test_a_name_is_one_token_and_its_particle_another(tokenize: Tokenize) -> None:
    tokens = tokenize("청년 월세 지원은 얼마예요")
    assert (tokens[0].text, tokens[0].lemma, tokens[0].data["guide"]) == ("청년 월세 지원", GUIDE_LEMMA, "youth-rent")
    assert tokens[1].text == "은"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("청년월세 알려줘", ["청년월세"]),
        ("청년 월세 알려줘", ["청년 월세"]),
        ("서울청년월세", ["청년월세"]),
        ("차상위예요", ["차상위"]),
        ("장애인연금은요", ["장애인연금"]),
        ("129에 전화", ["129"]),
        ("02-129-3333", []),
        ("1291", []),
        ("최차상위권", []),
        ("아무 말", []),
    ],
)
def test_names_in_a_text(tokenize: Tokenize, text: str, names: List[str]) -> None:
    assert [token.text for token in tokenize(text) if "guide" in token.data] == names


def test_the_longest_name_wins() -> None:
    found = NameIndex({"청년월세": "a", "청년월세 지원금": "b"}).find("청년월세지원금 신청")
    assert [(name.guide, name.end) for name in found] == [("b", 7)]


@pytest.mark.parametrize(("tag", "stands"), [("NNG", True), ("XPN", False), ("VV", False)])
def test_inside_an_eojeol_a_name_begins_after_a_whole_noun_only(tag: str, stands: bool) -> None:
    name, parts = Found(1, 5, "happy"), [Morph(0, 1, "신", tag), Morph(1, 5, "행복주택", "NNP")]
    assert begins_word(name, "신행복주택", parts) is stands


def test_decomposed_hangul_is_read_like_any_other(model: Any) -> None:
    import asyncio

    from rasa.core.agent import Agent

    agent = Agent.load(str(model))
    composed = "서울에 혼자 살아요"
    one = asyncio.run(agent.parse_message(composed))
    other = asyncio.run(agent.parse_message(unicodedata.normalize("NFD", composed)))
    assert one["intent"] == other["intent"]
    assert [e["value"] for e in one["entities"]] == [e["value"] for e in other["entities"]] == ["서울특별시", "1인가구"]


def test_a_name_that_strangers_share_is_masked_but_not_handed_out(tokenize: Tokenize) -> None:
    from components.entities import KoreanRuleExtractor
    from components.intent import masked
    from rasa.nlu.constants import TOKENS_NAMES
    from rasa.shared.nlu.training_data.message import Message

    tokens = tokenize("전세임대 서류")
    assert masked("전세임대 서류", tokens)[0] == "①서류"
    message = Message({"text": "전세임대 서류", TOKENS_NAMES["text"]: tokens})
    assert KoreanRuleExtractor().process([message])[0].get("entities") == []
