"""A folder with two guides, a store of revisions on each database, and two editors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from casework.store import open_store
from gateway.migrate import upgrade
from knowledge.revisions.editing import Editing
from knowledge.revisions.files import GuideFiles
from knowledge.revisions.layers import Layers
from knowledge.revisions.model import Editor, Revision, digest
from knowledge.revisions.store import Revisions
from tests.casework import kit
from tests.knowledge import guides

NOON = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
DAHYE, BORAM = Editor("S-d", "다혜", "editor"), Editor("S-b", "보람", "operator")
MOON, SUN = "moon-voucher", "sun-voucher"


@dataclass
class World:
    """Files, revisions and the editing over both."""

    folder: Path
    revisions: Revisions
    layers: Layers
    editing: Editing

    def base(self, guide_id: str = MOON) -> str:
        """The hash of the text in force."""
        layer = self.editing.laid().layers.get(guide_id)
        return digest(layer.text if layer else None)

    def draft(self, text: str, guide_id: str | None = MOON, by: Editor = DAHYE) -> Revision:
        return self.editing.save(text, guide_id, by, base_hash=self.base(guide_id or ""))

    def approved(self, text: str, guide_id: str | None = MOON) -> Revision:
        """A revision that two people brought into force."""
        one = self.draft(text, guide_id)
        self.editing.propose(one.number, DAHYE)
        return self.editing.approve(one.number, BORAM)

    def benefit(self, guide_id: str = MOON) -> str | None:
        """What the guide in force gives."""
        return self.editing.laid().catalog[guide_id].benefit


@pytest.fixture(params=kit.kinds())
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    folder = tmp_path / "guides"
    guides.write(folder, guides.text())
    guides.write(folder, guides.text(id=SUN, name="햇빛 이용권(시험)", aliases=["햇빛권"]), name=SUN)
    name = f"ieum_revisions_{tmp_path.name.lower()[-20:].replace('-', '_')}"
    url = f"sqlite:///{tmp_path}/ieum.db" if request.param == "sqlite" else f"{kit.ADMIN}/{name}"
    if request.param == "postgres":
        _postgres(f'CREATE DATABASE "{name}"')
    upgrade(url)
    store = open_store(url)
    revisions = Revisions(store.session, store.reading, lambda: NOON)
    layers = Layers(GuideFiles(folder), revisions)
    yield World(folder, revisions, layers, Editing(layers, revisions))
    store.engine.dispose()
    if request.param == "postgres":
        _postgres(f'DROP DATABASE "{name}" WITH (FORCE)')


def _postgres(command: str) -> None:
    with psycopg.connect(f"{kit.ADMIN}/postgres", autocommit=True) as connection:
        connection.execute(command)
