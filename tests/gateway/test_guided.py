"""Talks led by buttons inside a turn: screened first, sealed, forgotten on a word, none of it in clear."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.build import Building
from gateway.steps.record import ONCE
from tests.gateway.kit import SELF, kept_bytes, key_of, lines, message, say, words_of

SECRET = "아침마다 벌떡 일어나기 벅차서 누워만 있어요"


async def test_a_checklist_is_answered_with_its_source_and_ticked_off(building: Building):
    first = await say(building, "청년월세 지원 서류 챙기기")
    assert "☐ 1." in words_of(first) and any(part.citations for part in first.parts)
    assert any(
        b.url == "https://ieum.example/papers/housing-youth-monthly-rent" for p in first.parts for b in p.buttons
    )
    assert "☑ 1." in words_of(await say(building, "1번 챙겼어요"))


async def test_an_answer_of_the_check_in_is_kept_nowhere_in_clear(building: Building, home: Path):
    sent = message("마음 살피기")
    for words in ("마음 살피기", "청년", SECRET):
        await say(building, words)
    assert lines(building, sent) == [] and SECRET.encode() not in kept_bytes(home)
    state = building.house.conversations.guided(key_of(building, sent))
    assert state and state["mind"]["answers"]["sleep"] == SECRET


@pytest.mark.parametrize("before", [("마음 살피기",), ("마음 살피기", "청년"), ("마음 살피기", "청년", "힘들었어요")])
async def test_danger_in_an_answer_hands_over_to_the_crisis_protocol(building: Building, before: tuple[str, ...]):
    for words in before:
        await say(building, words)
    reply = await say(building, SELF)
    assert reply.risk and "109" in words_of(reply) and reply.receipt
    sent = message("x")
    assert building.house.conversations.guided(key_of(building, sent)) is None
    after = await say(building, "그저 그랬어요")
    assert "요즘" not in words_of(after)


async def test_what_is_shown_once_is_not_kept_for_a_repeat(building: Building, home: Path):
    for words in ("청년 마음 살피기", SECRET, "힘들었어요", "힘들었어요", "힘들었어요"):
        await say(building, words)
    shown = await say(building, "나란히 보여 주세요", message_id="same-event")
    assert SECRET in words_of(shown)
    again = await say(building, "나란히 보여 주세요", message_id="same-event")
    assert words_of(again) == ONCE and SECRET.encode() not in kept_bytes(home)


async def test_forgetting_the_conversation_forgets_the_talks(building: Building):
    await say(building, "청년월세 지원 서류 챙기기")
    key = key_of(building, message("x"))
    assert building.house.conversations.guided(key)
    building.house.conversations.forget(key)
    assert building.house.conversations.guided(key) is None


async def test_nobody_sees_anothers_talk(building: Building):
    await say(building, "청년월세 지원 서류 챙기기")
    assert "☑" not in words_of(await say(building, "1번 챙겼어요", sender="another-0123456789abcd"))


async def test_an_answer_from_one_guide_offers_what_goes_on_from_it(building: Building):
    reply = await say(building, "주거급여 서류 뭐 내야 해요?")
    offered = [button.value for part in reply.parts for button in part.buttons if button.label == "서류 챙기기"]
    assert len(offered) == 1 and "☐ 1." in words_of(await say(building, offered[0]))


async def test_nothing_is_offered_after_danger(building: Building):
    await say(building, SELF)
    reply = await say(building, "청년월세 지원 얼마까지 되나요?")
    assert not any(button.label == "서류 챙기기" for part in reply.parts for button in part.buttons)
