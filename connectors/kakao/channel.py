"""The Kakao channel: one skill call in, one valid answer out within the platform's five seconds."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine, Mapping
from dataclasses import replace
from typing import Any, TypeVar

import structlog

from connectors.channel import Gateway
from connectors.kakao.callback import Callbacks
from connectors.kakao.data import Limits, Texts
from connectors.kakao.inbound import Skill
from connectors.kakao.render import notice, render, use_callback
from connectors.kakao.waiting import Waiting, joined
from connectors.message import SHOW_WAITING, Message, Part, Reply

_T = TypeVar("_T")
log = structlog.get_logger(__name__)


class Kakao:
    """Answers skill calls.

    A turn is never cancelled: when it outlives ``kakao_budget_seconds`` its reply goes to the callback address once,
    or waits for the person to press "결과 보기". Kakao lets nobody write first without a paid contract: what a
    caseworker or an editor writes is kept by the gateway and comes with the next turn, which that button asks for too.
    """

    name = "kakao"
    writes_first = False

    def __init__(self, gateway: Gateway, limits: Limits, texts: Texts) -> None:
        self._turn = gateway.turn
        self._budget = float(gateway.setting("kakao_budget_seconds"))
        self._limits, self._texts = limits, texts
        self._callbacks = Callbacks(gateway.setting("kakao_callback_hosts"), gateway.setting("kakao_callback_insecure"))
        self._waiting = Waiting(limits.keep_seconds, limits.keep_people)
        self._tasks: set[asyncio.Task[Any]] = set()

    async def start(self) -> None:
        """Nothing to register: the platform calls us."""

    async def stop(self) -> None:
        """Let accepted turns and callbacks finish, at most ``stop_seconds``, then close the connections."""
        deadline = time.monotonic() + self._limits.stop_seconds
        while self._tasks and (left := deadline - time.monotonic()) > 0:
            await asyncio.wait(self._tasks, timeout=left)
        if self._tasks:
            log.warning("kakao.stopped_with_running_turns", count=len(self._tasks))
        await self._callbacks.close()

    async def push(self, address: Mapping[str, str], reply: Reply) -> bool:
        """Always False: nobody may write first here, so the gateway keeps the words for the person's return."""
        return False

    def health(self) -> str:
        """ "ok", or "degraded: …" when the last callback was not taken."""
        failure = self._callbacks.last_failure
        return f"degraded: 마지막 콜백을 카카오가 받지 않았습니다({failure})" if failure else "ok"

    async def answer(self, skill: Skill, started: float) -> dict[str, Any]:
        """Answer one call; ``started`` is the monotonic time at which it began to arrive. Never raises."""
        if skill.notice:
            return notice(getattr(self._texts, skill.notice), self._limits)
        deadline = started + self._budget
        if skill.message.text in (self._texts.see_result, self._texts.read_on):
            return await self._hand_out(skill.message, deadline)
        turn = self._begin(self._run(skill.message))
        await asyncio.wait({turn}, timeout=max(0.0, deadline - time.monotonic()))
        return self._finished(skill.message.sender, turn.result()) if turn.done() else self._late(skill, turn, started)

    def _finished(self, sender: str, reply: Reply) -> dict[str, Any]:
        earlier = self._waiting.take(sender, with_rest=False)
        if earlier is not None and earlier.parts and earlier != reply:
            reply = joined([earlier, reply])
        return self._show(sender, reply)

    def _late(self, skill: Skill, turn: asyncio.Task[Reply], started: float) -> dict[str, Any]:
        url = skill.callback_url
        if url and self._callbacks.allows(url):
            if self._callbacks.claim(url):
                self._begin(self._call_back(url, skill.message.sender, turn, started))
            return use_callback(self._texts.waiting)
        if url:
            log.warning("kakao.callback_refused", reason="주소가 허용된 호스트의 https가 아닙니다")
        self._waiting.running(skill.message.sender, turn)
        return self._still_looking()

    async def _call_back(self, url: str, sender: str, turn: asyncio.Task[Reply], started: float) -> None:
        until = started + self._limits.callback_seconds
        await asyncio.wait({turn}, timeout=max(0.0, until - time.monotonic()))
        reply = turn.result() if turn.done() else None
        if reply is None:
            self._waiting.running(sender, turn)
        body = self._still_looking() if reply is None else self._show(sender, reply)
        if not await self._callbacks.post(url, body, self._limits.callback_post_seconds) and reply is not None:
            self._waiting.ready(sender, reply)

    async def _hand_out(self, message: Message, deadline: float) -> dict[str, Any]:
        sender = message.sender
        pending = self._waiting.pending(sender)
        if pending:
            await asyncio.wait(pending, timeout=max(0.0, deadline - time.monotonic()))
        reply = self._waiting.take(sender, with_rest=True)
        if reply is not None:
            return self._show(sender, reply)
        if self._waiting.pending(sender):
            return self._still_looking()
        kept = self._begin(self._run(replace(message, payload=SHOW_WAITING)))
        await asyncio.wait({kept}, timeout=max(0.0, deadline - time.monotonic()))
        if not kept.done():
            self._waiting.running(sender, kept)
            return self._still_looking()
        if kept.result().parts:
            return self._show(sender, kept.result())
        return notice(self._texts.nothing_kept, self._limits)

    def _show(self, sender: str, reply: Reply) -> dict[str, Any]:
        rendered = render(reply, self._limits, self._texts)
        self._waiting.rest(sender, rendered.rest)
        return rendered.body

    def _still_looking(self) -> dict[str, Any]:
        return notice(self._texts.still_looking, self._limits, button=self._texts.see_result)

    async def _run(self, message: Message) -> Reply:
        try:
            return await self._turn(message)
        except Exception:
            log.exception("kakao.turn_failed", message_id=message.message_id)
            return Reply((Part(self._texts.failed),))

    def _begin(self, work: Coroutine[Any, Any, _T]) -> asyncio.Task[_T]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
