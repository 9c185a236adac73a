"""A ledger with crisis signals over it, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest

from casework.privacy.vault import Vault
from casework.signals.incoming import check, sender_of
from casework.signals.intake import Taken
from casework.signals.rules import Rules, rules
from casework.signals.service import Signals
from tests.casework import kit

DOOR = "서울 관악구 신림로 12, 201호"
KEY = b"a key for addresses in tests"


@dataclass
class Feed:
    """A ledger and hands to put signals into it."""

    world: kit.World
    signals: Signals = field(init=False)

    def __post_init__(self) -> None:
        self.signals = Signals(self.world.cases, Vault(KEY), self.world.now)

    @property
    def today(self) -> date:
        return self.world.time.date()

    def put(self, *kinds: str, address: str = DOOR, days_ago: int = 3, **more: object) -> Taken:
        """Signals of these kinds at one door."""
        day = (self.today - timedelta(days=days_ago)).isoformat()
        rows = [{"kind": kind, "happened_on": day, "address": address, **more} for kind in kinds]
        sender = sender_of("한국전력", "discovery", "api", self.signals.rules)
        found = [check(row, sender.basis, self.world.time, self.signals.rules) for row in rows]
        return self.signals.take(self.signals.begin(sender), sender, found)

    def pass_days(self, days: int) -> None:
        self.world.time += timedelta(days=days)


@pytest.fixture(params=kit.kinds())
def feed(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Feed]:
    with kit.world(request.param, tmp_path) as world:
        yield Feed(world)


@pytest.fixture
def shipped() -> Rules:
    return rules()
