"""The neutral shapes of one turn: what came in (Message) and what goes back (Reply), the same for every channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

MAX_TEXT = 4_000
"""Longest text of one Message in characters; connectors answer longer ones with a polite error."""

SHOW_WAITING = "show_waiting"
"""Payload of a Message by which a person asks for what was written to them meanwhile; its text says nothing."""


@dataclass(frozen=True)
class Message:
    """One inbound event of a person.

    ``channel`` names the connector, ``sender`` is the channel's own id of the person (never stored in clear),
    ``message_id`` is the channel's id of this event (redelivery bears the same one) or "" when it has none,
    ``payload`` is what a pressed button carries, ``address`` what the channel needs to write to the person later.
    """

    channel: str
    sender: str
    text: str
    message_id: str = ""
    payload: str | None = None
    edited: bool = False
    address: Mapping[str, str] = field(default_factory=dict)
    received_at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True)
class Button:
    """One offered next step: pressing sends ``value`` as if typed; with ``url`` it opens that page instead."""

    label: str
    value: str
    url: str | None = None


@dataclass(frozen=True)
class Citation:
    """Where a statement comes from: guide id, its title and section, the official address, the as-of date."""

    id: str
    title: str
    section: str
    url: str | None
    as_of: str


@dataclass(frozen=True)
class Part:
    """One bubble: text, the citations it stands on, the buttons below it."""

    text: str
    citations: tuple[Citation, ...] = ()
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True)
class Risk:
    """What screening heard: level emergency | high | normal, subject self | other, the kinds."""

    level: str
    subject: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Reply:
    """What goes back. No parts means silence on purpose: a human holds the conversation."""

    parts: tuple[Part, ...]
    refusal: str | None = None
    risk: Risk | None = None
    receipt: str | None = None
