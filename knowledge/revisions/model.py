"""What a revision is, who may work on it, and what can go wrong."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

State = Literal["draft", "proposed", "approved", "declined", "withdrawn"]
EDITING_ROLES = ("editor", "supervisor", "operator")


class RevisionError(ValueError):
    """Something that cannot be done to a revision; the Korean text says why."""


class UnknownRevision(RevisionError):
    """There is no revision of that number."""


class NotAllowed(RevisionError):
    """This person may not do it."""


class Conflict(RevisionError):
    """The guide, or the revision, has changed since this person looked at it."""


@dataclass(frozen=True)
class Editor:
    """Who works on guides."""

    id: str
    name: str
    role: str


@dataclass(frozen=True)
class Revision:
    """One revision as it is shown; fields as in RevisionRow."""

    number: int
    guide_id: str
    text: str
    state: str
    place: int | None
    base: int
    base_hash: str
    file_hash: str
    group: int | None
    author_id: str
    author_name: str
    changed_at: datetime
    decider_name: str | None
    decided_at: datetime | None
    note: str | None
    exported_at: datetime | None


def digest(text: str | None) -> str:
    """The hash by which texts are compared; "" for no text at all."""
    return "" if text is None else hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
