"""What the steps of a turn may use: every room's one service, built once at start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from actions.talks import Talks
from casework.cases import Cases
from casework.screening.screen import Screener
from gateway.conversations import Conversations
from gateway.forgetting import Forgetting
from gateway.rasa import Rasa
from gateway.waiting import Waiting
from knowledge.answer.answerer import Answerer
from knowledge.answer.reword import Rewording
from knowledge.inbox import Inbox


@dataclass
class House:
    """The services of one running gateway; ``rasa`` is None when the dialogue core is switched off."""

    conversations: Conversations
    cases: Cases
    screener: Screener
    answerer: Answerer
    rasa: Rasa | None
    now: Callable[[], datetime]
    acknowledge: Callable[[str, str], tuple[bool, str]]
    """Acknowledge the alert with this id for the chat it was sent to; says whether it worked and a Korean sentence."""
    inbox: Inbox
    waiting: Waiting
    forgetting: Forgetting
    talks: Talks
    """The talks led by buttons."""
    rewording: Rewording | None = None
    """The optional chat model; None when none is configured."""
