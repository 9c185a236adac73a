"""The app: every channel, the console, the action server and the faces of DESIGN §7 on one FastAPI application."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import structlog
from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.staticfiles import StaticFiles

import casework.console
import connectors.kakao.route
import connectors.telegram.route
import connectors.web
from actions.server import action_router
from casework.console.ack import ack_router
from casework.console.app import console_router
from casework.console.desk import Desk
from casework.console.sessions import Sessions
from casework.console.signals import signals_router
from connectors.channel import Channel, Gateway
from connectors.message import Reply
from gateway import editor
from gateway.assessing import assess_router
from gateway.auditor_child import AuditorChild
from gateway.bid_faces import bid_router
from gateway.build import Building, now, setting_reader, today
from gateway.delivery import Delivery
from gateway.desk_knowledge import DeskKnowledge
from gateway.digests import Digests
from gateway.editor.answers import Answers
from gateway.editor.cases import Cases
from gateway.editor.room import LINKS, Room
from gateway.editor.route import editor_router
from gateway.faces import face_router
from gateway.papers import route as papers
from gateway.papers.desk import PaperDesk
from gateway.rasa import Rasa
from gateway.reply_time import ReplyTime
from gateway.retention.run import Daily
from gateway.signals import SignalJob, signals_api, signals_of
from gateway.supervisor import Supervisor
from gateway.talk import Talk
from gateway.turn import Turns
from gateway.web_port import Reports, WebMemory

log = structlog.get_logger()

Notice = Callable[[str], None]


class Running:
    """One running gateway: what is started with the app and stopped with it."""

    def __init__(self, building: Building, notice: Notice = lambda text: None) -> None:
        self.building, self.notice = building, notice
        self.token = secrets.token_urlsafe(24)
        self.channels: dict[str, Channel] = {}
        self.supervisor: Supervisor | None = None
        self.auditor: AuditorChild | None = None
        self.answers: Answers | None = None
        house = building.house
        self.delivery = Delivery(house.conversations, house.waiting, lambda: self.channels)
        self.signals = SignalJob(signals_of(building.settings, building.house.cases), building.settings.signals_seconds)
        self._stop = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Start the dialogue core, the index, the clock and the channels; returns while the slow ones go on."""
        settings, house = self.building.settings, self.building.house
        if settings.rasa_url:
            house.rasa = Rasa(settings.rasa_url, timeout=settings.rasa_timeout_seconds)
        elif settings.rasa_enabled:
            self.supervisor = Supervisor(settings, f"http://127.0.0.1:{settings.port}/actions/{self.token}")
            house.rasa = Rasa(self.supervisor.url, self.supervisor.token, settings.rasa_timeout_seconds)
            self.supervisor.start()
        self.building.watch.start()
        if settings.auditor_enabled:
            self.auditor = AuditorChild(settings)
            self.auditor.start()
        self._tasks.append(asyncio.create_task(self.building.clock.run(settings.clock_seconds, self._stop)))
        self._tasks.append(asyncio.create_task(Daily(self.building.purge, now).run(self._stop)))
        self._tasks.append(asyncio.create_task(self.signals.run(self._stop)))
        for channel in self.channels.values():
            await channel.start()
        if self.answers:
            self._tasks.append(asyncio.create_task(self.answers.run(self._stop)))
        digests = Digests(self.building.wishes, self.building.notices, self._as_bot, now)
        self._tasks.append(asyncio.create_task(digests.run(self._stop)))

    async def _as_bot(self, conversation: str, reply: Reply) -> bool:
        return await self.delivery.say(conversation, "bot", reply)

    async def stop(self) -> None:
        """Stop in the reverse order; what was accepted is finished first."""
        for channel in self.channels.values():
            await channel.stop()
        self._stop.set()
        self.building.purge.stop()
        self.building.watch.stop()
        if self.auditor:
            await self.auditor.stop()
        if self.supervisor:
            await self.supervisor.stop()
        if self.building.house.rasa:
            await self.building.house.rasa.close()
        await asyncio.wait(self._tasks, timeout=15)


def create_app(building: Building, notice: Notice = lambda text: None) -> FastAPI:
    """The whole application over one Building."""
    running = Running(building, notice)
    settings = building.settings

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await running.start()
        try:
            yield
        finally:
            await running.stop()

    app = FastAPI(title="이음", version="0.1.0", lifespan=lifespan, docs_url="/api/docs", redoc_url=None)
    app.state.running = running
    app.add_middleware(GZipMiddleware, minimum_size=1_000)
    gateway = Gateway(Turns(building.house), setting_reader(settings))
    reports = Reports(building.house.cases, building.house.screener, building.house.conversations)
    memory = WebMemory(building.house.conversations, building.house.forgetting)
    running.channels = {
        "web": connectors.web.create(gateway, memory, reports.submit, reports.status, reports),
        "kakao": connectors.kakao.route.create(gateway),
        "telegram": connectors.telegram.route.create(gateway),
    }
    for channel in running.channels.values():
        app.include_router(channel.router)
    app.include_router(action_router(building.tools, running.token))
    app.include_router(face_router(running))
    app.include_router(assess_router(running))
    app.include_router(signals_api(running.signals, settings))
    app.include_router(bid_router(running))
    app.mount("/static/papers", StaticFiles(directory=papers.STATIC))
    app.include_router(papers.papers_router(PaperDesk(building.catalog, today, now), building.house.conversations))
    _console(app, running)
    return app


def _console(app: FastAPI, running: Running) -> None:
    building = running.building
    house, key = building.house, building.settings.key
    talk = Talk(house.conversations, house.cases, running.delivery, ReplyTime(building.store, now).minutes)
    knowledge = DeskKnowledge(house.answerer, building.catalog, house.inbox, house.conversations)
    app.mount("/static/console", StaticFiles(directory=Path(casework.console.__file__).parent / "static"))
    _editor(app, running, talk)
    app.include_router(ack_router(store=building.store, cases=building.house.cases, signer_key=key, now=now))
    app.include_router(
        console_router(
            store=building.store, cases=house.cases, staff=building.staff, clock_health=building.clock.health,
            talk=talk, signer_key=key, session_minutes=building.settings.session_minutes, now=now,
            secure=building.settings.base_url.startswith("https://"), links=LINKS, knowledge=knowledge,
            contact_of=building.clock.roster.contacts.get,
        )
    )  # fmt: skip


def _editor(app: FastAPI, running: Running, talk: Talk) -> None:
    building, house = running.building, running.building.house
    sessions = Sessions(building.store, building.settings.session_minutes, now)
    desk = Desk(
        building.store, house.cases, building.staff, sessions, building.clock.health, talk, building.settings.key, now,
        LINKS,
    )  # fmt: skip
    running.answers = Answers(house.inbox, running.delivery)
    app.include_router(signals_router(desk, running.signals.signals))
    cases = Cases(building.settings.home / "eval" / "from_inbox.jsonl", house.inbox, building.editing.revisions)
    app.mount("/static/editor", StaticFiles(directory=Path(editor.__file__).parent / "static"))
    app.include_router(
        editor_router(Room(desk, house.inbox, running.answers, building.editing, building.library, cases, today))
    )
