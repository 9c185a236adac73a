"""What the guides tell people at the desk: found, named, suggested with sources, and what they could not answer."""

from __future__ import annotations

import pytest

from gateway.build import Building
from gateway.desk_knowledge import DeskKnowledge
from tests.gateway.kit import RENT, key_of, message, say
from tests.house import RENT as RENT_GUIDE

SENDER = "desk-knowledge-0123456789"


@pytest.fixture
def knowledge(building: Building) -> DeskKnowledge:
    house = building.house
    return DeskKnowledge(house.answerer, building.catalog, house.inbox, house.conversations)


def heard(building: Building, *words: str) -> str:
    """A conversation in which a citizen said these words, and nobody answered."""
    key = key_of(building, message("", sender=SENDER))
    for text in words:
        building.house.conversations.say(key, "citizen", text)
    return key


async def test_a_guide_is_found_by_what_it_is_about_and_named(building: Building, knowledge: DeskKnowledge):
    found = await knowledge.search("청년 월세")
    assert RENT_GUIDE in [one.id for one in found] and all(one.title and one.about for one in found)
    assert await knowledge.title(RENT_GUIDE) == building.catalog()[RENT_GUIDE].name
    assert await knowledge.title("nowhere") == await knowledge.title("../x") == ""
    for odd in ("", "    ", "\x00", "가" * 200, "'; drop table"):
        assert isinstance(await knowledge.search(odd), list)


async def test_a_suggestion_is_an_answer_with_its_sources(building: Building, knowledge: DeskKnowledge):
    key = heard(building, RENT, "네")
    (one,) = await knowledge.suggest(key)
    assert one.question == RENT and "20만 원" in one.text
    assert one.sources[0].title == building.catalog()[RENT_GUIDE].name and one.sources[0].as_of


@pytest.mark.parametrize("words", ["안녕하세요", "내년 로또 번호 알려줘", "네 그렇게 할게요"])
async def test_what_no_guide_says_is_not_suggested(building: Building, knowledge: DeskKnowledge, words: str):
    assert await knowledge.suggest(heard(building, words)) == []
    assert await knowledge.suggest("nobody") == []


async def test_questions_asked_in_vain_are_told_with_how_many_asked(building: Building, knowledge: DeskKnowledge):
    assert await knowledge.unanswered() == []
    for number in range(2):
        await say(building, "난방비 지원 어떻게 신청하나요?", sender=f"asker-{number}-0123456789")
    (topic,) = await knowledge.unanswered()
    assert (topic.question, topic.askers) == ("난방비 지원 어떻게 신청하나요?", 2)
