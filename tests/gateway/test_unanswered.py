"""A refused question lies in the inbox: once for each conversation, masked, and only where a guide would help."""

from __future__ import annotations

import pytest

from gateway.build import Building
from tests.gateway.kit import NEIGHBOUR, RENT, SELF, message, say

HEATING = "난방비 지원 어떻게 신청하나요?"


def kept(building: Building) -> list[str]:
    return [item.question for item in building.house.inbox.items("unanswered")]


async def test_it_is_kept_once_for_each_conversation(building: Building):
    for sender in ("a" * 20, "a" * 20, "b" * 20):
        assert (await say(building, HEATING, sender=sender)).refusal == "no_source"
    assert kept(building) == [HEATING] * 2


async def test_a_redelivered_event_adds_nothing(building: Building):
    from gateway.turn import Turns

    sent = message(HEATING)
    for _ in range(2):
        await Turns(building.house)(sent)
    assert len(kept(building)) == 1


async def test_numbers_that_must_not_be_kept_are_not(building: Building):
    await say(building, f"제 주민번호는 900101-1234568이에요. {HEATING}")
    assert all("1234568" not in question for question in kept(building))


@pytest.mark.parametrize("words", [RENT, NEIGHBOUR, SELF, "내년 로또 번호 알려줘", ""])
async def test_what_is_no_gap_in_the_guides_is_not_kept(building: Building, words: str):
    await say(building, words)
    assert kept(building) == []
