"""Builds the house at start: every room's service once, and the plugs between rooms that do not know each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import structlog

from actions.call import Tools
from actions.talk_list import TALKS
from actions.talks import Talks
from casework.cases import Cases
from casework.escalation.clock import Clock
from casework.policy import PolicySource
from casework.screening.screen import Screener
from casework.staff import Staff
from casework.store import Store, open_store
from connectors.alerts.push import Pusher
from gateway import migrate
from gateway.alerts import Acknowledger, Alerts
from gateway.chat_model import rewording_of
from gateway.collecting import CollectedNotices, records_of
from gateway.conversations import Conversations
from gateway.digests import Wishes
from gateway.forgetting import Forgetting
from gateway.house import House
from gateway.keys import vault_of
from gateway.on_call import roster_of, setting_reader, webhooks_of
from gateway.retention import policy
from gateway.retention.memory import DialogueMemory
from gateway.retention.run import Purge
from gateway.retention.shelves import kinds_of
from gateway.settings import Settings
from gateway.shelf import LiveAnswerer, Shelf
from gateway.waiting import Waiting
from gateway.watch import Watch
from knowledge.catalog import Catalog
from knowledge.inbox import Inbox
from knowledge.inbox.grouping import Sorter
from knowledge.index.library import Library
from knowledge.revisions.editing import Editing
from knowledge.revisions.files import GuideFiles
from knowledge.revisions.layers import Layers
from knowledge.revisions.store import Revisions

log = structlog.get_logger()
SEOUL = ZoneInfo("Asia/Seoul")


def now() -> datetime:
    """The present, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The date in Seoul, by which windows and validity are judged."""
    return datetime.now(SEOUL).date()


@dataclass
class Building:
    """Everything that runs in one gateway."""

    settings: Settings
    store: Store
    staff: Staff
    clock: Clock
    library: Library
    catalog: Callable[[], Catalog]
    house: House
    tools: Tools
    pusher: Pusher
    watch: Watch
    editing: Editing
    purge: Purge
    notices: CollectedNotices
    wishes: Wishes


def build(settings: Settings) -> Building:
    """Open the database (migrated), the vault, the catalog and every service; starts nothing."""
    settings.home.mkdir(parents=True, exist_ok=True)
    migrate.upgrade(settings.database)
    store, vault, roster = open_store(settings.database), vault_of(settings), roster_of(settings)
    cases = Cases(store, PolicySource(settings.policy_file, roster.reachable), vault, now)
    pusher = Pusher(setting_reader(settings), webhooks_of(roster))
    clock = Clock(store, cases, roster, Alerts(pusher, settings.base_url, settings.key), now)
    library = Library(settings.home / "index", settings.home / "vectors.db", settings.embeddings)
    revisions = Revisions(store.session, store.reading, now)
    layers = layers_of(settings, revisions)
    catalog = Shelf(layers, library)
    answerer = LiveAnswerer(catalog, library, today)
    inbox = Inbox(store.engine, now, Sorter(_meaning(library) if settings.embeddings != "none" else None))
    conversations = Conversations(store, vault, settings.key, now)
    screener = Screener(settings.home / "models" / "screening")
    acknowledger = Acknowledger(store, cases, roster)
    waiting = Waiting(store, now)
    chat = rewording_of(settings)
    keep = policy.load(settings.retention_file)
    memory = DialogueMemory(settings.home / "rasa.db", store, keep.keep_days.dialogue_memory)
    forgetting = Forgetting(conversations, inbox, memory, cases, store)
    talks = Talks(TALKS, catalog, today, settings.base_url)
    house = House(
        conversations, cases, screener, answerer, None, now, acknowledger, inbox, waiting, forgetting, talks, chat
    )
    tools = Tools(
        answerer,
        catalog,
        cases,
        screener,
        inbox,
        today,
        conversations.set_topic,
        conversations.topic,
        forgetting,
    )
    watch, editing = Watch(layers, library), Editing(layers, revisions)
    purge = Purge(store, kinds_of(store, settings.home, keep), now)
    staff = Staff(store, now)
    return Building(
        settings, store, staff, clock, library, catalog, house, tools, pusher, watch, editing, purge,
        CollectedNotices(records_of(store, now)), Wishes(store, vault, now),
    )  # fmt: skip


def layers_of(settings: Settings, revisions: Revisions) -> Layers:
    """The guides folder, what is laid over it in ``home/guides``, and the revisions above both."""
    return Layers(GuideFiles(settings.guides_dir, settings.home / "guides"), revisions)


def _meaning(library: Library) -> Callable[[str], list[float]]:
    """Vectors of questions; the model is loaded when the first one is asked for."""
    return lambda text: library.model().embed_query(text)
