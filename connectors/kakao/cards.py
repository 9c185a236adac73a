"""Phone and web links as Kakao cards: a text card, a carousel of text cards, or a list card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from connectors.kakao.data import Limits, Texts
from connectors.links import kind, phone_number
from connectors.message import Reply
from connectors.text import shorten

Component = dict[str, Any]


@dataclass(frozen=True)
class Link:
    """One thing to press that leaves the chat: a number to dial or an https page."""

    label: str
    url: str
    about: str = ""


@dataclass(frozen=True)
class Links:
    """The links of one reply that fit into cards; ``shown`` tells which addresses need no text line."""

    phones: tuple[Link, ...]
    pages: tuple[Link, ...]

    @property
    def shown(self) -> frozenset[str]:
        """Addresses that a card carries."""
        return frozenset(link.url for link in (*self.phones, *self.pages))


def collect(reply: Reply, limits: Limits) -> Links:
    """Gather phone numbers and pages of a reply, each once, in order, as many as cards can hold."""
    phones: dict[str, Link] = {}
    pages: dict[str, Link] = {}
    for part in reply.parts:
        for button in part.buttons:
            if button.url and kind(button.url) == "phone":
                phones.setdefault(button.url, Link(button.label, button.url))
            elif button.url and kind(button.url) == "web" and len(button.url) <= limits.web_link:
                pages.setdefault(button.url, Link(button.label, button.url))
        for source in part.citations:
            if source.url and kind(source.url) == "web" and len(source.url) <= limits.web_link:
                pages.setdefault(source.url, Link(source.title, source.url, source.section))
    most_phones = limits.card_buttons * limits.carousel_items
    return Links(tuple(phones.values())[:most_phones], tuple(pages.values())[: limits.list_items])


def cards(links: Links, limits: Limits, texts: Texts) -> list[Component]:
    """At most two components that carry every link given."""
    phones = [_phone(link, limits) for link in links.phones]
    pages = [_page(link, limits, texts) for link in links.pages]
    if phones and pages and len(phones) + len(pages) <= limits.card_buttons:
        return [{"textCard": {"description": texts.both_card, "buttons": phones + pages}}]
    made = [_text_cards(phones, texts.phone_card, limits)] if phones else []
    if pages:
        few = len(pages) <= limits.card_buttons
        made.append(_text_cards(pages, texts.link_card, limits) if few else _list(links.pages, limits, texts))
    return made


def _text_cards(buttons: list[Component], description: str, limits: Limits) -> Component:
    size = limits.card_buttons
    items = [
        {"description": description, "buttons": buttons[start : start + size]} for start in range(0, len(buttons), size)
    ]
    return {"textCard": items[0]} if len(items) == 1 else {"carousel": {"type": "textCard", "items": items}}


def _list(pages: tuple[Link, ...], limits: Limits, texts: Texts) -> Component:
    items = []
    for page in pages:
        item: Component = {"title": shorten(page.label, limits.list_title) or texts.list_header}
        if about := shorten(page.about, limits.list_description):
            item["description"] = about
        items.append(item | {"link": {"web": page.url}})
    return {"listCard": {"header": {"title": texts.list_header}, "items": items}}


def _phone(link: Link, limits: Limits) -> Component:
    number = phone_number(link.url)
    return {
        "label": shorten(link.label, limits.label) or number[: limits.label],
        "action": "phone",
        "phoneNumber": number,
    }


def _page(link: Link, limits: Limits, texts: Texts) -> Component:
    return {"label": shorten(link.label, limits.label) or texts.open_page, "action": "webLink", "webLinkUrl": link.url}
