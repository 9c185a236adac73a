"""Words outside a turn: pushed, shown by the page, or kept in the database until the person is back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest

from casework.actor import Actor
from connectors.message import SHOW_WAITING, Message, Part, Reply
from gateway.build import Building
from gateway.conversations import Conversations
from gateway.delivery import Delivery
from gateway.reply_time import ReplyTime
from gateway.turn import Turns
from gateway.waiting import Waiting
from tests.gateway.kit import key_of, lines, message, say, talk_of, words_of

MINJI = Actor("S-minji", "민지", "caseworker")
SENDER = "kakao-person-0123456789"


class Channel:
    """A channel that writes first, or says that it cannot, or breaks."""

    name = "telegram"

    def __init__(self, answer: bool | Exception, writes_first: bool = True) -> None:
        self.answer, self.writes_first, self.pushed = answer, writes_first, list[str]()

    async def push(self, address: Mapping[str, str], reply: Reply) -> bool:
        self.pushed.append(words_of(reply))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


async def arrived(building: Building) -> Message:
    first = message("여보세요", sender=SENDER, channel="kakao", address={"user": "u-1"})
    await Turns(building.house)(first)
    return first


@pytest.mark.parametrize(
    ("channel", "sent", "tries"),
    [
        (Channel(True), True, 1), (Channel(False), False, 1), (Channel(RuntimeError("vendor")), False, 1),
        (Channel(True, writes_first=False), False, 0), (None, False, 0),
    ],
)  # fmt: skip
async def test_what_is_not_brought_is_kept(building: Building, channel: Channel | None, sent: bool, tries: int):
    first = await arrived(building)
    key, house = key_of(building, first), building.house
    delivery = Delivery(house.conversations, house.waiting, lambda: {"kakao": channel} if channel else {})  # type: ignore
    assert await delivery.say(key, "caseworker", Reply((Part("담당자예요."),))) is sent
    assert len(channel.pushed if channel else []) == tries
    assert [part.text for part in house.waiting.of(key)[1]] == ([] if sent else ["담당자예요."])
    assert lines(building, first)[-1] == ("caseworker", "담당자예요.")


async def test_a_caseworkers_words_outlive_the_process_and_come_once(building: Building):
    first = await arrived(building)
    key, talk = key_of(building, first), talk_of(building, {"kakao": Channel(True, writes_first=False)})
    await talk.take(key, MINJI.id)
    assert await talk.say(key, MINJI.id, "지금 괜찮으세요?") is False
    house, settings = building.house, building.settings
    house.waiting = Waiting(building.store, house.now)
    house.conversations = Conversations(building.store, house.cases.vault, settings.key, house.now)
    before = lines(building, first)
    read = await say(building, "결과 보기", sender=SENDER, channel="kakao", payload=SHOW_WAITING)
    assert "담당자가" in read.parts[0].text and "7분 안" in read.parts[0].text
    assert read.parts[1].text == "지금 괜찮으세요?"
    assert lines(building, first) == before, "asking for it says nothing"
    assert (await say(building, "결과 보기", sender=SENDER, channel="kakao", payload=SHOW_WAITING)).parts == ()
    assert (await say(building, "네, 괜찮아요", sender=SENDER, channel="kakao")).parts == ()
    await talk.say(key, MINJI.id, "다행이에요.")
    assert words_of(await say(building, "고마워요", sender=SENDER, channel="kakao")) == "다행이에요."


async def test_a_second_holder_is_not_announced_again(building: Building):
    first = await arrived(building)
    key, talk = key_of(building, first), talk_of(building)
    await talk.take(key, MINJI.id)
    kept = len(lines(building, first))
    await talk.take(key, "S-hana")
    assert len(lines(building, first)) == kept and await talk.owner(key) == "S-hana"


def test_the_expected_wait_is_what_was_measured(building: Building):
    at = [building.house.now() - timedelta(days=40)]
    house = building.house
    said = Conversations(building.store, house.cases.vault, building.settings.key, lambda: at[0])
    wait = ReplyTime(building.store, house.now)

    def talk(number: int, minutes: float, days: int = 1) -> None:
        at[0] = house.now() - timedelta(days=days)
        said.say(f"k{number}", "bot", "담당자가 함께 보고 있어요.")
        said.say(f"k{number}", "citizen", "여보세요")
        at[0] += timedelta(minutes=minutes)
        said.say(f"k{number}", "citizen", "계세요?")
        said.say(f"k{number}", "caseworker", "네")

    for number in range(9):
        talk(number, 600, days=30)
    assert wait.minutes() is None, "what is long past tells nothing"
    for number, minutes in enumerate((2, 4, 4, 50, 2), start=10):
        talk(number, minutes)
    assert wait.minutes() == 5
    said.say("k99", "bot", "안녕하세요")
    said.say("k99", "caseworker", "질문에 답이 왔어요")
    assert wait.minutes() == 5, "a line nobody waited for is no reply"
