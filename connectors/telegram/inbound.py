"""An Update becomes one Event: a Message for a turn, a hint to answer by ourselves, or nothing to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from connectors.message import MAX_TEXT, Message
from connectors.telegram.data import Texts
from connectors.telegram.update import Incoming, Press, Update
from connectors.text import clean

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@\w+)?(?:\s+([A-Za-z0-9_-]{1,64}))?")


@dataclass(frozen=True)
class Event:
    """What one update asks for.

    ``chat`` is where to answer (None: nowhere), ``message`` runs a turn, ``hint`` is answered instead of a turn,
    ``press`` is the callback id to acknowledge, ``blocked`` tells that the person shut (True) or opened the chat.
    """

    chat: int | None = None
    message: Message | None = None
    hint: str | None = None
    press: str | None = None
    blocked: bool | None = None


def read(raw: dict[str, Any], texts: Texts, value_of: Callable[[str], str | None]) -> Event:
    """Understand one update; ``value_of`` resolves stored callback data to the button's value.

    Groups are ignored except for pressed buttons, bots always. Raises pydantic.ValidationError for a part that is
    not what the Bot API documents.
    """
    update = Update.model_validate(raw)
    message_id = f"u{update.update_id}"
    if update.callback_query:
        return _press(update.callback_query, message_id, texts, value_of)
    if update.message:
        return _said(update.message, message_id, texts, edited=False)
    if update.edited_message:
        return _said(update.edited_message, message_id, texts, edited=True)
    if update.my_chat_member and update.my_chat_member.chat.type == "private":
        status = update.my_chat_member.new_chat_member.get("status")
        return Event(chat=update.my_chat_member.chat.id, blocked=status in ("kicked", "left"))
    return Event()


def _said(incoming: Incoming, message_id: str, texts: Texts, edited: bool) -> Event:
    person = incoming.from_
    if incoming.chat.type != "private" or person is None or person.is_bot:
        return Event()
    text, start = _words(incoming, texts, edited)
    if not text:
        # A changed picture or a moving live location is no new thing to answer.
        return Event() if edited else Event(chat=incoming.chat.id, hint=_hint(incoming, texts))
    if len(text) > MAX_TEXT:
        return Event(chat=incoming.chat.id, hint=texts.hints.too_long)
    chat = incoming.chat.id
    return Event(chat=chat, message=_message(person.id, chat, text, message_id, edited=edited, start=start))


def _words(incoming: Incoming, texts: Texts, edited: bool) -> tuple[str, str | None]:
    text = clean(incoming.text or incoming.caption or "")
    command = _COMMAND.fullmatch(text)
    known = texts.commands.get(command[1].lower()) if command else None
    if command and known:
        return known.says, command[2]
    if not text and incoming.location and not edited:
        spot = incoming.location
        return texts.location.format(latitude=round(spot.latitude, 6), longitude=round(spot.longitude, 6)), None
    return text, None


def _hint(incoming: Incoming, texts: Texts) -> str | None:
    if incoming.contact is not None:
        return texts.hints.contact
    if incoming.sticker is not None:
        return texts.hints.sticker
    # Service messages (pinned, timer changed, ...) say nothing to us.
    return texts.hints.media if incoming.has_file else None


def _press(press: Press, message_id: str, texts: Texts, value_of: Callable[[str], str | None]) -> Event:
    chat = press.message.chat.id if press.message else press.from_.id
    if press.from_.is_bot:
        return Event(press=press.id)
    value = clean(value_of(press.data or "") or _label(press) or "")
    if not value or len(value) > MAX_TEXT:
        return Event(chat=chat, press=press.id, hint=texts.hints.old_button)
    return Event(chat=chat, press=press.id, message=_message(press.from_.id, chat, value, message_id, payload=value))


def _label(press: Press) -> str | None:
    if press.message is None or press.message.reply_markup is None:
        return None
    rows = press.message.reply_markup.inline_keyboard
    return next((one.text for row in rows for one in row if one.callback_data == press.data), None)


def _message(
    person: int,
    chat: int,
    text: str,
    message_id: str,
    payload: str | None = None,
    edited: bool = False,
    start: str | None = None,
) -> Message:
    return Message(
        channel="telegram",
        sender=str(person),
        text=text,
        message_id=message_id,
        payload=payload,
        edited=edited,
        address={"chat_id": str(chat)} | ({"start": start} if start else {}),
    )
