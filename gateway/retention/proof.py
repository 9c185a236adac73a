"""The audit entry that proves a destruction: what kind, how many, from when to when, which; never what they held."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from casework import audit
from casework.actor import SYSTEM

ACTION = "purge"


@dataclass(frozen=True)
class Found:
    """One record that is due: its key and the time its days are counted from."""

    key: Any
    at: datetime


def prove(session: Session, at: datetime, kind: str, gone: Sequence[Found], days: int | None) -> None:
    """Chain the proof, in the transaction that destroys."""
    times = [one.at for one in gone]
    audit.record(
        session, at, SYSTEM, ACTION, kind, count=len(gone), first=min(times).isoformat(), last=max(times).isoformat(),
        ids_sha256=digest_of(one.key for one in gone), kept_days=days,
    )  # fmt: skip


def digest_of(keys: Iterable[Any]) -> str:
    """One hash of many keys, whatever their order: somebody who has a list of them can check it."""
    return hashlib.sha256("\n".join(sorted(str(key) for key in keys)).encode()).hexdigest()
