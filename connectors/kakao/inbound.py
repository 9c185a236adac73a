"""A SkillPayload becomes a Message, or the one thing the channel answers by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from connectors.intake import Refused
from connectors.message import MAX_TEXT, Message
from connectors.text import clean

_MEDIA = re.compile(r"(?:https?://[\w.-]*\bkakaocdn\.net(?:[:/?#]\S*)?[\s,]*)+", re.IGNORECASE)
_PRESSED = ("CARD_BUTTON_", "LIST_ITEM_", "LISTMENU_", "QUICKREPLY_BUTTON_")


def _mapping(value: Any) -> Any:
    return value if isinstance(value, dict) else {}


_Object = Annotated[dict[str, Any], BeforeValidator(_mapping)]


class _User(BaseModel):
    id: str = Field(min_length=1, max_length=200)


class _UserRequest(BaseModel):
    user: _User
    utterance: str | None = None
    params: _Object = {}
    callbackUrl: str | None = None


class _Action(BaseModel):
    params: _Object = {}
    clientExtra: _Object = {}


class _Trigger(BaseModel):
    type: str | None = None


class _Flow(BaseModel):
    trigger: Annotated[_Trigger, BeforeValidator(_mapping)] = _Trigger()


class _Payload(BaseModel):
    userRequest: _UserRequest
    action: Annotated[_Action, BeforeValidator(_mapping)] = _Action()
    flow: Annotated[_Flow, BeforeValidator(_mapping)] = _Flow()


@dataclass(frozen=True)
class Skill:
    """One skill call: the Message, where a late answer may go, and the notice to answer instead of a turn, if any."""

    message: Message
    callback_url: str | None
    notice: Literal["media", "empty", "too_long"] | None


def read(payload: dict[str, Any], message_id: str = "") -> Skill:
    """Understand one SkillPayload; unknown keys are ignored, null and missing objects are empty.

    Raises Refused 400 naming the field when the person or the utterance cannot be read.
    """
    try:
        parsed = _Payload.model_validate(payload)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Refused(
            400, "invalid_payload", f"SkillPayload의 {where} 값이 올바르지 않습니다: {first['msg']}"
        ) from error
    sender = parsed.userRequest.user.id
    if clean(sender) != sender:
        raise Refused(400, "invalid_payload", "SkillPayload의 userRequest.user.id에 쓸 수 없는 글자가 있습니다.")
    text = clean(parsed.userRequest.utterance or "")
    message = Message(
        channel="kakao",
        sender=sender,
        text=text,
        message_id=message_id,
        payload=_pressed(parsed, text),
        address={"user": sender},
    )
    return Skill(message, parsed.userRequest.callbackUrl or None, _notice(parsed, text))


def _pressed(parsed: _Payload, text: str) -> str | None:
    carried = parsed.action.clientExtra.get("payload")
    if isinstance(carried, str) and 0 < len(carried) <= MAX_TEXT:
        return clean(carried)
    pressed = (parsed.flow.trigger.type or "").startswith(_PRESSED)
    return text if pressed and text else None


def _notice(parsed: _Payload, text: str) -> Literal["media", "empty", "too_long"] | None:
    secure_image = any(isinstance(value, str) and '"secureUrls"' in value for value in parsed.action.params.values())
    if _MEDIA.fullmatch(text) or (not text and (secure_image or parsed.userRequest.params.get("media"))):
        return "media"
    if not text:
        return "empty"
    return "too_long" if len(text) > MAX_TEXT else None
