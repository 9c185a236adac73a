"""The parts of a Bot API Update that this channel reads; everything else is ignored."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

_ID = 2**53


class Person(BaseModel):
    """User."""

    id: int = Field(gt=0, lt=_ID)
    is_bot: bool = False


class Chat(BaseModel):
    """Chat; ``type`` is private, group, supergroup or channel."""

    id: int = Field(gt=-_ID, lt=_ID)
    type: str


class Location(BaseModel):
    """Location in degrees."""

    latitude: float = Field(ge=-90, le=90, allow_inf_nan=False)
    longitude: float = Field(ge=-180, le=180, allow_inf_nan=False)


class InlineButton(BaseModel):
    """InlineKeyboardButton as it comes back with a press."""

    text: str = ""
    callback_data: str | None = None


class Keyboard(BaseModel):
    """InlineKeyboardMarkup."""

    inline_keyboard: list[list[InlineButton]] = []


class Incoming(BaseModel):
    """Message."""

    chat: Chat
    from_: Person | None = Field(None, alias="from")
    text: str | None = None
    caption: str | None = None
    location: Location | None = None
    contact: dict[str, Any] | None = None
    sticker: dict[str, Any] | None = None
    photo: list[Any] | None = None
    video: dict[str, Any] | None = None
    video_note: dict[str, Any] | None = None
    animation: dict[str, Any] | None = None
    voice: dict[str, Any] | None = None
    audio: dict[str, Any] | None = None
    document: dict[str, Any] | None = None
    reply_markup: Keyboard | None = None

    @property
    def has_file(self) -> bool:
        """Whether it carries a picture, a sound or a file."""
        files = (self.photo, self.video, self.video_note, self.animation, self.voice, self.audio, self.document)
        return any(file is not None for file in files)


class Press(BaseModel):
    """CallbackQuery."""

    id: str
    from_: Person = Field(alias="from")
    message: Incoming | None = None
    data: str | None = None


class Membership(BaseModel):
    """ChatMemberUpdated about the bot itself."""

    chat: Chat
    new_chat_member: dict[str, Any]


class Update(BaseModel):
    """One update; at most one of the optional parts is present."""

    update_id: int = Field(ge=0, lt=_ID)
    message: Incoming | None = None
    edited_message: Incoming | None = None
    callback_query: Press | None = None
    my_chat_member: Membership | None = None
