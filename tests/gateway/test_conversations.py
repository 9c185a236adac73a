"""The memory of conversations: keyed, in order, addresses sealed, one person's apart from another's."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from connectors.message import Part, Reply
from gateway.build import Building
from gateway.conversations import Conversations
from tests.gateway.kit import key_of, message


@pytest.fixture
def memory(building: Building) -> Conversations:
    return building.house.conversations


def test_a_person_has_one_key_per_channel_that_tells_nothing(memory: Conversations):
    keys = {memory.key_of(channel, sender) for channel in ("web", "kakao") for sender in ("a", "b")}
    assert len(keys) == 4 and all(len(key) == 64 for key in keys)
    assert memory.key_of("web", "a") == memory.key_of("web", "a")
    assert len(memory.key_of("web", "\ud800\x00")) == 64


def test_an_address_is_sealed_and_renewed(building: Building, memory: Conversations):
    key = key_of(building, message("", sender="p" * 20, channel="telegram"))
    for chat in ("111222333", "444555666"):
        memory.open(key, message("안녕", sender="p" * 20, channel="telegram", address={"chat_id": chat}))
    assert memory.address(key) == ("telegram", {"chat_id": "444555666"})
    with building.store.reading() as session:
        kept = session.execute(text("SELECT * FROM conversations")).all()
    assert "444555666" not in str(kept)


def test_unknown_conversations_are_the_bots_and_empty(memory: Conversations):
    assert memory.owner("x") == "bot" and memory.holder("x") == "" and memory.lines("x") == []
    assert memory.address("x") is None and memory.topic("x") is None and memory.crisis("x") is None
    assert memory.give("x", "human", "S-a") is False
    memory.set_topic("x", "a")
    memory.set_crisis("x", {})
    memory.forget("x")


@pytest.mark.parametrize("owner", ["robot", "", "HUMAN"])
def test_only_bot_and_human_can_hold_one(memory: Conversations, owner: str):
    with pytest.raises(ValueError, match="bot, human"):
        memory.give("x", owner, None)


def test_lines_come_oldest_first_and_after_a_number(building: Building, memory: Conversations):
    key = key_of(building, message(""))
    numbers = [memory.say(key, "citizen", f"말 {n}") for n in range(6)]
    memory.say("another", "citizen", "남의 말")
    assert [line.text for line in memory.lines(key, limit=3)] == ["말 3", "말 4", "말 5"]
    assert [line.id for line in memory.lines(key, after=numbers[3])] == numbers[4:]


def test_an_events_first_reply_stands(memory: Conversations):
    first, second = Reply((Part("처음"),)), Reply((Part("나중"),))
    memory.finish("k", "m1", first)
    memory.finish("k", "m1", second)
    assert memory.handled("k", "m1") == first and memory.handled("other", "m1") is None


def test_many_threads_may_speak_at_once(memory: Conversations):
    with ThreadPoolExecutor(6) as pool:
        numbers = list(pool.map(lambda n: memory.say(f"k{n % 3}", "citizen", str(n)), range(30)))
    assert len(set(numbers)) == 30 and sum(len(memory.lines(f"k{n}")) for n in range(3)) == 30


async def test_turns_of_one_key_wait_in_the_order_they_came(memory: Conversations):
    seen: list[str] = []
    go = asyncio.Event()

    async def turn(key: str, name: str) -> None:
        async with memory.in_order(key):
            seen.append(f"{name} begins")
            if name == "a1":
                await go.wait()
            seen.append(f"{name} ends")

    tasks = [asyncio.create_task(turn(key, name)) for key, name in (("a", "a1"), ("a", "a2"), ("b", "b1"), ("a", "a3"))]
    async with asyncio.timeout(5):
        await tasks[2]
    assert seen == ["a1 begins", "b1 begins", "b1 ends"]
    go.set()
    await asyncio.gather(*tasks)
    assert seen[3:] == ["a1 ends", "a2 begins", "a2 ends", "a3 begins", "a3 ends"]


async def test_a_turn_that_fails_lets_the_next_one_in(memory: Conversations):
    with pytest.raises(ZeroDivisionError):
        async with memory.in_order("a"):
            raise ZeroDivisionError
    async with asyncio.timeout(1), memory.in_order("a"):
        pass
