"""Shared by all tests: what is costly is made once, what can be changed is made anew for every test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from tests import house

if TYPE_CHECKING:
    from gateway.build import Building
    from gateway.settings import Settings
    from knowledge.answer.answerer import Answerer
    from knowledge.catalog import Catalog
    from knowledge.index.library import Library

settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")  # how long an example takes says more about the machine than about the code

TODAY = date(2026, 11, 22)
"""The day the guides were last looked through; answers are judged by it, whenever the tests run."""


@pytest.fixture(scope="session", autouse=True)
def no_settings_of_the_developer() -> Iterator[None]:
    """Whatever IEUM_* a developer has set must not change what a test sees; IEUM_TEST_* are for the tests."""
    ours = [name for name in os.environ if name.startswith("IEUM_") and not name.startswith("IEUM_TEST_")]
    kept = {name: os.environ.pop(name) for name in (*ours, "DATABASE_URL", "REDIS_URL") if name in os.environ}
    yield
    os.environ.update(kept)


@pytest.fixture(scope="session", autouse=True)
def logs_as_the_gateway_writes_them() -> None:
    """Tracebacks without values, numbers masked."""
    from gateway.logs import configure

    configure("INFO")


@pytest.fixture(scope="session")
def guides_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of about 35 real guides."""
    return house.few_guides(tmp_path_factory.mktemp("guides"))


@pytest.fixture(scope="session")
def catalog(guides_dir: Path) -> Catalog:
    """The catalog of those guides."""
    from knowledge.catalog import Catalog

    return Catalog.read(guides_dir)


@pytest.fixture(scope="session")
def index_dir(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lexical index of those guides."""
    return _indexed(catalog, tmp_path_factory.mktemp("index"))


@pytest.fixture(scope="session")
def library(catalog: Catalog, index_dir: Path) -> Library:
    """A library that serves that index; nobody may renew it with something else."""
    return _served(catalog, index_dir)


@pytest.fixture(scope="session")
def answerer(catalog: Catalog, library: Library) -> Answerer:
    """Answers from those guides, as of TODAY."""
    from knowledge.answer.answerer import Answerer

    return Answerer(lambda: catalog, library, lambda: TODAY)


@pytest.fixture(scope="session")
def all_guides() -> Catalog:
    """The whole catalog as it is shipped."""
    from knowledge.catalog import Catalog

    return Catalog.read(house.GUIDES)


@pytest.fixture(scope="session")
def all_index(all_guides: Catalog, pytestconfig: pytest.Config) -> Path:
    """The lexical index of all guides, kept in pytest's cache until the guides or the index's code change."""
    return _indexed(all_guides, pytestconfig.cache.mkdir(f"ieum-index-{house.index_code()}"))  # type: ignore[union-attr]


@pytest.fixture(scope="session")
def all_answerer(all_guides: Catalog, all_index: Path) -> Answerer:
    """Answers from all guides, as of TODAY."""
    from knowledge.answer.answerer import Answerer

    library = _served(all_guides, all_index)
    return Answerer(lambda: all_guides, library, lambda: TODAY)


@pytest.fixture(scope="session")
def screening_model(pytestconfig: pytest.Config) -> Path:
    """The trained model of the screener, kept in pytest's cache until its examples change."""
    from casework.screening.screen import is_current, train

    folder = pytestconfig.cache.mkdir("ieum-screening")  # type: ignore[union-attr]
    if not is_current(folder):
        train(folder)
    return folder


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database of the newest schema, to be copied."""
    from gateway.migrate import upgrade

    path = tmp_path_factory.mktemp("database") / "ieum.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def home(tmp_path: Path, migrated: Path, index_dir: Path) -> Path:
    """A home with a fresh database and the index of the few guides."""
    folder = tmp_path / "home"
    folder.mkdir()
    shutil.copy(migrated, folder / "ieum.db")
    shutil.copytree(index_dir, folder / "index")
    return folder


@pytest.fixture
def make_settings(home: Path, guides_dir: Path) -> Callable[..., Settings]:
    """Settings over ``home`` and the few guides; keywords change single ones."""
    return lambda **more: house.settings(home, guides_dir, **more)


@pytest.fixture
def make_building(make_settings: Callable[..., Settings]) -> Callable[..., Building]:
    """A built house whose index is being served; keywords are settings."""
    from gateway.build import build
    from knowledge.passages import of_guide

    def make(**more: Any) -> Building:
        building = build(make_settings(**more))
        building.library.renew([passage for guide in building.catalog() for passage in of_guide(guide)])
        return building

    return make


@pytest.fixture
def building(make_building: Callable[..., Building]) -> Building:
    """A built house with nobody on call and no channel but the web."""
    return make_building()


def _indexed(catalog: Catalog, folder: Path) -> Path:
    from knowledge.index.snapshot import build
    from knowledge.passages import of_guide

    build([passage for guide in catalog for passage in of_guide(guide)], folder)
    return folder


def _served(catalog: Catalog, folder: Path) -> Library:
    from knowledge.index.library import Library
    from knowledge.passages import of_guide

    library = Library(folder, folder / "vectors.db", "none")
    library.renew([passage for guide in catalog for passage in of_guide(guide)])
    return library
