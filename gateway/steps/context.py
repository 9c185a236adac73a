"""What the steps of one turn share."""

from __future__ import annotations

from dataclasses import dataclass, field

from casework.screening.screen import Screening
from connectors.message import Message, Part, Reply, Risk


@dataclass
class Turn:
    """One turn under way: ``text`` is the masked text, ``parts`` what is being said, ``done`` that no step follows.

    ``guided`` that a button-led talk has answered, ``shown_once`` that its reply must not be kept even for a repeat.
    """

    message: Message
    key: str
    text: str = ""
    event_key: str = ""
    earlier: dict | None = None
    screening: Screening | None = None
    risk: Risk | None = None
    crisis: Part | None = None
    receipt: str | None = None
    refusal: str | None = None
    topic: str | None = None
    parts: list[Part] = field(default_factory=list)
    waiting: tuple[Part, ...] = ()
    waited: list[int] = field(default_factory=list)
    reply: Reply | None = None
    done: bool = False
    failed: bool = False
    replayed: bool = False
    silent_record: bool = False
    guided: bool = False
    shown_once: bool = False

    def end(self, reply: Reply) -> None:
        """The turn's reply is settled; no further step runs."""
        self.reply, self.done = reply, True

    def finished(self, reply: Reply) -> Reply:
        """The reply with what screening found, whatever happened in the steps after it."""
        if self.replayed:
            return reply
        parts = (*self.waiting, *reply.parts)
        if self.crisis is not None and self.crisis not in parts:
            parts = (self.crisis, *parts)
        return Reply(parts, self.refusal or reply.refusal, self.risk or reply.risk, self.receipt or reply.receipt)
