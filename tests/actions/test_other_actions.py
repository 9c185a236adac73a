"""Status, handover, questions for an expert, opinions, forgetting."""

from __future__ import annotations

import pytest

from casework.actor import Actor
from casework.cases import Heard
from gateway.build import Building
from tests.actions.kit import SENDER, Actions, said, slots_of
from tests.actions.test_report_form import SUBMIT, TOLD
from tests.gateway.kit import message


async def filed(actions: Actions, sender: str = "9" * 64) -> tuple[str, str]:
    """A filed report's receipt and code."""
    done = await actions.run(SUBMIT, slots=TOLD, sender=sender)
    text = said(done)
    return text.split("접수번호 ")[1][:9], text.split("확인 코드 ")[1][:9]


SAYINGS = [
    "{receipt} {code}", "접수번호는 {receipt}이고 확인 코드는 {code}예요", "접수번호{receipt}, 코드{code}입니다",
    "{lower} {code}", "{bare} {code}", "{receipt} / {barecode}", "제 신고 {receipt} 코드 {code} 어떻게 됐나요?",
]  # fmt: skip


@pytest.mark.parametrize("saying", SAYINGS)
async def test_receipt_and_code_in_any_words_tell_the_state(actions: Actions, saying: str):
    receipt, code = await filed(actions)
    forms = {"lower": receipt.lower(), "bare": receipt.replace("-", ""), "barecode": code.replace("-", "")}
    done = await actions.run("action_report_status", saying.format(receipt=receipt, code=code, **forms))
    assert done["responses"][0]["custom"].get("receipt") == receipt, said(done)


async def test_a_wrong_code_and_an_unknown_receipt_sound_the_same(actions: Actions):
    receipt, code = await filed(actions)
    wrong = "3333-3333" if code != "3333-3333" else "4444-4444"
    answers = {
        said(await actions.run("action_report_status", text)) for text in (f"{receipt} {wrong}", f"R-3333-33 {code}")
    }
    assert len(answers) == 1 and receipt not in answers.pop()


async def test_without_a_receipt_the_conversations_own_case_is_told(actions: Actions):
    receipt, _ = await filed(actions, sender=SENDER)
    assert receipt in said(await actions.run("action_report_status", "신고 어떻게 됐어요?"))


async def test_nobody_learns_of_anothers_case(actions: Actions):
    receipt, _ = await filed(actions)
    text = said(await actions.run("action_report_status", f"{receipt} 어떻게 됐어요?"))
    assert "진행 중인 신고가 없어요" in text


async def test_asking_for_a_human_opens_a_case_and_is_honest(actions: Actions, building: Building):
    done = await actions.run("action_handover", "상담원 연결해 주세요", "talk_to_human")
    (case,) = building.house.cases.queue()
    assert (case.level, case.kinds, case.receipt) == (
        "normal",
        ("talk_to_human",),
        done["responses"][0]["custom"]["receipt"],
    )
    assert "129" in said(done) and "알렸어요" not in said(done)


async def test_who_asks_for_a_human_hears_how_soon_one_usually_comes(actions: Actions, building: Building):
    cases, minji = building.house.cases, Actor("S-minji", "민지", "caseworker")
    heard = Heard("normal", "self", ("talk_to_human",), False, 0.5)
    for number in range(5):
        done = await actions.run("action_handover", "상담원 연결해 주세요", "talk_to_human")
        assert "보통" not in said(done), "too few to promise anything"
        opened = cases.hear(
            conversation=f"other-{number}", channel="web", heard=heard, quote="사람이랑요", event_key=f"e{number}"
        )
        cases.acknowledge(opened.case_id, minji, "desk")
    done = await actions.run("action_handover", "상담원 연결해 주세요", "talk_to_human")
    assert "보통 5분 안에 담당자가 맡아요" in said(done)


async def test_asking_twice_is_one_case(actions: Actions, building: Building):
    for text in ("상담원 연결해 주세요", "사람이랑 얘기할래요"):
        await actions.run("action_handover", text, "talk_to_human")
    assert len(building.house.cases.queue()) == 1


async def test_a_request_for_a_human_can_be_read_on_the_desk(actions: Actions, building: Building):
    from casework.console.words import desk_words

    await actions.run("action_handover", "상담원 연결해 주세요", "talk_to_human")
    (kind,) = building.house.cases.queue()[0].kinds
    assert kind in desk_words().kind and desk_words().kind[kind] != kind


async def test_a_question_for_an_expert_is_kept_with_its_number(actions: Actions, building: Building):
    done = await actions.run("action_leave_question", "심사 전에 물어볼 게 있어요", slots={"topic": "ds-definition"})
    (item,) = building.tools.inbox.items("prequestion")
    assert (item.question, item.topic) == ("심사 전에 물어볼 게 있어요", "ds-definition")
    assert f"번호 {item.id}" in said(done) and slots_of(done) == {"offer": "none"}


async def test_opinions_are_kept_with_what_they_are_about(actions: Actions, building: Building):
    good = await actions.run(
        "action_feedback", "고마워요 도움 됐어요", "feedback_good", slots={"topic": "culture-card"}
    )
    bad = await actions.run("action_feedback", "이게 아니에요", "feedback_bad", slots={"topic": "culture-card"})
    assert slots_of(good) == {} and slots_of(bad) == {"offer": "leave_question"}
    assert [(item.kind, item.topic) for item in building.tools.inbox.items()] == [
        ("bad", "culture-card"),
        ("good", "culture-card"),
    ]


async def test_forgetting_empties_talk_and_profile_and_keeps_the_case(actions: Actions, building: Building):
    from gateway.turn import Turns

    sent = message("옆집 할아버지가 며칠째 안 보이고 우편물이 쌓여 있어요", address={"chat_id": "1"})
    await Turns(building.house)(sent)
    key = building.house.conversations.key_of(sent.channel, sent.sender)
    done = await actions.run("action_delete_data", "네", "affirm", sender=key)
    assert set(slots_of(done).values()) == {None} and {"age", "region", "topic"} <= set(slots_of(done))
    assert building.house.conversations.lines(key) == [] and building.house.conversations.topic(key) is None
    assert len(building.house.cases.queue()) == 1 and "길어도 5년" in said(done)
