"""A Reply becomes plain-text messages with inline keyboards, inside every Bot API limit."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from connectors.links import cite, kind, phone_number
from connectors.message import Button, Part, Reply
from connectors.telegram.buttons import Buttons
from connectors.telegram.data import Limits, Texts
from connectors.text import clean, shorten, split, utf16_units


@dataclass(frozen=True)
class Piece:
    """One sendMessage: plain text (no parse mode, so nothing needs escaping) and the keyboard below it."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None


def render(reply: Reply, limits: Limits, texts: Texts, buttons: Buttons) -> list[Piece]:
    """One piece per part, more when its text is long; the keyboard hangs on the last. Silence gives no pieces."""
    pieces: list[Piece] = []
    for part in reply.parts:
        said = split(_text(part, limits), limits.text, utf16_units)
        keyboard = _keyboard(part, limits, texts, buttons)
        if not said and keyboard is not None:
            said = [texts.choose]
        pieces += [Piece(text) for text in said[:-1]]
        pieces += [Piece(text, keyboard) for text in said[-1:]]
    return pieces


def _text(part: Part, limits: Limits) -> str:
    said = clean(part.text)
    lines = [said] if said else []
    for button in part.buttons:
        if not button.url or kind(button.url) == "unsafe" or _opens(button, limits):
            continue
        # Inline buttons cannot dial; a number in the text can be tapped.
        address = phone_number(button.url) if kind(button.url) == "phone" else button.url
        if address not in said:
            lines.append(f"{clean(button.label)}: {address}" if clean(button.label) != address else address)
    lines += dict.fromkeys(cite(source, with_url=True) for source in part.citations)
    return clean("\n".join(lines))


def _opens(button: Button, limits: Limits) -> bool:
    return button.url is not None and kind(button.url) == "web" and len(button.url) <= limits.url


def _keyboard(part: Part, limits: Limits, texts: Texts, buttons: Buttons) -> InlineKeyboardMarkup | None:
    rows: list[list[InlineKeyboardButton]] = []
    room = False
    for button in part.buttons[: limits.buttons]:
        made = _button(button, limits, texts, buttons)
        if made is None:
            continue
        short = len(made.text) <= limits.short_label
        if short and room:
            rows[-1].append(made)
        else:
            rows.append([made])
        room = short and len(rows[-1]) == 1
    return InlineKeyboardMarkup(rows) if rows else None


def _button(button: Button, limits: Limits, texts: Texts, buttons: Buttons) -> InlineKeyboardButton | None:
    label = shorten(clean(button.label), limits.button_label)
    if button.url:
        return InlineKeyboardButton(label or texts.open, url=button.url) if _opens(button, limits) else None
    value = clean(button.value) or label
    if not value:
        return None
    return InlineKeyboardButton(label or shorten(value, limits.button_label), callback_data=buttons.data(value))
