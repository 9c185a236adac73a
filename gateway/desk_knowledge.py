"""What the guides know, for people at the desk: services to link to, replies with sources, open questions."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from casework.console.port import Found, Source, Suggestion, Topic
from gateway.conversations import Conversations
from knowledge.answer.answerer import Answerer
from knowledge.answer.model import Answer
from knowledge.catalog import Catalog
from knowledge.inbox import Inbox

FOUND, SUGGESTED, LOOKED_AT, TOPICS = 8, 2, 12, 20


class DeskKnowledge:
    """Satisfies casework.console.port.Knowledge on the guides in force, the answers and the inbox."""

    def __init__(
        self, answerer: Answerer, catalog: Callable[[], Catalog], inbox: Inbox, conversations: Conversations
    ) -> None:
        self._answerer, self._catalog, self._inbox, self._conversations = answerer, catalog, inbox, conversations

    async def search(self, query: str) -> list[Found]:
        """The guides that fit, best first."""
        return await asyncio.to_thread(self._search, query)

    async def title(self, guide: str) -> str:
        """The name of the guide in force, '' when there is none."""
        found = self._catalog().get(guide)
        return found.name if found else ""

    async def suggest(self, conversation: str) -> list[Suggestion]:
        """Answers with sources to the citizen's last questions, the newest first; none where the guides refuse."""
        return await asyncio.to_thread(self._suggest, conversation)

    async def unanswered(self) -> list[Topic]:
        """Groups of new unanswered questions, those of most people first."""
        groups = await asyncio.to_thread(self._inbox.groups, "new")
        return [Topic(group.leader, group.askers) for group in groups if group.kind == "question"][:TOPICS]

    def _search(self, query: str) -> list[Found]:
        catalog = self._catalog()
        hits = self._answerer.guides.search(query, FOUND)
        return [Found(hit.doc, catalog[hit.doc].name, catalog[hit.doc].summary) for hit in hits if hit.doc in catalog]

    def _suggest(self, conversation: str) -> list[Suggestion]:
        lines = self._conversations.lines(conversation, 0, LOOKED_AT)
        asked = list(dict.fromkeys(line.text for line in reversed(lines) if line.author == "citizen"))
        topic = self._conversations.topic(conversation)
        answers = ((text, self._answerer.answer(text, topic=topic)) for text in asked)
        return [_suggestion(text, answer) for text, answer in answers if answer.sources and not answer.refusal][
            :SUGGESTED
        ]


def _suggestion(question: str, answer: Answer) -> Suggestion:
    sources = (Source(s.title, s.section, s.url or "", s.as_of) for s in answer.sources)
    return Suggestion(question, answer.text, tuple(sources))
