"""A Reply becomes a SkillResponse v2.0 that the platform never rejects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from connectors.kakao.cards import Links, cards, collect
from connectors.kakao.data import Limits, Texts
from connectors.links import cite, kind
from connectors.message import Button, Part, Reply
from connectors.text import clean, shorten, split


@dataclass(frozen=True)
class Rendered:
    """The JSON body to send, and what did not fit into its three bubbles (None when everything did)."""

    body: dict[str, Any]
    rest: Reply | None


def render(reply: Reply, limits: Limits, texts: Texts) -> Rendered:
    """Build the answer: texts first, then at most two cards with numbers and pages, then quick replies.

    Numbers to dial are always in the first answer, however long the text is; a reply without parts becomes the
    sentence that a person reads along, with a button to look for their words.
    """
    if not reply.parts:
        return Rendered(notice(texts.human, limits, button=texts.see_result), None)
    links = collect(reply, limits)
    shown = cards(links, limits, texts)
    bubbles = _bubbles(reply, links, limits, limits.outputs - len(shown))
    room = limits.outputs - len(shown)
    here, rest = bubbles[:room], bubbles[room:]
    quick = _quick_replies(reply, limits)
    if rest:
        more = Button(texts.read_on, texts.read_on)
        quick = [_quick_reply(more, limits), *quick][: limits.quick_replies]
    outputs = [{"simpleText": {"text": text}} for text in here] + shown
    if not outputs:
        return Rendered(notice(texts.empty, limits, *quick), None)
    return Rendered(_response(outputs, quick), Reply((Part("\n\n".join(rest)),)) if rest else None)


def notice(text: str, limits: Limits, *quick: dict[str, Any], button: str = "") -> dict[str, Any]:
    """One sentence of the channel itself, with one button that utters its own label if asked."""
    own = [_quick_reply(Button(button, button), limits)] if button else []
    return _response([{"simpleText": {"text": text}}], [*own, *quick])


def use_callback(text: str) -> dict[str, Any]:
    """The first answer that asks the platform to wait for the callback."""
    return {"version": "2.0", "useCallback": True, "data": {"text": text}}


def _response(outputs: list[dict[str, Any]], quick: list[dict[str, Any]]) -> dict[str, Any]:
    template: dict[str, Any] = {"outputs": outputs}
    if quick:
        template["quickReplies"] = quick
    return {"version": "2.0", "template": template}


def _bubbles(reply: Reply, links: Links, limits: Limits, room: int) -> list[str]:
    blocks = [block for part in reply.parts if (block := _block(part, links))]
    if len(blocks) <= room and all(len(block) <= limits.simple_text for block in blocks):
        return blocks
    return split("\n\n".join(blocks), limits.simple_text)


def _block(part: Part, links: Links) -> str:
    lines = [clean(part.text)]
    for button in part.buttons:
        if button.url and button.url not in links.shown and kind(button.url) != "unsafe":
            lines.append(f"{button.label}: {button.url.removeprefix('tel:')}")
    lines += dict.fromkeys(cite(source, with_url=source.url not in links.shown) for source in part.citations)
    return clean("\n".join(filter(None, lines)))


def _quick_replies(reply: Reply, limits: Limits) -> list[dict[str, Any]]:
    made = [_quick_reply(b, limits) for part in reply.parts for b in part.buttons if not b.url and clean(b.label)]
    unique = {(one["label"], one["messageText"]): one for one in made}
    return list(unique.values())[: limits.quick_replies]


def _quick_reply(button: Button, limits: Limits) -> dict[str, Any]:
    said = clean(button.value)
    # A value too long to utter would be cut and mean something else; the label is what the person saw.
    said = said if 0 < len(said) <= limits.message_text else clean(button.label)[: limits.message_text]
    return {"label": shorten(clean(button.label), limits.label), "action": "message", "messageText": said}
