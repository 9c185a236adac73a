"""What the web channel asks of whoever runs it: kept conversations and a desk that takes reports."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from connectors.message import Part

Author = Literal["citizen", "bot", "caseworker"]
Owner = Literal["bot", "human"]


@dataclass(frozen=True)
class Line:
    """One line of a conversation; ids grow with time, ``at`` is aware UTC, ``parts`` as they were first shown."""

    id: int
    author: Author
    text: str
    at: datetime
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Updates:
    """Lines later than the one asked after (any author), and who holds the conversation now."""

    owner: Owner
    lines: tuple[Line, ...] = ()


class WebConversations(Protocol):
    """Kept conversations of web senders; ``sender`` is the clear id, hashing it is the implementor's duty."""

    async def history(self, sender: str) -> Sequence[Line]:
        """The last 50 lines, oldest first; an unknown sender has none."""

    async def updates(self, sender: str, after: int) -> Updates:
        """Every line with an id above ``after``, oldest first; an unknown sender has none and is held by the bot."""

    async def forget(self, sender: str) -> str:
        """Delete everything kept of this sender; one Korean sentence or two tell what went and what the law keeps."""


@dataclass(frozen=True)
class Submitted:
    """A report that is on disk. ``code`` is None when the same report had been taken before: it is shown only once."""

    receipt: str
    code: str | None


@dataclass(frozen=True)
class ReportState:
    """What a reporter may see: the case's state word, times (aware UTC), and ``note``, one Korean sentence about it."""

    receipt: str
    state: str
    received_at: datetime
    updated_at: datetime | None = None
    note: str = ""


class ReportRefused(ValueError):
    """The desk cannot take this report as it is; the text says in Korean what to change."""


SubmitReport = Callable[[dict[str, Any], str], Awaitable[Submitted]]
"""``submit(fields, event_key)``: fields as casework's NewReport, but ``conversation`` is the clear web sender or None.

Returns only after the report is kept. The same ``event_key`` again returns the same receipt. Raises ReportRefused.
"""


class ReportChanges(Protocol):
    """What the holder of receipt and code may do to a report.

    Each returns after it is kept. LookupError alike for an unknown receipt and a wrong code; ReportRefused with a
    Korean text for what cannot be taken.
    """

    async def correct(self, receipt: str, code: str, fields: dict[str, Any]) -> ReportState:
        """Change these fields of casework's ReportChange."""

    async def withdraw(self, receipt: str, code: str) -> ReportState:
        """Take the report back; its personal fields go."""

    async def add_photo(self, receipt: str, code: str, content: bytes) -> int:
        """Keep a photograph; how many there are now."""


ReportStatus = Callable[[str, str], Awaitable[ReportState]]
"""``status(receipt, code)``; raises LookupError alike for an unknown receipt and for a wrong code."""
