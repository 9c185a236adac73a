"""Understanding updates: words, commands, presses, places, files, groups."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from connectors.telegram.data import texts
from connectors.telegram.inbound import Event, read
from tests.connectors.telegram.serve import CHAT, group, person, pressed, said

HINTS = texts().hints


def understood(update: dict[str, Any]) -> Event:
    return read(update, texts(), lambda data: None if data.startswith("b:") else data)


def test_words_become_a_message() -> None:
    message = understood(said(7, "  청년 월세 알려줘 ")).message
    assert message is not None
    assert (message.channel, message.sender, message.text, message.message_id) == (
        "telegram",
        str(CHAT),
        "청년 월세 알려줘",
        "u7",
    )
    assert dict(message.address) == {"chat_id": str(CHAT)}
    assert not message.edited


@pytest.mark.parametrize(
    ("text", "says", "start"),
    [
        ("/start", "시작하기", None),
        ("/start case_17", "시작하기", "case_17"),
        ("/START@ieum_bot case-17", "시작하기", "case-17"),
        ("/help", "도움말", None),
        ("/start 안녕하세요 도와주세요", "/start 안녕하세요 도와주세요", None),
        ("/모르는명령", "/모르는명령", None),
    ],
)
def test_commands_are_said_in_words_and_a_deep_link_stays_beside(text: str, says: str, start: str | None) -> None:
    message = understood(said(1, text)).message
    assert message is not None
    assert (message.text, message.payload, message.address.get("start")) == (says, None, start)


def test_an_edited_message_is_marked() -> None:
    message = understood(said(1, "고친 말", kind="edited_message")).message
    assert message is not None and message.edited


def test_a_caption_is_heard_and_a_bare_file_gets_a_hint() -> None:
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
    captioned = understood(said(1, photo=photo, caption="옆집이 이상해요")).message
    assert captioned is not None and captioned.text == "옆집이 이상해요"
    for kind in ("voice", "video", "document", "audio", "animation", "video_note"):
        assert understood(said(1, **{kind: {"file_id": "f"}})).hint == HINTS.media
    assert understood(said(1, photo=photo)).hint == HINTS.media
    assert understood(said(1, photo=photo, kind="edited_message")) == Event()


def test_a_place_is_told_in_words() -> None:
    message = understood(said(1, location={"latitude": 37.5, "longitude": 127.0})).message
    assert message is not None and message.text == "위치 37.5,127.0"
    moving = said(1, location={"latitude": 37.5, "longitude": 127.0, "live_period": 60}, kind="edited_message")
    assert understood(moving) == Event()


def test_contact_sticker_and_too_much_text_get_their_own_hint() -> None:
    assert understood(said(1, contact={"phone_number": "010-0000-0000", "first_name": "a"})).hint == HINTS.contact
    assert understood(said(1, sticker={"file_id": "f", "emoji": "🙂"})).hint == HINTS.sticker
    assert understood(said(1, "가" * 4_001)).hint == HINTS.too_long


@pytest.mark.parametrize(
    "update",
    [
        said(1, "안녕", chat=CHAT) | {"message": said(1, "안녕")["message"] | {"chat": group()}},
        said(1, "안녕", **{"from": person() | {"is_bot": True}}),
        {"update_id": 1, "channel_post": {"chat": {"id": -1, "type": "channel"}, "text": "공지"}},
        {"update_id": 1, "poll": {"id": "1"}},
        {"update_id": 1, "message": None},
        said(1, pinned_message={"message_id": 3}),
        {"update_id": 1},
    ],
)
def test_groups_bots_and_unknown_updates_ask_for_nothing(update: dict[str, Any]) -> None:
    event = understood(update)
    assert event.message is None and event.hint is None


def test_a_press_says_its_value_also_in_a_group() -> None:
    event = understood(pressed(3, "ack:a-1", chat=group()))
    assert event.press == "q3"
    assert event.message is not None
    assert (event.message.text, event.message.payload, event.message.sender) == ("ack:a-1", "ack:a-1", str(CHAT))
    assert dict(event.message.address) == {"chat_id": str(group()["id"])}


def test_a_forgotten_key_counts_as_the_label_and_without_one_gets_a_hint() -> None:
    keyboard = {
        "inline_keyboard": [[{"text": "다른 것", "callback_data": "b:x"}, {"text": "신청서", "callback_data": "b:y"}]]
    }
    labelled = understood(pressed(3, "b:y", keyboard)).message
    assert labelled is not None and labelled.text == "신청서"
    assert understood(pressed(3, "b:y")).hint == HINTS.old_button


def test_a_press_below_a_message_telegram_no_longer_shows_is_heard() -> None:
    update = pressed(3, "더 보기")
    update["callback_query"]["message"] = {"message_id": 1, "date": 0, "chat": {"id": CHAT, "type": "private"}}
    assert understood(update).message is not None
    del update["callback_query"]["message"]
    assert understood(update).chat == CHAT


def test_blocking_and_opening_the_chat_is_noticed() -> None:
    def changed(status: str) -> Event:
        chat = {"id": CHAT, "type": "private"}
        return understood({"update_id": 1, "my_chat_member": {"chat": chat, "new_chat_member": {"status": status}}})

    assert changed("kicked").blocked is True
    assert changed("member").blocked is False


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 1, "message": "안녕"},
        {"update_id": 1, "message": {"chat": {"id": "x", "type": "private"}}},
        {"update_id": 1, "callback_query": {"id": 5}},
        said(1, location={"latitude": 900, "longitude": 1}),
    ],
)
def test_what_the_bot_api_never_sends_is_an_error(update: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        understood(update)
