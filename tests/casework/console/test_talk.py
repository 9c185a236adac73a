"""Talking with the citizen: take over, write, hand back, and never over somebody else."""

from sqlalchemy import select

from casework.audit import AuditRecord
from casework.cases import Heard

from .hands import House


async def test_take_write_hand_back(house: House, enter):
    inside, case = await enter(), house.hear()
    path = f"/console/cases/{case}"
    assert "챗봇이 말하고 있어요" in (await inside.get(path)).text
    refused = await inside.post(f"{path}/talk/say", text="안녕하세요")
    assert refused.status_code == 409 and "대화를 먼저 맡아" in refused.text and "안녕하세요" not in house.talk.said
    await inside.post(f"{path}/talk/take")
    page = await inside.get(path)
    assert "내가 말하고 있어요" in page.text and 'id="say-text"' in page.text
    answer = await inside.post(f"{path}/talk/say", text=" 지금 안전한 곳에 계세요? ")
    assert answer.headers["location"] == f"{path}?done=talk-said"
    assert [line.text for line in house.talk.said["web:1"]] == ["지금 안전한 곳에 계세요?"]
    assert "지금 안전한 곳에 계세요?" in (await inside.get(f"{path}/talk")).text
    await inside.post(f"{path}/talk/back")
    assert house.talk.owners == {}
    with house.store.reading() as session:
        actions = session.scalars(select(AuditRecord.action).where(AuditRecord.subject == case)).all()
    assert actions == ["talk-take", "talk-back"]


async def test_a_channel_that_cannot_push_says_so(house: House, enter):
    inside, case = await enter(), house.hear()
    house.talk.pushes = False
    await inside.post(f"/console/cases/{case}/talk/take")
    answer = await inside.post(f"/console/cases/{case}/talk/say", text="다시 오시면 봐 주세요")
    page = await inside.get(answer.headers["location"])
    assert "바로 보낼 수 없는 채널" in page.text


async def test_empty_and_too_long_lines_are_refused_and_kept(house: House, enter):
    inside, case = await enter(), house.hear()
    await inside.post(f"/console/cases/{case}/talk/take")
    assert (await inside.post(f"/console/cases/{case}/talk/say", text="  ")).status_code == 409
    long = await inside.post(f"/console/cases/{case}/talk/say", text="가" * 2001)
    assert long.status_code == 409 and "2000자" in long.text and "가" * 2001 in long.text
    assert house.talk.said == {}


async def test_another_caseworker_cannot_write_or_hand_back_but_may_take_over(house: House, enter, other):
    first, case = await enter(), house.hear()
    second = await enter("caseworker", "lee", "이둘", other)
    await first.post(f"/console/cases/{case}/talk/take")
    assert "김하나 님이 말하고 있어요" in (await second.get(f"/console/cases/{case}")).text
    assert (await second.post(f"/console/cases/{case}/talk/say", text="저도요")).status_code == 409
    back = await second.post(f"/console/cases/{case}/talk/back")
    assert back.status_code == 409 and "김하나" in back.text
    assert (await second.post(f"/console/cases/{case}/talk/take")).status_code == 303
    assert (await first.post(f"/console/cases/{case}/talk/say", text="늦었어요")).status_code == 409


async def test_a_report_without_a_conversation(house: House, enter):
    inside, case = await enter(), house.report()
    assert "이어진 대화가 없어요" in (await inside.get(f"/console/cases/{case}")).text
    assert (await inside.post(f"/console/cases/{case}/talk/take")).status_code == 404


async def test_closing_the_last_open_case_hands_the_conversation_back(house: House, enter):
    inside, first = await enter(), house.hear()
    heard = Heard("normal", "other", ("neglect",), False, 0.8)
    second = house.cases.hear(
        conversation="web:1", channel="web", heard=heard, quote="할머니도 걱정돼요", event_key="other"
    ).case_id
    await inside.post(f"/console/cases/{first}/talk/take")
    for case, held in ((first, True), (second, False)):
        await inside.post(f"/console/cases/{case}/acknowledge")
        answer = await inside.post(f"/console/cases/{case}/close", reason="false_alarm", text="확인함")
        assert answer.status_code == 303
        assert bool(house.talk.owners) is held
