"""Sending messages through a real house and looking at what it kept."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

from sqlalchemy import inspect, text

from connectors.message import Message, Reply
from gateway.build import Building
from gateway.delivery import Delivery
from gateway.talk import Talk
from gateway.turn import Turns

RENT = "청년월세 지원 얼마까지 되나요?"
NEIGHBOUR = "옆집 할아버지가 며칠째 안 보이고 우편물이 쌓여 있어요"
SELF = "더는 못 버티겠어요. 다 끝내고 싶어요"
NUMBERS = ("109", "112", "119")
_ids = itertools.count(1)


def message(words: str, sender: str = "person-0123456789abcdef", channel: str = "web", **more: Any) -> Message:
    """One message; a fresh message_id unless one is given."""
    return Message(channel, sender, words, more.pop("message_id", f"m{next(_ids)}"), **more)


async def say(building: Building, words: str, **more: Any) -> Reply:
    """One turn."""
    return await Turns(building.house)(message(words, **more))


def words_of(reply: Reply) -> str:
    """Everything a reply says."""
    return "\n\n".join(part.text for part in reply.parts)


def key_of(building: Building, sent: Message) -> str:
    """The conversation's key."""
    return building.house.conversations.key_of(sent.channel, sent.sender)


class Pages:
    """A channel whose page shows what is kept, as the web's does."""

    shows_kept_lines = True


def talk_of(building: Building, channels: dict[str, Any] | None = None) -> Talk:
    """A caseworker's side of the conversations; people come by a page unless other channels are given."""
    house, given = building.house, {"web": Pages()} if channels is None else channels
    return Talk(
        house.conversations, house.cases, Delivery(house.conversations, house.waiting, lambda: given), lambda: 7
    )


def lines(building: Building, sent: Message) -> list[tuple[str, str]]:
    """What was kept of the conversation: author and text."""
    return [(line.author, line.text) for line in building.house.conversations.lines(key_of(building, sent))]


def rows(building: Building) -> dict[str, int]:
    """Every table with its number of rows."""
    with building.store.reading() as session:
        names = inspect(session.connection()).get_table_names()
        return {name: session.scalar(text(f'SELECT count(*) FROM "{name}"')) or 0 for name in names}


def drop(building: Building, table: str) -> None:
    """Take a table away, as a broken database would."""
    with building.store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql(f'DROP TABLE "{table}"')
        connection.commit()


def tables(database: Path) -> list[str]:
    """The tables of a database file, without the migration's own."""
    import sqlite3

    with sqlite3.connect(database) as connection:
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return sorted(name for (name,) in found if name not in ("alembic_version", "sqlite_sequence"))


def kept_bytes(home: Path) -> bytes:
    """Everything a home holds on disk, logs and databases with their write-ahead logs."""
    return b"".join(path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file())
