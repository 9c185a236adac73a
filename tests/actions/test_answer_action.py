"""Answering in a dialogue: the topic is kept, the intent is a hint, a refused question is kept for the editors."""

from __future__ import annotations

import pytest

from actions.answer import FACETS
from gateway.build import Building
from knowledge.answer.facets import table
from tests.actions.kit import SENDER, Actions, said, slots_of
from tests.gateway.kit import message
from tests.house import RENT

TWINS = (RENT, "youth-monthly-rent")


async def test_the_answer_has_citations_buttons_and_sets_the_topic(actions: Actions):
    done = await actions.run("action_answer", "청년월세 얼마예요?", "ask_amount")
    custom = done["responses"][0]["custom"]
    assert "20만 원" in custom["text"] and custom["refusal"] is None
    assert set(custom["citations"][0]) == {"id", "title", "section", "url", "as_of"}
    assert custom["buttons"] and slots_of(done)["topic"] in TWINS and slots_of(done)["facet"] == "amount"


def test_every_intent_that_asks_leads_to_a_facet():
    assert set(FACETS.values()) <= set(table())


@pytest.mark.parametrize(
    ("intent", "section"), [("ask_documents", "준비 서류"), ("ask_how", "신청 방법"), ("ask_amount", "지원 내용")]
)
async def test_the_intent_leads_where_the_words_name_only_the_guide(actions: Actions, intent: str, section: str):
    done = await actions.run("action_answer", "청년월세", intent)
    assert done["responses"][0]["custom"]["citations"][0]["section"] == section


async def test_a_follow_up_is_about_the_topic_of_the_slot_or_of_the_conversation(actions: Actions, building: Building):
    by_slot = await actions.run("action_answer", "서류는요?", "ask_documents", slots={"topic": RENT})
    assert slots_of(by_slot)["topic"] == RENT
    building.house.conversations.open(SENDER, message("안녕하세요"))
    building.tools.remember_topic(SENDER, "culture-card")
    by_memory = await actions.run("action_answer", "신청은 어떻게 해요?", "ask_how")
    assert slots_of(by_memory)["topic"] == "culture-card"


async def test_the_topic_is_remembered_for_the_time_without_rasa(actions: Actions, building: Building):
    building.house.conversations.open(SENDER, message("안녕하세요"))
    await actions.run("action_answer", "청년월세 얼마예요?", "ask_amount")
    assert building.tools.topic_of(SENDER) in TWINS


async def test_easy_words_tell_the_topic_again_at_a_glance(actions: Actions):
    done = await actions.run("action_answer", "무슨 말인지 모르겠어요 쉽게 말해줘", "easy_words", slots={"topic": RENT})
    assert done["responses"][0]["custom"]["citations"][0]["section"] == "한눈에"


async def test_two_are_compared(actions: Actions):
    done = await actions.run("action_answer", "청년월세랑 주거급여 뭐가 달라요?", "compare")
    assert len(done["responses"][0]["custom"]["citations"]) == 2


async def test_what_no_guide_tells_is_refused_and_kept_for_the_editors(actions: Actions, building: Building):
    done = await actions.run("action_answer", "고래 사육 면허 취득 절차 알려 주세요", "ask_how")
    refusal = done["responses"][0]["custom"]["refusal"]
    kept = [item.question for item in building.tools.inbox.items("unanswered")]
    assert refusal in ("no_source", "out_of_area")
    assert kept == (["고래 사육 면허 취득 절차 알려 주세요"] if refusal == "no_source" else [])


async def test_the_lottery_is_not_a_question_for_the_editors(actions: Actions, building: Building):
    done = await actions.run("action_answer", "내년 로또 번호 알려줘", "out_of_scope")
    assert done["responses"][0]["custom"]["refusal"] == "out_of_area" and slots_of(done) == {}
    assert "이음" in said(done) and building.tools.inbox.items() == []
