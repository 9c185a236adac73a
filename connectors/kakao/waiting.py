"""Answers that were not ready in time, kept in memory until the person asks for them."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass, field

from connectors.message import Reply


@dataclass
class _Shelf:
    until: float
    tasks: list[asyncio.Task[Reply]] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    rest: Reply | None = None


class Waiting:
    """A shelf per person for ``seconds``; beyond ``people`` shelves the oldest goes.

    Only this process knows a shelf: after a restart the person is asked to repeat the question.
    """

    def __init__(self, seconds: float, people: int) -> None:
        self._seconds, self._people = seconds, people
        self._shelves: OrderedDict[str, _Shelf] = OrderedDict()

    def running(self, sender: str, task: asyncio.Task[Reply]) -> None:
        """Keep a turn that is still running."""
        self._shelf(sender).tasks.append(task)

    def ready(self, sender: str, reply: Reply) -> None:
        """Keep a reply that could not be handed over."""
        self._shelf(sender).replies.append(reply)

    def rest(self, sender: str, rest: Reply | None) -> None:
        """Keep what did not fit into the last answer; None forgets it."""
        if rest is not None or sender in self._shelves:
            self._shelf(sender).rest = rest

    def pending(self, sender: str) -> list[asyncio.Task[Reply]]:
        """The person's turns that are still running."""
        shelf = self._find(sender)
        return [task for task in shelf.tasks if not task.done()] if shelf else []

    def take(self, sender: str, with_rest: bool) -> Reply | None:
        """Hand out what is ready, oldest first, each reply once; None when there is nothing."""
        shelf = self._find(sender)
        if shelf is None:
            return None
        done = [task.result() for task in shelf.tasks if task.done() and not task.cancelled()]
        shelf.tasks = [task for task in shelf.tasks if not task.done()]
        # The same event delivered twice runs into equal replies; they are shown once.
        ready = [*([shelf.rest] if with_rest and shelf.rest else []), *shelf.replies, *dict.fromkeys(done)]
        shelf.replies, shelf.rest = [], None
        if not shelf.tasks:
            del self._shelves[sender]
        return joined(ready) if ready else None

    def _find(self, sender: str) -> _Shelf | None:
        now = time.monotonic()
        while self._shelves and next(iter(self._shelves.values())).until < now:
            self._shelves.popitem(last=False)
        return self._shelves.get(sender)

    def _shelf(self, sender: str) -> _Shelf:
        until = time.monotonic() + self._seconds
        shelf = self._find(sender) or _Shelf(until)
        shelf.until = until
        self._shelves[sender] = shelf
        self._shelves.move_to_end(sender)
        while len(self._shelves) > self._people:
            self._shelves.popitem(last=False)
        return shelf


def joined(replies: list[Reply]) -> Reply:
    """Several replies as one, in order; risk and receipt of the last that has them."""
    last = replies[-1]
    return Reply(
        tuple(part for reply in replies for part in reply.parts),
        last.refusal,
        next((one.risk for one in reversed(replies) if one.risk), None),
        next((one.receipt for one in reversed(replies) if one.receipt), None),
    )
