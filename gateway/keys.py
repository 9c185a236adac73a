"""The keys of sealed fields: which sealed what, and sealing everything anew with the first of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import Column, Table, func, select, tuple_, update

from casework import audit
from casework.actor import SYSTEM
from casework.base import Base
from casework.privacy.vault import Vault, VaultError, key_id_of
from casework.store import Store
from gateway.settings import Settings
from gateway.tables import ConversationRow, WishRow

BATCH = 200
Key = tuple[Column, ...]
"""The columns of a table's primary key."""
Progress = Callable[[str, int, int], None]
"""Told after every batch: the column, how many rows were looked through, how many there are."""


def vault_of(settings: Settings) -> Vault:
    """The vault of these settings; ValueError for a key that is too short or badly written."""
    return Vault(settings.key, named=settings.named_keys)


def sealed_columns() -> Iterator[tuple[Table, Column]]:
    """Every column that holds sealed fields: those named so in casework, the addresses of conversations and what
    their talks led by buttons remember, and what was told for digests."""
    for table in Base.metadata.sorted_tables:
        yield from ((table, column) for column in table.columns if column.name.endswith("_sealed"))
    conversations = ConversationRow.__table__
    yield conversations, conversations.c.address  # type: ignore[misc]
    yield conversations, conversations.c.guided  # type: ignore[misc]
    wishes = WishRow.__table__
    yield wishes, wishes.c.told  # type: ignore[misc]


class Keys:
    """Looks through and renews every sealed field of one database."""

    def __init__(self, store: Store, vault: Vault, now: Callable[[], datetime]) -> None:
        self._store, self._vault, self._now = store, vault, now

    def counts(self) -> dict[str, Counter[str]]:
        """How many fields each key sealed, by ``table.column``."""
        found: dict[str, Counter[str]] = {}
        with self._store.reading() as session:
            for table, column in sealed_columns():
                head = func.substr(column, 1, 17)
                tokens = session.scalars(select(head).where(column.is_not(None))).all()
                found[f"{table.name}.{column.name}"] = Counter(key_id_of(token) for token in tokens)
        return found

    def rotate(self, progress: Progress = lambda name, done, total: None) -> tuple[int, int]:
        """Seal with the first key whatever another key sealed; how many fields went, and how many could not be opened.

        Every batch is one transaction with its audit entry, so a run may be cut off and done again. A field that
        somebody writes meanwhile is left as they wrote it.
        """
        done = lost = 0
        for table, column in sealed_columns():
            name, at, seen = f"{table.name}.{column.name}", None, 0
            key = tuple(table.primary_key.columns)
            with self._store.reading() as session:
                total = session.scalar(select(func.count()).where(column.is_not(None))) or 0
            while batch := self._batch(key, column, at):
                renewed, unopened = self._renew(name, key, column, batch)
                done, lost, at, seen = done + renewed, lost + unopened, batch[-1][:-1], seen + len(batch)
                progress(name, seen, max(total, seen))
        if done:
            self._store.settle()
        return done, lost

    def _batch(self, key: Key, column: Column, after: tuple | None) -> list[tuple]:
        query = select(*key, column).where(column.is_not(None)).order_by(*key).limit(BATCH)
        with self._store.reading() as session:
            rows = session.execute(query if after is None else query.where(tuple_(*key) > tuple_(*after)))
            return [tuple(row) for row in rows]

    def _renew(self, name: str, key: Key, column: Column, batch: list[tuple]) -> tuple[int, int]:
        old = [(id, token) for *id, token in batch if key_id_of(token) != self._vault.key_id]
        fresh, lost = list[tuple[list, str, str]](), 0
        for id, token in old:
            try:
                fresh.append((id, token, self._vault.seal_bytes(self._vault.open_bytes(token))))
            except VaultError:
                lost += 1
        if not fresh:
            return 0, lost
        renewed = 0
        with self._store.session() as session:
            for id, before, after in fresh:
                same = (part == value for part, value in zip(key, id, strict=True))
                change = update(column.table).where(*same, column == before).values({column: after})
                renewed += session.connection().execute(change).rowcount
            audit.record(session, self._now(), SYSTEM, "rotate-keys", name, count=renewed, key=self._vault.key_id)
        return renewed, lost
