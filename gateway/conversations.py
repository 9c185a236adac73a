"""Conversations: who speaks, what was said, which events were handled; one conversation's turns in order."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from casework.privacy.vault import Vault
from casework.store import Store
from connectors.message import Message, Reply
from gateway.tables import ConversationRow, EventRow, LineRow, WaitingRow, WishRow
from gateway.wire import reply_from_json, reply_to_json

TICKET_LASTS = timedelta(days=1)


@dataclass(frozen=True)
class Conversation:
    """One conversation as the turn sees it."""

    key: str
    channel: str
    owner: str
    topic: str | None


@dataclass(frozen=True)
class SaidLine:
    """One stored line with its number; ``parts`` is the Reply's parts as JSON for the bot's lines."""

    id: int
    author: str
    text: str
    at: datetime
    parts: list | None


class Conversations:
    """The gateway's memory of conversations. Methods are synchronous; call them from ``asyncio.to_thread``."""

    def __init__(self, store: Store, vault: Vault, key: bytes, now: Callable[[], datetime]) -> None:
        self._store, self._vault, self._key, self._now = store, vault, key, now
        self._signer = URLSafeSerializer(key, salt="talks")
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def key_of(self, channel: str, sender: str) -> str:
        """The keyed hash that stands for a person on a channel; the sender itself is never stored."""
        return hmac.new(self._key, f"{channel}\0{sender}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()

    @asynccontextmanager
    async def in_order(self, key: str) -> AsyncIterator[None]:
        """Hold one conversation: turns of the same conversation run one after another, others in parallel."""
        lock = self._locks.get(key)
        if lock is None:
            lock = self._locks[key] = asyncio.Lock()
        async with lock:
            yield

    def open(self, key: str, message: Message) -> Conversation:
        """The conversation of this message, begun if new; its address is renewed (encrypted)."""
        with self._store.session() as session:
            row = session.get(ConversationRow, key)
            if row is None:
                row = ConversationRow(key=key, channel=message.channel, owner="bot", started_at=self._now())
                session.add(row)
            if message.address:
                row.address = self._vault.seal(json.dumps(dict(message.address), sort_keys=True))
            row.last_at, row.forgotten_at = self._now(), None
            return Conversation(row.key, row.channel, row.owner, row.topic)

    def handled(self, key: str, message_id: str) -> Reply | None:
        """The Reply that this event got before, or None when it was not handled to its end."""
        with self._store.reading() as session:
            found = session.scalar(
                select(EventRow.reply).where(EventRow.conversation == key, EventRow.message_id == message_id)
            )
            return reply_from_json(found) if found else None

    def finish(self, key: str, message_id: str, reply: Reply) -> None:
        """Remember the event's Reply, so that a redelivery has no second effect."""
        row = EventRow(conversation=key, message_id=message_id, at=self._now(), reply=reply_to_json(reply))
        try:
            with self._store.session() as session:
                session.add(row)
        except IntegrityError:  # another process handled the same event meanwhile: its reply stands
            return

    def say(self, key: str, author: str, text: str, reply: Reply | None = None) -> int:
        """Add a line; returns its number."""
        with self._store.session() as session:
            parts = reply_to_json(reply)["parts"] if reply else None
            row = LineRow(conversation=key, author=author, text=text, parts=parts, at=self._now())
            session.add(row)
            session.flush()
            return row.id

    def lines(self, key: str, after: int = 0, limit: int = 50) -> list[SaidLine]:
        """The last ``limit`` lines after number ``after``, oldest first."""
        with self._store.reading() as session:
            rows = session.scalars(
                select(LineRow)
                .where(LineRow.conversation == key, LineRow.id > after)
                .order_by(LineRow.id.desc())
                .limit(limit)
            ).all()
            return [SaidLine(row.id, row.author, row.text, row.at, row.parts) for row in reversed(rows)]

    def owner(self, key: str) -> str:
        """Who holds the conversation: "bot" or "human"."""
        with self._store.reading() as session:
            row = session.get(ConversationRow, key)
            return row.owner if row else "bot"

    def holder(self, key: str) -> str:
        """The staff id that holds the conversation, "" for the bot."""
        with self._store.reading() as session:
            row = session.get(ConversationRow, key)
            return (row.owner_id or "") if row and row.owner == "human" else ""

    def give(self, key: str, owner: str, by: str | None) -> bool:
        """Hand the conversation to "human" (the staff id ``by``) or "bot"; False for an unknown conversation."""
        if owner not in ("bot", "human"):
            raise ValueError(f"대화를 맡을 수 있는 쪽은 bot, human이에요: {owner!r}")
        with self._store.session() as session:
            row = session.get(ConversationRow, key)
            if row is None:
                return False
            row.owner, row.owner_id = owner, by if owner == "human" else None
            return True

    def set_topic(self, key: str, topic: str | None) -> None:
        """Remember which guides are being talked about, as Talk.stored writes it."""
        with self._store.session() as session:
            if (row := session.get(ConversationRow, key)) is not None:
                row.topic = topic

    def crisis(self, key: str) -> dict | None:
        """What screening last heard in this conversation: ``{"level", "subject", "kinds", "at", "turns"}``, or None."""
        with self._store.reading() as session:
            row = session.get(ConversationRow, key)
            return row.crisis if row else None

    def set_crisis(self, key: str, crisis: dict | None) -> None:
        """Remember what screening heard, for the turns that follow."""
        with self._store.session() as session:
            if (row := session.get(ConversationRow, key)) is not None:
                row.crisis = crisis

    def guided(self, key: str) -> dict | None:
        """What the button-led talks remember here, or None."""
        with self._store.reading() as session:
            row = session.get(ConversationRow, key)
            return json.loads(self._vault.open(row.guided)) if row and row.guided else None

    def set_guided(self, key: str, state: dict | None) -> None:
        """Remember it, encrypted; None forgets it."""
        with self._store.session() as session:
            if (row := session.get(ConversationRow, key)) is not None:
                row.guided = self._vault.seal(json.dumps(state, ensure_ascii=False)) if state else None

    def ticket(self, key: str) -> str:
        """A signed word that opens what a talk made for this conversation, for a day."""
        return self._signer.dumps([key, self._now().isoformat()])

    def of_ticket(self, ticket: str) -> str | None:
        """The conversation of a ticket; None for one that is not ours or too old."""
        try:
            key, at = self._signer.loads(ticket)
        except BadData:
            return None
        return str(key) if self._now() - datetime.fromisoformat(at) < TICKET_LASTS else None

    def topic(self, key: str) -> str | None:
        """The guides being talked about, as Talk.stored writes it."""
        with self._store.reading() as session:
            row = session.get(ConversationRow, key)
            return row.topic if row else None

    def address(self, key: str) -> tuple[str, Mapping[str, str]] | None:
        """Channel and address to write to, or None when the person left none."""
        with self._store.reading() as session:
            row = session.get(ConversationRow, key)
            if row is None or not row.address:
                return None
            return row.channel, json.loads(self._vault.open(row.address))

    def channel(self, key: str) -> str | None:
        """The channel this person came by, None for an unknown conversation."""
        with self._store.reading() as session:
            row = session.get(ConversationRow, key)
            return row.channel if row else None

    def forget(self, key: str, *, keep_address: bool = False) -> None:
        """Delete everything said in this conversation and its address; cases keep their own record.

        With ``keep_address`` a caseworker with an open case can still write to the person.
        """
        with self._store.session() as session:
            for table in (LineRow, EventRow, WaitingRow, WishRow):
                session.execute(delete(table).where(table.conversation == key))
            if (row := session.get(ConversationRow, key)) is not None:
                row.topic, row.crisis, row.guided, row.forgotten_at = None, None, None, self._now()
                if not keep_address:
                    row.address = None

    def forgotten(self, key: str) -> bool:
        """Whether it was forgotten after its last message began: then that turn leaves no line either."""
        with self._store.reading() as session:
            row = session.get(ConversationRow, key)
            return row is not None and row.forgotten_at is not None

    def leave(self, key: str) -> None:
        """Drop what stands for a forgotten conversation, unless a human holds it or its address is still needed."""
        with self._store.session() as session:
            row = session.get(ConversationRow, key)
            if row is not None and row.forgotten_at is not None and row.address is None and row.owner == "bot":
                session.delete(row)
