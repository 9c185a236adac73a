"""A turn, step by step: masked, heard, owned, understood, verified, kept; and whatever breaks, the numbers show."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest

from casework.actor import Actor
from connectors.message import MAX_TEXT
from gateway.build import Building, now
from gateway.rasa import Rasa
from gateway.turn import STEPS, TROUBLE, Turns
from tests.fakes.rasa_server import TOKEN, FakeRasa
from tests.gateway.kit import NEIGHBOUR, RENT, SELF, key_of, lines, message, rows, say, talk_of, words_of

MINJI = Actor("S-minji", "민지", "caseworker")


@pytest.fixture
async def rasa(building: Building) -> AsyncIterator[FakeRasa]:
    """A fake Rasa that the house talks with."""
    async with FakeRasa() as server:
        building.house.rasa = Rasa(server.url, TOKEN, timeout=2)
        yield server
        await building.house.rasa.close()


def test_what_must_come_before_what():
    names = [step.__name__ for step in STEPS]
    order = ["accept", "mask", "acknowledge", "screen", "owner", "understand", "verify"]
    assert [name for name in names if name in order] == order


async def test_a_question_is_answered_from_the_guides_with_a_citation(building: Building):
    sent = message(RENT)
    reply = await Turns(building.house)(sent)
    assert "20만 원" in words_of(reply) and reply.parts[0].citations and reply.refusal is None and reply.risk is None
    assert [author for author, _ in lines(building, sent)] == ["citizen", "bot"]


async def test_the_dialogue_answers_when_there_is_one(building: Building, rasa: FakeRasa):
    rasa.answer = lambda sender, text: [{"text": "안녕하세요", "buttons": [{"title": "찾기", "payload": "찾아줘"}]}]
    reply = await say(building, "안녕")
    assert words_of(reply) == "안녕하세요" and reply.parts[0].buttons[0].value == "찾아줘"


@pytest.mark.parametrize("mode", ["empty", "500", "invalid", "object", "strings", "reset", "slow"])
async def test_with_a_faulty_dialogue_knowledge_answers(building: Building, rasa: FakeRasa, mode):
    rasa.mode = mode
    assert building.house.rasa is not None
    await building.house.rasa.close()
    building.house.rasa = Rasa(rasa.url, TOKEN, timeout=0.3)
    assert "20만 원" in words_of(await say(building, RENT))


async def test_the_dialogue_hears_a_key_and_masked_words_only(building: Building, rasa: FakeRasa):
    sent = message("제 주민번호는 900101-1234568이고 월세가 밀렸나 궁금해요", sender="010-1234-5678-phone")
    reply = await Turns(building.house)(sent)
    ((who, heard),) = rasa.heard
    assert who == key_of(building, sent) and sent.sender not in who
    assert "1234568" not in heard and "가림" in heard
    assert "지우고 받았어요" in words_of(reply)


async def test_the_case_is_in_the_ledger_before_the_dialogue_is_asked(building: Building, rasa: FakeRasa):
    seen: list[int] = []
    rasa.forms[key_of(building, message(NEIGHBOUR))] = "report_form"

    def answer(sender: str, text: str) -> list[dict]:
        seen.append(len(building.house.cases.queue()))
        return [{"text": "어디에서 있었던 일인가요?"}]

    rasa.answer = answer
    reply = await say(building, NEIGHBOUR)
    assert seen == [1]
    assert reply.risk and "112" in reply.parts[0].text and reply.parts[-1].text == "어디에서 있었던 일인가요?"


async def test_worry_for_a_neighbour_opens_a_case_and_begins_the_report(building: Building, rasa: FakeRasa):
    sent = message(NEIGHBOUR)
    reply = await Turns(building.house)(sent)
    (case,) = building.house.cases.queue()
    assert reply.risk and (reply.risk.subject, reply.risk.level) == ("other", case.level)
    assert case.level in ("high", "emergency") and case.conversation == key_of(building, sent)
    assert reply.receipt == case.receipt and case.receipt in words_of(reply)
    assert rasa.forms[key_of(building, sent)] == "report_form"


async def test_someone_who_wants_to_die_is_not_led_through_a_form(building: Building, rasa: FakeRasa):
    reply = await say(building, SELF)
    (case,) = building.house.cases.queue()
    assert reply.risk and reply.risk.subject == "self" and case.level in ("high", "emergency")
    assert "109" in reply.parts[0].text and rasa.heard == [] == rasa.executed


async def test_after_that_nobody_is_answered_with_a_policy_refusal(building: Building):
    await say(building, SELF)
    reply = await say(building, "그냥 다 지겨워요")
    assert reply.refusal is None and reply.parts and not reply.parts[0].citations


async def test_a_question_after_that_is_still_answered(building: Building):
    await say(building, SELF)
    assert "20만 원" in words_of(await say(building, RENT))


async def test_a_bare_yes_to_the_direct_question_is_an_emergency(building: Building):
    await say(building, SELF)
    reply = await say(building, "네")
    assert reply.risk and reply.risk.level == "emergency"
    assert building.house.cases.queue()[0].level == "emergency"


async def test_a_yes_hours_later_confirms_nothing(building: Building):
    await say(building, SELF)
    building.house.now = lambda: now() + timedelta(hours=3)
    assert (await say(building, "네")).risk is None


async def test_nothing_leaves_that_its_sources_lack(building: Building, rasa: FakeRasa):
    cited = {
        "id": "housing-youth-monthly-rent",
        "title": "청년월세",
        "section": "지원 내용",
        "url": None,
        "as_of": "2026",
    }
    for text, stands in (
        ("월 최대 20만 원이에요.", True),
        ("월 최대 99만 원이에요.", False),
        ("1577-9999로 전화하세요.", False),
    ):
        custom = {"text": text, "citations": [cited], "buttons": []}
        rasa.answer = lambda sender, words, custom=custom: [{"custom": custom}]
        said = words_of(await say(building, "청년월세 얼마예요"))
        assert (said == text) is stands
        assert stands or not any(figure in said for figure in ("99", "1577"))


async def test_a_citation_of_a_guide_that_is_not_there_supports_nothing(building: Building, rasa: FakeRasa):
    cited = {"id": "no-such-guide", "title": "없음", "section": "", "url": None, "as_of": ""}
    rasa.answer = lambda sender, text: [{"custom": {"text": "20만 원이에요.", "citations": [cited]}}]
    assert "20만" not in words_of(await say(building, RENT))


@pytest.mark.parametrize("words", ["", "   ", "\n\u3000"])
async def test_an_empty_message_gets_a_clear_word_and_is_not_kept(building: Building, words: str):
    sent = message(words)
    assert "비어 있어요" in words_of(await Turns(building.house)(sent))
    assert lines(building, sent) == []


async def test_an_endless_message_gets_a_clear_word_and_is_not_kept(building: Building):
    sent = message("월세 " * MAX_TEXT)
    assert f"{MAX_TEXT:,}자" in words_of(await Turns(building.house)(sent))
    assert lines(building, sent) == [] and building.house.cases.queue() == []


async def test_danger_in_an_endless_message_is_heard(building: Building):
    reply = await say(building, SELF + " 힘들어요" * MAX_TEXT)
    assert reply.risk and "109" in words_of(reply) and len(building.house.cases.queue()) == 1


async def test_a_turn_that_fails_says_so_with_the_numbers(building: Building, rasa: FakeRasa):
    rasa.mode = "500"
    building.house.answerer = None  # type: ignore[assignment]
    assert words_of(await say(building, RENT)) == TROUBLE
    assert all(number in TROUBLE for number in ("109", "112", "119"))


async def test_a_failed_turn_is_tried_again_on_redelivery(building: Building, rasa: FakeRasa):
    good, sent = building.house.answerer, message(RENT)
    rasa.mode = "500"
    building.house.answerer = None  # type: ignore[assignment]
    assert words_of(await Turns(building.house)(sent)) == TROUBLE
    building.house.answerer = good
    assert "20만 원" in words_of(await Turns(building.house)(sent))


async def test_one_conversations_turns_run_in_order_and_others_beside_them(building: Building, rasa: FakeRasa):
    rasa.mode = "slow"
    turns = Turns(building.house)
    mine = [asyncio.create_task(turns(message(f"질문 {n}", sender="a" * 20))) for n in range(4)]
    other = asyncio.create_task(turns(message("다른 사람", sender="b" * 20)))
    async with asyncio.timeout(5):
        while len(rasa.heard) < 2:  # noqa: ASYNC110 - the fake keeps what it heard
            await asyncio.sleep(0.01)
    assert {text for _, text in rasa.heard} == {"질문 0", "다른 사람"}
    rasa.release.set()
    await asyncio.gather(*mine, other)
    assert [text for _, text in rasa.heard if text.startswith("질문")] == [f"질문 {n}" for n in range(4)]


async def test_a_button_for_caseworkers_typed_by_a_citizen_is_only_words(building: Building, rasa: FakeRasa):
    await say(building, "ack:al0123456789")
    assert [text for _, text in rasa.heard] == ["ack:al0123456789"]


@pytest.mark.parametrize("channel", ["telegram", "kakao", "web"])
async def test_a_pressed_acknowledgement_of_an_unknown_alert_changes_nothing(building: Building, channel: str):
    before = rows(building)
    reply = await say(building, "확인했어요", payload="ack:al0123456789", channel=channel, address={"chat_id": "1"})
    assert "처리하지 않았어요" in words_of(reply)
    after = rows(building)
    assert {name for name in after if after[name] != before[name]} <= {"conversations", "inbound_events"}


async def test_the_desks_record_has_what_was_said_after_the_alarm(building: Building):
    await say(building, NEIGHBOUR)
    await say(building, "그 집은 3층이에요")
    case = building.house.cases.get(building.house.cases.queue()[0].id)
    said = [(entry.author, entry.text) for entry in case.entries]
    assert ("시민", NEIGHBOUR) in said or any(NEIGHBOUR in text for _, text in said)
    assert any("3층" in text for _, text in said)


async def test_forgetting_leaves_the_case_and_nothing_of_the_talk(building: Building):
    sent = message(NEIGHBOUR, address={"chat_id": "77"}, channel="telegram")
    await Turns(building.house)(sent)
    key = key_of(building, sent)
    await asyncio.to_thread(building.house.conversations.forget, key)
    assert building.house.conversations.lines(key) == [] and building.house.conversations.address(key) is None
    assert len(building.house.cases.queue()) == 1


async def test_a_caseworkers_words_reach_the_conversation(make_building: Callable[..., Building]):
    from gateway.talk import BACK, HELD, WITHIN

    building = make_building()
    sent = message(NEIGHBOUR)
    await Turns(building.house)(sent)
    key, talk = key_of(building, sent), talk_of(building)
    await talk.take(key, MINJI.id)
    assert await talk.owner(key) == MINJI.id
    assert await talk.say(key, MINJI.id, "지금 가고 있어요") is True
    await talk.hand_back(key, MINJI.id)
    assert await talk.owner(key) == ""
    assert [text for _, text in lines(building, sent)][-3:] == [
        WITHIN.format(held=HELD, minutes=7),
        "지금 가고 있어요",
        BACK,
    ]
