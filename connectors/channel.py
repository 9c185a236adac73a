"""The whole surface for a new channel: a folder with a ``create(gateway) -> Channel``; see docs/add-a-channel.md."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from fastapi import APIRouter

from connectors.message import Message, Reply


@dataclass(frozen=True)
class Gateway:
    """What a channel may ask of the running process, and nothing else.

    ``turn`` handles one Message to its Reply; it never raises for a person's input, is safe to call twice with the
    same ``message_id`` (the second call returns the first Reply) and keeps one sender's turns in order.
    ``setting`` reads one IEUM_* setting by its field name.
    """

    turn: Callable[[Message], Awaitable[Reply]]
    setting: Callable[[str], Any]


class Channel(Protocol):
    """One way people reach 이음."""

    name: str
    router: APIRouter

    async def start(self) -> None:
        """Begin listening (register a webhook, start polling); must not fail because the vendor is unreachable."""

    async def stop(self) -> None:
        """Stop listening and finish what was accepted."""

    async def push(self, address: Mapping[str, str], reply: Reply) -> bool:
        """Write to a person outside a turn; False when the channel cannot (then the person reads it on return)."""


def off_reason(name: str, missing: str) -> str:
    """The one sentence a channel says when its secret is not set."""
    return f"{name} 채널이 꺼져 있습니다: {missing} 설정이 없습니다."
