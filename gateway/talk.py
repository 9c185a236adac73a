"""A caseworker talking with a citizen: who speaks, and how a line reaches the person's channel."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from casework.cases import Cases
from casework.console.port import Line
from connectors.message import Part, Reply
from gateway.conversations import Conversations
from gateway.delivery import Delivery

HELD = "담당자가 대화를 함께 보고 있어요. 이제 담당자가 직접 답할 거예요."
WITHIN = "{held} 보통 {minutes}분 안에 답해요."
BACK = "담당자와의 대화를 마쳤어요. 다시 이음 챗봇이 도와드릴게요."


class Talk:
    """Satisfies casework.console.port.Talk on the gateway's conversations and channels.

    ``wait`` gives the minutes within which a caseworker usually answers, None when that is not known.
    """

    def __init__(
        self, conversations: Conversations, cases: Cases, delivery: Delivery, wait: Callable[[], int | None]
    ) -> None:
        self._conversations, self._cases, self._delivery, self._wait = conversations, cases, delivery, wait

    async def lines(self, conversation: str) -> list[Line]:
        """The last lines, oldest first."""
        said = await asyncio.to_thread(self._conversations.lines, conversation, 0, 100)
        return [Line(line.author, line.text, line.at) for line in said]  # type: ignore[arg-type]

    async def owner(self, conversation: str) -> str:
        """The staff id that holds it, "" for the bot."""
        return await asyncio.to_thread(self._conversations.holder, conversation)

    async def take(self, conversation: str, by: str) -> None:
        """The bot is silent from the next message on; waits for a turn under way, then tells the person so once."""
        async with self._conversations.in_order(conversation):
            held = bool(await asyncio.to_thread(self._conversations.holder, conversation))
            await asyncio.to_thread(self._conversations.give, conversation, "human", by)
        if not held:
            minutes = await asyncio.to_thread(self._wait)
            await self._tell(conversation, "bot", WITHIN.format(held=HELD, minutes=minutes) if minutes else HELD)

    async def say(self, conversation: str, by: str, text: str) -> bool:
        """Keep the line and bring it; False when the person will read it on return."""
        await asyncio.to_thread(self._cases.say, conversation, "caseworker", text)
        return await self._tell(conversation, "caseworker", text)

    async def hand_back(self, conversation: str, by: str) -> None:
        """The bot speaks again, and the person is told so."""
        async with self._conversations.in_order(conversation):
            await asyncio.to_thread(self._conversations.give, conversation, "bot", None)
        await self._tell(conversation, "bot", BACK)

    async def _tell(self, conversation: str, author: str, text: str) -> bool:
        return await self._delivery.say(conversation, author, Reply((Part(text),)))
