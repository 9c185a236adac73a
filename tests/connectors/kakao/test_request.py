"""Understanding SkillPayloads: what the person said, what was pressed, what cannot be a turn."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.intake import Refused
from connectors.kakao.inbound import read
from connectors.message import MAX_TEXT
from tests.fakes.kakao_platform import skill_payload


def test_words_and_person_are_taken_and_the_consoles_newline_goes() -> None:
    skill = read(skill_payload("청년 월세 지원 알려줘\n", user="u-7"), "req-1")
    assert (skill.message.channel, skill.message.sender) == ("kakao", "u-7")
    assert skill.message.text == "청년 월세 지원 알려줘"
    assert skill.message.message_id == "req-1"
    assert skill.message.payload is None
    assert skill.notice is None


def test_nulls_missing_objects_and_unknown_keys_are_fine() -> None:
    smallest = {"userRequest": {"user": {"id": "u", "properties": None}, "utterance": "안녕", "params": None, "새": 1}}
    for extra in ({}, {"action": None, "flow": None, "contexts": None}, {"action": {"clientExtra": None}, "bot": []}):
        assert read(smallest | extra).message.text == "안녕"


def test_a_press_carries_what_was_uttered_or_the_blocks_own_payload() -> None:
    assert read(skill_payload("서류 보기", pressed=True)).message.payload == "서류 보기"
    configured = skill_payload("상담사 연결")
    configured["action"]["clientExtra"] = {"payload": "handover", "from": "rent"}
    assert read(configured).message.payload == "handover"


@pytest.mark.parametrize(
    "utterance",
    [
        "http://dn-m.talk.kakaocdn.net/talkm/abc/i_1.jpg",
        "https://k.kakaocdn.net/dn/x/img.png https://k.kakaocdn.net/dn/y/img.png",
        "https://talk.KAKAOCDN.net/a?b=c",
    ],
)
def test_a_picture_arrives_as_an_address_and_is_not_a_turn(utterance: str) -> None:
    assert read(skill_payload(utterance)).notice == "media"


@pytest.mark.parametrize(
    "utterance",
    ["이 사진 봐 주세요 https://k.kakaocdn.net/a.png", "https://kakaocdn.net.example.com/a", "http://a.example/x"],
)
def test_words_beside_an_address_are_still_heard(utterance: str) -> None:
    assert read(skill_payload(utterance)).notice is None


def test_a_secure_image_parameter_is_a_picture_too() -> None:
    payload = skill_payload("")
    payload["action"]["params"] = {"photo": '{"secureUrls":"List(https://secure.kakaocdn.net/1)"}'}
    assert read(payload).notice == "media"


def test_nothing_said_and_far_too_much_are_answered_by_the_channel() -> None:
    assert read(skill_payload(" \n")).notice == "empty"
    assert read(skill_payload("가" * MAX_TEXT)).notice is None
    assert read(skill_payload("가" * (MAX_TEXT + 1))).notice == "too_long"


def test_characters_that_cannot_be_stored_are_replaced() -> None:
    assert read(skill_payload("도와\x00주세요 \ud83d")).message.text == "도와주세요 \ufffd"


def _without(path: str) -> dict[str, Any]:
    payload = skill_payload("안녕")
    place: Any = payload
    *parents, last = path.split(".")
    for key in parents:
        place = place[key]
    del place[last]
    return payload


@pytest.mark.parametrize(
    ("payload", "named"),
    [
        ({}, "userRequest"),
        (_without("userRequest.user"), "userRequest.user"),
        (_without("userRequest.user.id"), "userRequest.user.id"),
        ({"userRequest": {"user": {"id": ""}, "utterance": "a"}}, "userRequest.user.id"),
        ({"userRequest": {"user": {"id": 3}, "utterance": "a"}}, "userRequest.user.id"),
        ({"userRequest": {"user": {"id": "u" * 201}, "utterance": "a"}}, "userRequest.user.id"),
        ({"userRequest": {"user": {"id": "u\ud800"}, "utterance": "a"}}, "userRequest.user.id"),
        ({"userRequest": {"user": {"id": "u"}, "utterance": ["a"]}}, "userRequest.utterance"),
        ({"userRequest": "hello"}, "userRequest"),
    ],
)
def test_a_payload_without_person_or_words_is_refused_by_name(payload: dict[str, Any], named: str) -> None:
    with pytest.raises(Refused) as refused:
        read(payload)
    assert refused.value.status == 400
    assert named in refused.value.detail
