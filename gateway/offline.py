"""Services for one command, without a running gateway: the same parts, opened on the same home."""

from __future__ import annotations

import contextlib
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy.exc import SQLAlchemyError

from casework.audit import verify
from casework.cases import Cases
from casework.policy import PolicySource
from casework.privacy.vault import Vault
from casework.screening.screen import Screener, is_current, train
from casework.signals.service import Signals
from casework.staff import Staff
from casework.store import open_store
from gateway import migrate
from gateway.build import layers_of, now, roster_of, today
from gateway.editor.cases import Cases as EvaluationCases
from gateway.settings import Settings
from gateway.signals import signals_of
from knowledge.answer.answerer import Answerer
from knowledge.catalog import Catalog
from knowledge.inbox import Inbox
from knowledge.index.library import Library, SourceError, read_source
from knowledge.index.snapshot import SnapshotError
from knowledge.index.snapshot import load as load_snapshot
from knowledge.passages import Passage, of_guide
from knowledge.revisions.layers import Layers
from knowledge.revisions.store import Revisions
from knowledge.search.hybrid import Searcher

UNUSABLE = (SourceError, SnapshotError)
"""What a corpus or an index folder that cannot be used raises; the text is fit to show."""


def build_index(settings: Settings, source: Path, out: Path, vectors: bool, console: Console) -> Library:
    """Index ``source`` into ``out`` with a progress bar; vectors are cached in ``home`` by text."""
    library = Library(out, settings.home / "vectors.db", settings.embeddings if vectors else "none")
    return _renewed(library, read_source(source), console)


def _renewed(library: Library, passages: list[Passage], console: Console) -> Library:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("뜻 검색 벡터", total=None)
        library.renew(passages, lambda done, total: bar.update(task, completed=done, total=total))
    if library.state.error:
        console.print(library.state.error)
    return library


def catalog_of(settings: Settings) -> Catalog:
    """Every guide: the guides folder, what is laid over it in ``home/guides``, and the approved revisions above both.

    Without a database that can be opened these are the files alone.
    """
    if settings.database_url or (settings.home / "ieum.db").exists():
        with contextlib.suppress(SQLAlchemyError):
            return revised(settings)[0].read().catalog
    return Catalog.read(settings.guides_dir, settings.home / "guides")


def revised(settings: Settings) -> tuple[Layers, EvaluationCases]:
    """The guides with their revisions, and the evaluation cases that came from the inbox; the database is migrated."""
    settings.home.mkdir(parents=True, exist_ok=True)
    migrate.upgrade(settings.database)
    store = open_store(settings.database)
    revisions = Revisions(store.session, store.reading, now)
    cases = EvaluationCases(settings.home / "eval" / "from_inbox.jsonl", Inbox(store.engine, now), revisions)
    return layers_of(settings, revisions), cases


def guides_library(settings: Settings, console: Console) -> Library:
    """The index of every guide, built now if they changed."""
    passages = [passage for guide in catalog_of(settings) for passage in of_guide(guide)]
    library = Library(settings.home / "index", settings.home / "vectors.db", settings.embeddings)
    return _renewed(library, passages, console)


def searcher_of(settings: Settings, folder: Path | None, console: Console) -> Searcher:
    """The Searcher of an index folder, or of the guides (built now if they changed)."""
    if folder is None:
        return guides_library(settings, console).searcher
    snapshot = load_snapshot(folder)
    model = Library(folder, settings.home / "vectors.db").model() if snapshot.vectors is not None else None
    return Searcher(snapshot, model)


def answerer_of(settings: Settings, console: Console) -> Answerer:
    """The Answerer over the guides."""
    catalog, library = catalog_of(settings), guides_library(settings, console)
    return Answerer(lambda: catalog, library, today)


def screener_of(settings: Settings) -> Screener:
    """The Screener with the trained model of ``home``; trains it first (some seconds) when its examples changed."""
    folder = settings.home / "models" / "screening"
    if not is_current(folder):
        train(folder)
    return Screener(folder)


def staff_of(settings: Settings) -> Staff:
    """The staff register, its database migrated."""
    settings.home.mkdir(parents=True, exist_ok=True)
    migrate.upgrade(settings.database)
    return Staff(open_store(settings.database), now)


def signals_service(settings: Settings) -> Signals:
    """Crisis signals over the ledger, its database migrated."""
    settings.home.mkdir(parents=True, exist_ok=True)
    migrate.upgrade(settings.database)
    store, reachable = open_store(settings.database), roster_of(settings).reachable
    return signals_of(settings, Cases(store, PolicySource(settings.policy_file, reachable), Vault(settings.key), now))


def broken_audit_row(settings: Settings) -> int | None:
    """The first broken row of the audit chain, or None when it is whole."""
    migrate.upgrade(settings.database)
    broken = verify(open_store(settings.database))
    return broken.seq if broken else None
