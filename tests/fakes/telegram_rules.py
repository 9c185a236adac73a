"""What the Bot API accepts: field names and types per method, and the limits around messages and keyboards."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_SPEC = json.loads((Path(__file__).parent / "data" / "telegram_methods.json").read_text(encoding="utf-8"))
METHODS: dict[str, dict[str, str]] = _SPEC["methods"]
_TYPES: dict[str, Any] = _SPEC["types"]
_SCALARS = {"Integer": int, "Float": (int, float), "Boolean": bool, "String": str}
_ACTIONS = {"typing", "upload_photo", "record_voice", "upload_voice", "upload_document", "find_location"}
_UPDATES = {"message", "edited_message", "callback_query", "my_chat_member", "chat_member", "message_reaction"}
_PRESS = {"url", "callback_data", "web_app", "login_url", "switch_inline_query", "copy_text", "pay"}


class Bad(Exception):
    """A call the Bot API answers with 400; the text is its description."""


def check(method: str, given: dict[str, Any]) -> dict[str, Any]:
    """Turn form or JSON fields into typed values and hold them against every rule; raises Bad."""
    spec = {name.rstrip("?"): types for name, types in METHODS[method].items()}
    for name in given:
        if name not in spec:
            raise Bad(f"unknown field {name} of {method}, known: {', '.join(spec)}")
    for name in METHODS[method]:
        if not name.endswith("?") and given.get(name) in (None, ""):
            raise Bad("message text is empty" if name == "text" else f"parameter {name} is required")
    values = {name: _value(name, spec[name], raw) for name, raw in given.items()}
    for rule in (_text, _keyboard, _webhook, _commands, _action):
        rule(values)
    return values


def _value(name: str, types: str, raw: Any) -> Any:
    for one in types.split("|"):
        value = _parsed(one, raw)
        if _fits(one, value):
            return value
    raise Bad(f"field {name} must be {types}, got {str(raw)[:80]}")


def _parsed(kind: str, raw: Any) -> Any:
    if not isinstance(raw, str) or kind == "String":
        return raw
    try:
        return json.loads(raw)
    except ValueError:
        return raw


def _fits(kind: str, value: Any) -> bool:
    if kind in _SCALARS:
        wanted = _SCALARS[kind]
        return isinstance(value, wanted) and (kind == "Boolean" or not isinstance(value, bool))
    if kind.startswith("Array of "):
        return isinstance(value, list) and all(_fits(kind.removeprefix("Array of "), one) for one in value)
    shape = _TYPES[kind]
    if isinstance(shape, str):
        return any(_fits(one, value) for one in shape.split("|"))
    if not isinstance(value, dict):
        return False
    known = {name.rstrip("?"): types for name, types in shape.items()}
    required = {name for name in shape if not name.endswith("?")}
    return (
        required <= set(value)
        and set(value) <= set(known)
        and all(any(_fits(one, value[name]) for one in known[name].split("|")) for name in value)
    )


def _text(values: dict[str, Any]) -> None:
    text = values.get("text")
    if text is None:
        return
    if not text.strip():
        raise Bad("message text is empty")
    if len(text.encode("utf-16-le")) // 2 > 4096:
        raise Bad("message is too long")
    mode = values.get("parse_mode")
    if mode not in (None, "HTML", "MarkdownV2"):
        raise Bad("unsupported parse_mode")
    if mode == "HTML" and re.search(r"&(?!(?:lt|gt|amp|quot|#\d+);)|<(?!/?(?:b|i|u|s|a|code|pre|blockquote)\b)", text):
        raise Bad("can't parse entities: unsupported start tag or entity")
    if mode == "MarkdownV2" and (found := re.search(r"(?<!\\)[-.!=+{}#>|]", text)):
        raise Bad(f"can't parse entities: character '{found[0]}' is reserved and must be escaped")


def _keyboard(values: dict[str, Any]) -> None:
    rows = (values.get("reply_markup") or {}).get("inline_keyboard", [])
    if sum(len(row) for row in rows) > 100 or any(not 1 <= len(row) <= 8 for row in rows):
        raise Bad("reply markup is too long")
    for one in (button for row in rows for button in row):
        pressed = _PRESS & set(one)
        if not one["text"].strip() or len(pressed) != 1:
            raise Bad("inline keyboard button must have a text and exactly one action")
        if "callback_data" in one and not 1 <= len(one["callback_data"].encode()) <= 64:
            raise Bad("BUTTON_DATA_INVALID")
        if "url" in one:
            address = urlsplit(one["url"])
            if address.scheme not in ("http", "https", "tg") or "." not in (address.hostname or ""):
                raise Bad(f"inline keyboard button URL '{one['url']}' is invalid: Wrong HTTP URL")


def _webhook(values: dict[str, Any]) -> None:
    if "secret_token" in values and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", values["secret_token"]):
        raise Bad("secret token contains unallowed characters")
    if set(values.get("allowed_updates", ())) - _UPDATES:
        raise Bad(f"unknown update types: {sorted(set(values['allowed_updates']) - _UPDATES)}")
    if "url" in values and not values["url"].startswith("https://"):
        raise Bad("bad webhook: An HTTPS URL must be provided for webhook")


def _commands(values: dict[str, Any]) -> None:
    for one in values.get("commands", ()):
        if not re.fullmatch(r"[a-z0-9_]{1,32}", one["command"]) or not 1 <= len(one["description"]) <= 256:
            raise Bad("BOT_COMMAND_INVALID")


def _action(values: dict[str, Any]) -> None:
    if "action" in values and values["action"] not in _ACTIONS:
        raise Bad(f"wrong parameter action in request, allowed: {sorted(_ACTIONS)}")
