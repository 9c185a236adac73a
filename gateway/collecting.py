"""Collecting in this house: settings to sources, the database to records, records to a matcher."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from casework.store import Store
from gateway.settings import Settings
from knowledge.collectors.client import Client
from knowledge.collectors.sources import NOTICES, SOURCES, Access
from knowledge.collectors.store import Records

if TYPE_CHECKING:
    from knowledge.bids.match import Matcher


class KeyMissing(ValueError):
    """A source that cannot be asked without a key; the text names the setting."""


def access_of(settings: Settings, source: str) -> Access:
    """Keys and addresses; KeyMissing when this source's key is not set."""
    name = "youthcenter_key" if source == "youthcenter" else "data_go_kr_key"
    if getattr(settings, name) is None:
        raise KeyMissing(f"{source}을(를) 모으려면 IEUM_{name.upper()} 설정이 있어야 해요.")
    secret = {key: value.get_secret_value() if value else "" for key, value in (
        ("key", settings.data_go_kr_key), ("youth", settings.youthcenter_key),
    )}  # fmt: skip
    bases = {each: str(getattr(settings, f"{each}_base")) for each in SOURCES}
    return Access(secret["key"], secret["youth"], bases, settings.collect_days, settings.collect_page)


def client_of(settings: Settings) -> Client:
    """A polite client as the settings say."""
    return Client(settings.collect_pause_seconds, timeout=settings.collect_timeout_seconds)


def records_of(store: Store, now: Callable[[], datetime]) -> Records:
    """The collected records of a database."""
    return Records(store.session, store.reading, now)


class CollectedNotices:
    """The matcher of the collected bid notices, made anew when there are new ones."""

    def __init__(self, records: Records) -> None:
        self.records, self._lock = records, threading.Lock()
        self._made: tuple[object, Matcher] | None = None

    def matcher(self) -> Matcher:
        """Over every current notice with the text of its papers; seconds when there are many new ones."""
        from knowledge.bids.match import Matcher  # Korean morphemes take a second to load; collecting needs none

        with self._lock:
            mark = tuple(self.records.mark(source) for source in NOTICES)
            if self._made is None or self._made[0] != mark:
                rows = [
                    {**kept.body, "text": kept.paper or kept.body.get("text") or ""}
                    for source in NOTICES for kept in self.records.current(source)
                ]  # fmt: skip
                self._made = (mark, Matcher.of_rows(rows))
            return self._made[1]
