"""The contract of a source, and the one shape that all our sources share: operations read page by page."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from knowledge.collectors.envelope import Kind
from knowledge.collectors.errors import Empty

Cursor = dict[str, Any]
Rows = tuple[list[dict[str, Any]], int | None]
MOST_PAGES = 5_000


@dataclass(frozen=True)
class Record:
    """One raw record; ``hash`` is the SHA-256 of its canonical JSON. One without a natural key is kept by its hash."""

    key: str
    body: dict[str, Any]
    hash: str

    @classmethod
    def of(cls, body: dict[str, Any], names: Iterable[str], prefix: str = "", counters: Collection[str] = ()) -> Record:
        """The record of a raw body whose key is made of these fields; ``counters`` do not count as its content."""
        told = {name: value for name, value in body.items() if name not in counters}
        found = hashlib.sha256(canonical(told).encode("utf-8", "surrogatepass")).hexdigest()
        parts = [str(body.get(name) if body.get(name) is not None else "").strip() for name in names]
        key = "-".join(parts) if all(parts) else f"?{found[:40]}"
        return cls(f"{prefix}{key}"[:200], body, found)


def canonical(body: Mapping[str, Any]) -> str:
    """The same text for the same record, whatever the order of its fields."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True)
class Page:
    """Records, where to go on (None: the pass is complete), and how many there are in all if the source tells."""

    records: list[Record]
    next: Cursor | None
    total: int | None


class Get(Protocol):
    """How a source asks; see Client.get."""

    def __call__(self, url: str, params: Mapping[str, Any], kind: Kind) -> Any:
        """The parsed answer."""


class Source(Protocol):
    """One source of public data. A cursor is JSON; the same cursor always asks for the same page."""

    @property
    def name(self) -> str:
        """Its short name."""

    @property
    def title(self) -> str:
        """Its name for people."""

    def begin(self, since: datetime | None, now: datetime) -> Cursor:
        """Where a pass begins that is to find what changed since then, or everything."""

    def page(self, get: Get, cursor: Cursor) -> Page:
        """One page; raises what ``get`` raises."""


@dataclass(frozen=True)
class Operation:
    """One list of a source: its path, its parameters for a cursor, how rows stand in the answer, what names a row.

    ``counters`` are fields that change without the record changing: row numbers, views.
    """

    path: str
    params: Callable[[Cursor], dict[str, Any]]
    rows: Callable[[Any], Rows]
    keys: tuple[str, ...]
    kind: Kind = "json"
    prefix: str = ""
    counters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paged:
    """A source whose operations are read one after the other, each in one or more ranges of dates, page by page."""

    name: str
    title: str
    base: str
    key: dict[str, str]
    operations: tuple[Operation, ...]
    size: int
    ranges: Callable[[datetime | None, datetime], list[list[str]]] = field(default=lambda since, now: [["", ""]])

    def begin(self, since: datetime | None, now: datetime) -> Cursor:
        """The first page of the first operation; the ranges are fixed here, so that a resumed pass asks the same."""
        return {"operation": 0, "range": 0, "page": 1, "ranges": self.ranges(since, now)}

    def page(self, get: Get, cursor: Cursor) -> Page:
        """One page of one operation and range."""
        operation = self.operations[cursor["operation"]]
        try:
            answer = get(f"{self.base}{operation.path}", {**self.key, **operation.params(cursor)}, operation.kind)
            rows, total = operation.rows(answer)
        except Empty:
            rows, total = [], 0
        records = [Record.of(row, operation.keys, operation.prefix, operation.counters) for row in rows]
        seen = cursor["page"] * self.size
        last = not rows or (total is not None and seen >= total) or cursor["page"] >= MOST_PAGES
        return Page(records, self._after(cursor) if last else {**cursor, "page": cursor["page"] + 1}, total)

    def _after(self, cursor: Cursor) -> Cursor | None:
        if cursor["range"] + 1 < len(cursor["ranges"]):
            return {**cursor, "range": cursor["range"] + 1, "page": 1}
        if cursor["operation"] + 1 < len(self.operations):
            return {**cursor, "operation": cursor["operation"] + 1, "range": 0, "page": 1}
        return None


def listed(value: Any) -> list[dict[str, Any]]:
    """Rows out of any of the spellings of an item list: a list, one object, {"item": …}, "", null or missing."""
    if isinstance(value, dict) and set(value) == {"item"}:
        value = value["item"]
    if isinstance(value, dict):
        return [value] if value else []
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def count(value: Any) -> int | None:
    """A total that may be a number, a text or missing."""
    text = str(value if value is not None else "").strip().replace(",", "")
    return int(text) if text.isdigit() else None
