"""The talks led by buttons, in the order in which they are asked."""

from __future__ import annotations

from actions.draft_talk import DraftTalk
from actions.mind_talk import MindTalk
from actions.papers_talk import PapersTalk
from actions.provider_talk import ProviderTalk
from actions.talks import Talk

TALKS: tuple[Talk, ...] = (PapersTalk(), DraftTalk(), MindTalk(), ProviderTalk())
