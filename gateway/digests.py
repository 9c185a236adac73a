"""Daily digests: who wants one (with consent), what is new for them, and its way to their channel."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import structlog
from sqlalchemy import delete, or_, select, update

from casework.privacy.vault import Vault
from casework.store import Store
from connectors.message import Part, Reply
from gateway.collecting import CollectedNotices
from gateway.tables import WishRow
from knowledge.bids.digest import Digest, digest
from knowledge.bids.firm import Firm
from knowledge.bids.homes import match_homes
from knowledge.collectors.sources import HOUSING, SEOUL
from knowledge.eligibility.profile import Profile

log = structlog.get_logger()
Kind = Literal["firm", "home"]
HOUR = 8
"""Digests go out from this hour on, in Seoul."""
PAUSE_SECONDS = 300.0
REMEMBERED = 500
LOOKED_AT = 40


@dataclass(frozen=True)
class Wish:
    """One digest to be sent."""

    conversation: str
    kind: str
    told: dict[str, Any]
    shown: tuple[str, ...]


class Wishes:
    """Who wants a digest, in the database; what they told is encrypted. Synchronous."""

    def __init__(self, store: Store, vault: Vault, now: Callable[[], datetime]) -> None:
        self._store, self._vault, self._now = store, vault, now

    def keep(self, conversation: str, kind: Kind, told: dict[str, Any]) -> None:
        """Keep or replace a wish; only ever called with the person's consent."""
        sealed = self._vault.seal(json.dumps(told, ensure_ascii=False))
        with self._store.session() as session:
            row = session.get(WishRow, (conversation, kind))
            if row is None:
                row = WishRow(conversation=conversation, kind=kind, shown=[])
                session.add(row)
            row.told, row.consented_at = sealed, self._now()

    def drop(self, conversation: str, kind: Kind) -> None:
        """Forget a wish and what was told for it."""
        with self._store.session() as session:
            same = (WishRow.conversation == conversation) & (WishRow.kind == kind)
            session.execute(delete(WishRow).where(same))

    def take(self, today: date) -> Wish | None:
        """Claim one wish whose digest of the day is not made yet: whoever takes it is the only one."""
        due = or_(WishRow.sent_on.is_(None), WishRow.sent_on < today)
        with self._store.session() as session:
            query = select(WishRow).where(due).order_by(WishRow.consented_at).limit(1)
            row = session.scalar(query.with_for_update(skip_locked=True))
            if row is None:
                return None
            row.sent_on = today
            return Wish(row.conversation, row.kind, json.loads(self._vault.open(row.told)), tuple(row.shown))

    def shown(self, wish: Wish, ids: tuple[str, ...]) -> None:
        """These notices were in a digest; they will not be in the next."""
        kept = [*wish.shown, *ids][-REMEMBERED:]
        same = (WishRow.conversation == wish.conversation) & (WishRow.kind == wish.kind)
        with self._store.session() as session:
            session.execute(update(WishRow).where(same).values(shown=kept))


class Digests:
    """Makes and sends the digests of a day; any number of gateways may run it, each wish is served once a day."""

    def __init__(
        self, wishes: Wishes, notices: CollectedNotices, deliver: Callable[[str, Reply], Awaitable[bool]],
        now: Callable[[], datetime],
    ) -> None:  # fmt: skip
        self._wishes, self._notices, self._deliver, self._now = wishes, notices, deliver, now

    async def run(self, stop: asyncio.Event) -> None:
        """Look every few minutes whether the day's digests are due, until ``stop`` is set."""
        while not stop.is_set():
            try:
                await self.send()
            except Exception:
                log.exception("digest.failed")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), PAUSE_SECONDS)

    async def send(self) -> int:
        """Send what is due now; returns how many digests went out or wait for somebody's return."""
        local, sent = self._now().astimezone(SEOUL), 0
        while local.hour >= HOUR and (wish := await asyncio.to_thread(self._wishes.take, local.date())):
            made = await asyncio.to_thread(self._made, wish, local.date())
            if made is not None:
                await self._deliver(wish.conversation, Reply((Part(made.text),)))
                await asyncio.to_thread(self._wishes.shown, wish, made.ids)
                sent += 1
        return sent

    def _made(self, wish: Wish, today: date) -> Digest | None:
        if wish.kind == "firm":
            firm = Firm.model_validate(wish.told)
            found = self._notices.matcher().match(firm, today, LOOKED_AT)
            return digest(firm.name, found, wish.shown, today, "입찰공고")
        rows = [(f"{s}:{kept.key}", kept.body) for s in HOUSING for kept in self._notices.records.current(s)]
        homes = match_homes(rows, Profile.model_validate(wish.told), today)
        return digest("", homes[:LOOKED_AT], wish.shown, today, "주택 공고")
