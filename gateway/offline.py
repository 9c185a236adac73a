"""Services for one command, without a running gateway: the same parts, opened on the same home."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from pydantic import ValidationError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy.exc import SQLAlchemyError

from casework.audit import verify
from casework.cases import Cases
from casework.policy import PolicySource
from casework.screening.screen import Screener, is_current, train
from casework.signals.service import Signals
from casework.staff import Staff
from casework.store import open_store
from connectors.web.problem import describe
from gateway import migrate
from gateway.assessing import ids_by_outcome, judged
from gateway.build import layers_of, now, roster_of, today
from gateway.editor.cases import Cases as EvaluationCases
from gateway.keys import Keys, vault_of
from gateway.retention import policy
from gateway.retention.run import Purge
from gateway.retention.shelves import kinds_of
from gateway.settings import Settings
from gateway.shelf import lines_of
from gateway.signals import signals_of
from knowledge.answer.answerer import Answerer
from knowledge.catalog import Catalog
from knowledge.eligibility.profile import Profile
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


@contextlib.contextmanager
def _bar(what: str, console: Console) -> Iterator[Callable[[int, int], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _renewed(library: Library, passages: list[Passage], console: Console) -> Library:
    with _bar("뜻 검색 벡터", console) as progress:
        library.renew(passages, progress)
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
    with _bar("줄의 뜻", console) as progress:
        library.embed(lines_of(catalog), progress)
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


def purge_of(settings: Settings) -> Purge:
    """The purge over the database and the home folder; raises RetentionError for a policy that cannot be used."""
    keep = policy.load(settings.retention_file)
    settings.home.mkdir(parents=True, exist_ok=True)
    migrate.upgrade(settings.database)
    store = open_store(settings.database)
    return Purge(store, kinds_of(store, settings.home, keep), now)


def keys_of(settings: Settings) -> Keys:
    """The keys over the database; raises ValueError for keys that cannot be used."""
    settings.home.mkdir(parents=True, exist_ok=True)
    migrate.upgrade(settings.database)
    return Keys(open_store(settings.database), vault_of(settings), now)


def signals_service(settings: Settings) -> Signals:
    """Crisis signals over the ledger, its database migrated."""
    settings.home.mkdir(parents=True, exist_ok=True)
    migrate.upgrade(settings.database)
    store, reachable = open_store(settings.database), roster_of(settings).reachable
    return signals_of(settings, Cases(store, PolicySource(settings.policy_file, reachable), vault_of(settings), now))


def broken_audit_row(settings: Settings) -> int | None:
    """The first broken row of the audit chain, or None when it is whole."""
    migrate.upgrade(settings.database)
    broken = verify(open_store(settings.database))
    return broken.seq if broken else None


def read_profile(told: object) -> Profile:
    """A profile as JSON gave it; raises ValueError naming the fields that cannot be used and the values allowed."""
    try:
        return Profile.model_validate(told)
    except ValidationError as error:
        raise ValueError(describe(error.errors())) from error


def assessor_of(
    settings: Settings,
) -> tuple[Callable[[object], Profile], Callable[[Profile], dict[str, list[str]]]]:
    """What reads a profile, and what judges one against every guide."""
    catalog, year = catalog_of(settings), today().year
    return read_profile, lambda profile: ids_by_outcome(judged(catalog, profile, None, year))
