"""The report form in the chat: who, what, three separate consents, a receipt and a code that belong together."""

from __future__ import annotations

from typing import Any

import pytest

from casework.actor import Actor
from gateway.build import Building
from tests.actions.kit import SENDER, Actions, said, slots_of
from tests.gateway.kit import message, rows

FORM, SUBMIT = "validate_report_form", "action_submit_report"
MINJI = Actor("S-minji", "민지", "caseworker")
TOLD = {
    "report_subject": "other", "report_what": "아랫집 아주머니가 남편한테 자주 맞는 것 같아요",
    "report_place": "서울특별시 강서구 화곡동 12-3", "report_since": "두 달 전부터", "report_contact": "010-2222-3333",
    "report_consent": True, "report_consent_sensitive": True, "report_consent_share": True,
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "subject"),
    [("저예요", "self"), ("제 일이에요", "self"), ("본인이에요", "self"), ("다른 사람이에요", "other"),
     ("옆집 할머니요", "other"), ("친구예요", "other"), ("우리 아이 친구가요", "other"), ("self", "self"),
     ("other", "other")],
)  # fmt: skip
async def test_who_is_in_danger_as_people_say_it(actions: Actions, text: str, subject: str):
    done = await actions.run(
        FORM, text, "inform", slots={"requested_slot": "report_subject"}, fresh={"report_subject": text}
    )
    assert slots_of(done) == {"report_subject": subject}


@pytest.mark.parametrize("text", ["몰라요", "글쎄요", "??", "지금"])
async def test_who_is_asked_again_with_two_buttons_when_it_is_unclear(actions: Actions, text: str):
    done = await actions.run(
        FORM, text, "inform", slots={"requested_slot": "report_subject"}, fresh={"report_subject": text}
    )
    assert slots_of(done) == {"report_subject": None}
    assert [button["value"] for button in done["responses"][0]["custom"]["buttons"]] == ["저예요", "다른 사람이에요"]


@pytest.mark.parametrize(
    "text", ["신고하고 싶어요", "신고할래요", "이웃을 신고하려고요", "제보하고 싶은데요", "네", "음..."]
)
async def test_a_mere_wish_to_report_tells_nothing_yet(actions: Actions, text: str):
    done = await actions.run(FORM, text, "report_risk", fresh={"report_what": text})
    assert slots_of(done) == {"report_what": None}


@pytest.mark.parametrize(
    "text", [TOLD["report_what"], "옆집 아이가 며칠째 혼자 울고 있어요", "할아버지가 쓰러져 계세요"]
)
async def test_a_story_is_taken(actions: Actions, text: str):
    assert slots_of(await actions.run(FORM, text, "report_risk", fresh={"report_what": text})) == {"report_what": text}


async def test_a_question_in_the_middle_is_answered_and_the_form_goes_on(actions: Actions):
    asked = {"requested_slot": "report_place"}
    text = "청년월세 얼마예요?"
    done = await actions.run(FORM, text, "ask_amount", slots=asked, fresh={"report_place": text})
    assert slots_of(done) == {"report_place": None} and "20만 원" in said(done)


async def test_a_report_is_filed_with_receipt_and_code(actions: Actions, building: Building):
    done = await actions.run(SUBMIT, "동의해요", "affirm", slots=TOLD)
    (case,) = building.house.cases.queue()
    assert done["responses"][0]["custom"]["receipt"] == case.receipt and case.receipt in said(done)
    code = said(done).split("확인 코드 ")[1][:9]
    assert building.house.cases.status(case.receipt, code).receipt == case.receipt
    assert (case.subject, case.channel, case.conversation) == ("other", "chat", SENDER)
    assert set(slots_of(done)) == set(TOLD) and set(slots_of(done).values()) == {None}


async def test_what_the_words_tell_sets_the_level(actions: Actions, building: Building):
    await actions.run(SUBMIT, slots=TOLD | {"report_what": "옆집에서 지금 칼을 들고 죽인다고 소리쳐요"})
    assert building.house.cases.queue()[0].level in ("high", "emergency")


async def test_the_same_submission_again_is_the_same_report(actions: Actions, building: Building):
    first = await actions.run(SUBMIT, slots=TOLD, message_id="m-1")
    again = await actions.run(SUBMIT, slots=TOLD, message_id="m-1")
    assert said(first) == said(again)
    assert len(building.house.cases.queue()) == 1 and rows(building)["reports"] == 1


@pytest.mark.parametrize("consent", [False, None, "네", "true", 1])
async def test_without_a_clear_consent_contact_and_address_are_not_kept(
    actions: Actions, building: Building, consent: Any
):
    told = {
        "report_what": "아랫집에 혼자 사시는 분이 요즘 안 보여요",
        "report_consent": consent,
        "report_consent_share": consent,
    }
    done = await actions.run(SUBMIT, slots=TOLD | told)
    case = building.house.cases.queue()[0]
    (opened,) = building.house.cases.reveal(case.id, MINJI, "연락하려고")
    if case.level != "emergency":
        assert (opened.contact, opened.place) == ("", "")
    assert "남기지 않았어요" in said(done) and "다른 기관에는 넘기지 않아요" in said(done)


@pytest.mark.parametrize("contact", ["익명", "익명으로 할게요", "", None, "모르겠어요"])
async def test_an_anonymous_report_keeps_no_contact(actions: Actions, building: Building, contact: str | None):
    await actions.run(SUBMIT, slots=TOLD | {"report_contact": contact})
    case = building.house.cases.queue()[0]
    assert building.house.cases.get(case.id).reports[0].reporter == "anonymous"
    assert building.house.cases.reveal(case.id, MINJI, "연락하려고")[0].contact == ""


async def test_nothing_told_is_still_a_report(actions: Actions, building: Building):
    done = await actions.run(SUBMIT, slots={})
    assert len(building.house.cases.queue()) == 1 and "접수" in said(done)


async def test_nobody_on_call_is_not_said_to_have_been_told(actions: Actions):
    assert "알렸어요" not in said(await actions.run(SUBMIT, slots=TOLD))


async def test_it_joins_the_case_that_the_first_words_opened(actions: Actions, building: Building):
    from gateway.turn import Turns

    sent = message("옆집에서 아이가 맞는 소리가 나요. 살려달라고 해요")
    reply = await Turns(building.house)(sent)
    key = building.house.conversations.key_of(sent.channel, sent.sender)
    done = await actions.run(SUBMIT, slots=TOLD, sender=key)
    assert reply.receipt and reply.receipt in said(done) and len(building.house.cases.queue()) == 1
