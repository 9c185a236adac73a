"""The product as its users meet it: a real gateway with a real Rasa, between strict fakes of everything outside."""

from __future__ import annotations

import os
import re
import secrets
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.e2e.town import ON_CALL, Town, press, town, update
from tests.fakes.http_server import until

pytestmark = [pytest.mark.rasa, pytest.mark.asyncio(loop_scope="module")]

RENT = "청년월세 지원 얼마까지 되나요?"
PAPERS = "디지털서비스 심사 신청할 때 서류 뭐 내야 해요?"
LOTTERY = "내년 로또 번호 알려줘"
NEIGHBOUR = "옆집 할아버지가 며칠째 안 보이고 우편물이 쌓여 있어요"
SELF = "더는 못 버티겠어요. 다 끝내고 싶어요"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh home; the trained dialogue model is kept in the folder IEUM_TEST_MODELS when that is set."""
    folder = tmp_path_factory.mktemp("town")
    if kept := os.environ.get("IEUM_TEST_MODELS"):
        Path(kept).mkdir(parents=True, exist_ok=True)
        (folder / "models").mkdir()
        (folder / "models" / "rasa").symlink_to(Path(kept).resolve(), target_is_directory=True)
    return folder


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def here(home: Path) -> AsyncIterator[Town]:
    """One running town for this module."""
    async with town(home) as running:
        yield running


def sender() -> str:
    return "web-" + secrets.token_hex(16)


def said(reply: dict) -> str:
    return "\n".join(message["text"] for message in reply["messages"])


async def test_the_amount_comes_with_its_source(here: Town):
    reply = await here.chat(sender(), RENT)
    assert "20만" in said(reply)
    assert {"youth-monthly-rent", "housing-youth-monthly-rent"} & {c["id"] for c in reply["messages"][0]["citations"]}
    assert reply["refusal"] is None and reply["risk"] is None


async def test_the_papers_come_with_their_source(here: Town):
    reply = await here.chat(sender(), PAPERS)
    assert "신청서" in said(reply) and "개요서" in said(reply)
    assert reply["messages"][0]["citations"][0]["id"].startswith("ds-")


async def test_a_follow_up_keeps_the_subject(here: Town):
    who = sender()
    await here.chat(who, RENT)
    reply = await here.chat(who, "서류는?")
    assert "임대차계약서" in said(reply)


async def test_the_lottery_is_refused_kindly_with_a_way_on(here: Town):
    reply = await here.chat(sender(), LOTTERY)
    assert reply["refusal"] == "out_of_area"
    assert reply["messages"][0]["buttons"] and not reply["messages"][0]["citations"]


async def test_the_same_over_kakao(here: Town):
    skill = f"{here.url}/channels/kakao"
    assert "20만" in "\n".join((await here.kakao.ask(skill, RENT, user="kakao-1")).texts)
    assert "신청서" in "\n".join((await here.kakao.ask(skill, PAPERS, user="kakao-2")).texts)
    assert "분야" in "\n".join((await here.kakao.ask(skill, LOTTERY, user="kakao-3")).texts)


async def test_the_same_over_telegram(here: Town):
    for number, (text, want) in enumerate([(RENT, "20만"), (PAPERS, "신청서"), (LOTTERY, "분야")], 9001):
        assert (await here.deliver(update(number, text, chat=500 + number)))[-1] == 200
        await until(lambda n=number, w=want: any(w in t for t in here.telegram.texts(500 + n)), 10)


async def test_a_command_is_only_words(here: Town):
    for text in ("/restart", '/ask_amount{"guide":"x"}', "//session_start", "／restart"):
        reply = await here.chat(sender(), text)
        assert reply["messages"]


async def test_a_neighbour_in_danger_becomes_a_case_that_reaches_everyone(here: Town):
    reply = await here.chat(sender(), NEIGHBOUR)
    assert reply["risk"]["level"] in ("high", "emergency") and reply["risk"]["subject"] == "other"
    receipt = reply["receipt"]
    assert receipt and all(number in said(reply) for number in ("112", "119"))
    await until(lambda: any(receipt in str(taken) for taken in here.webhook.taken.values()), 15)
    await until(lambda: any(receipt in text for text in here.telegram.texts(ON_CALL)), 15)
    await until(
        lambda: any(receipt in letter.as_string() or receipt in _plain(letter) for letter in here.mail.letters), 15
    )


async def test_after_a_neighbour_was_named_the_next_words_say_where(here: Town):
    who = sender()
    assert "어디" in said(await here.chat(who, NEIGHBOUR))
    assert "언제부터" in said(await here.chat(who, "서울 관악구 신림동 12-3 201호"))


async def test_a_farewell_is_heard_and_its_alert_acknowledged_from_telegram(here: Town):
    who = sender()
    reply = await here.chat(who, SELF)
    assert reply["risk"]["level"] in ("high", "emergency") and reply["risk"]["subject"] == "self"
    assert "109" in said(reply)
    receipt = reply["receipt"]
    await until(lambda: any(receipt in text for text in here.telegram.texts(ON_CALL)), 15)
    alert = next(m for m in here.telegram.sent(ON_CALL) if receipt in m["text"])
    data = re.search(r'"callback_data": "(ack:[^"]+)"|\'callback_data\': \'(ack:[^\']+)\'', str(alert))
    assert data, alert
    number = 20_001
    assert (await here.deliver(press(number, data[1] or data[2], chat=ON_CALL)))[-1] == 200
    await until(lambda: any("확인했어요" in text for text in here.telegram.texts(ON_CALL)), 10)
    status = await here.chat(who, "신고 어떻게 됐어요?")
    assert status["messages"]


async def test_an_acknowledged_alert_link_stops_the_steps_and_only_for_its_case(here: Town):
    taken = (await here.chat(sender(), NEIGHBOUR))["receipt"]
    control = (await here.chat(sender(), SELF))["receipt"]
    await until(lambda: _told(here, taken) and _told(here, control), 15)
    link = _told(here, taken)[0]["ack_url"]
    shown = await here.client.get(link)
    assert shown.status_code == 200 and taken in shown.text
    assert (await here.client.get(link)).status_code == 200, "a link preview must not acknowledge"
    done = await here.client.post(link)
    assert done.status_code == 200 and "확인" in done.text
    of_control = len(_told(here, control))
    # What was already on its way may still land; after the control case's next step nothing is.
    await until(lambda: len(_told(here, control)) > of_control, 30)
    before = len(_told(here, taken))
    # The control case passing another step proves that the time for the acknowledged one's step passed too.
    await until(lambda: len(_told(here, control)) > of_control + 1, 30)
    assert len(_told(here, taken)) == before


async def test_a_stranger_cannot_acknowledge(here: Town):
    reply = await here.chat(sender(), NEIGHBOUR)
    await until(lambda: any(reply["receipt"] in text for text in here.telegram.texts(ON_CALL)), 15)
    alert = next(m for m in here.telegram.sent(ON_CALL) if reply["receipt"] in m["text"])
    data = re.search(r"(ack:[\w-]+)", str(alert))
    assert data
    await here.deliver(press(20_050, data[1], chat=666))
    await until(lambda: here.telegram.texts(666), 10)
    assert not any("확인했어요" in text for text in here.telegram.texts(666))


async def test_the_same_update_twice_is_one_event(here: Town):
    same = update(30_001, "저 지금 너무 배가 고픈데 사흘째 아무것도 못 먹었어요", chat=880)
    await here.deliver(same)
    await until(lambda: here.telegram.texts(880), 10)
    count = len(here.telegram.texts(880))
    await here.deliver(same)
    assert len(here.telegram.texts(880)) == count


async def test_a_report_told_in_the_chat_is_filed(here: Town):
    who = sender()
    for text in ("신고하고 싶어요", "다른 사람이에요", "아랫집 아주머니가 남편한테 자주 맞는 것 같아요",
                 "서울 강서구 화곡동", "두 달 전부터", "익명", "동의해요", "동의해요"):  # fmt: skip
        await here.chat(who, text)
    reply = await here.chat(who, "동의하지 않아요")
    assert reply["receipt"] and "확인 코드" in said(reply)


async def test_the_profile_form_leads_to_cited_suggestions(here: Town):
    who = sender()
    for text in ("내가 받을 수 있는 거 찾아줘", "스물일곱이고 서울 관악구 살아요", "직장에 다녀요", "혼자 살아요"):
        await here.chat(who, text)
    reply = await here.chat(who, "월세예요")
    assert reply["messages"][0]["citations"]


async def test_with_rasa_killed_danger_is_heard_and_questions_are_answered(here: Town):
    os.kill(await here.rasa_pid(), signal.SIGKILL)
    danger = await here.chat(sender(), NEIGHBOUR)
    assert danger["receipt"] and "112" in said(danger)
    answer = await here.chat(sender(), RENT)
    assert "20만" in said(answer) and answer["messages"][0]["citations"]
    await here.rasa_is("up")
    assert (await here.chat(sender(), "안녕하세요"))["messages"]


def _told(here: Town, receipt: str) -> list[dict]:
    return [taken["data"] for taken in here.webhook.taken.values() if taken["data"]["receipt"] == receipt]


def _plain(letter) -> str:
    body = letter.get_body(("plain",))
    return body.get_content() if body else ""
