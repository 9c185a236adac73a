"""Keeps the Rasa process alive: trains when its inputs changed, starts it on loopback, watches it, restarts it."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import secrets
import signal
import socket
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from gateway.rasa import Rasa, RasaFault
from gateway.settings import ROOT, Settings

log = structlog.get_logger()

BACK_OFF = (1, 2, 5, 10, 30)
HEALTHY_FOR = 60.0
TERM_PATIENCE = 8.0
HANG_CHECKS = 4
CHECK_SECONDS, CHECK_TIMEOUT = 2.0, 10.0
START_CHECK_SECONDS, START_PATIENCE = 0.5, 600.0
"""How often a Rasa that is up, or starting, is asked whether it answers, and how long that may take."""


@dataclass
class Status:
    """What the health page says of Rasa: phase training | starting | up | down, restarts so far, the last trouble."""

    phase: str = "down"
    restarts: int = 0
    pid: int | None = None
    detail: str = ""
    since: float = field(default_factory=time.monotonic)

    def set(self, phase: str, detail: str = "") -> None:
        """Enter a phase now."""
        self.phase, self.detail, self.since = phase, detail, time.monotonic()


class Supervisor:
    """One Rasa child process; its log is ``home/logs/rasa.log``.

    Guarantees: it listens on 127.0.0.1 only and with a token; after it dies or stops answering it is started again
    with growing pauses; ``stop`` ends it and whatever it started.
    """

    def __init__(self, settings: Settings, action_url: str) -> None:
        self._settings, self._action_url = settings, action_url
        self._port = settings.rasa_port or _free_port()
        self.token = secrets.token_urlsafe(24)
        self.status = Status()
        self._process: asyncio.subprocess.Process | None = None
        self._task: asyncio.Task[None] | None = None
        self._stopping = asyncio.Event()

    @property
    def url(self) -> str:
        """Where the supervised Rasa listens."""
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Begin in the background; returns at once."""
        self._task = asyncio.create_task(self._run(), name="rasa-supervisor")

    async def stop(self) -> None:
        """End the child and stop watching."""
        self._stopping.set()
        await self._end()
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            try:
                model = await self._train()
                began = time.monotonic()
                await self._serve(model)
                failures = 0 if time.monotonic() - began > HEALTHY_FOR else failures + 1
            except (OSError, RuntimeError) as error:
                failures += 1
                self.status.set("down", str(error))
                log.error("rasa.failed", error=str(error))
            finally:
                await self._end()
            if self._stopping.is_set():
                return
            self.status.restarts += 1
            pause = BACK_OFF[min(failures, len(BACK_OFF) - 1)]
            self.status.set("down", self.status.detail or f"{pause}초 뒤 다시 시작")
            await asyncio.sleep(pause)

    async def _train(self) -> Path:
        models = self._settings.home.resolve() / "models" / "rasa"
        self.status.set("training")
        code = await self._child("train.py", "--guides", str(self._settings.guides_dir.resolve()), "--out", str(models))
        if code != 0:
            raise RuntimeError(f"대화 모델 학습이 실패했습니다(종료 {code}); {self._log_path}를 보세요")
        return models / (models / "current.txt").read_text().strip()

    async def _serve(self, model: Path) -> None:
        self.status.set("starting")
        arguments = ["-m", "rasa", "run", "--enable-api", "--auth-token", self.token, "-i", "127.0.0.1"]
        arguments += [
            "-p",
            str(self._port),
            "-m",
            str(model),
            "--endpoints",
            "endpoints.yml",
            "--credentials",
            "credentials.yml",
        ]
        process = await self._spawn(*arguments)
        rasa = Rasa(self.url, self.token, timeout=CHECK_TIMEOUT)
        misses = 0
        try:
            while process.returncode is None and not self._stopping.is_set():
                if await rasa.alive():
                    misses = 0
                    if self.status.phase != "up":
                        await _warm(rasa)
                        self.status.set("up")
                        log.info("rasa.up", pid=process.pid)
                elif self.status.phase == "up":
                    misses += 1
                    if misses >= HANG_CHECKS:
                        raise RuntimeError("Rasa가 대답하지 않아 다시 시작합니다")
                elif time.monotonic() - self.status.since > START_PATIENCE:
                    raise RuntimeError(f"Rasa가 {START_PATIENCE:g}초 안에 준비되지 않아 다시 시작합니다")
                pause = CHECK_SECONDS if self.status.phase == "up" else START_CHECK_SECONDS
                await _first(process.wait(), asyncio.sleep(pause))
            if not self._stopping.is_set():
                self.status.set("down", f"Rasa가 끝났습니다(종료 {process.returncode})")
                log.error("rasa.exited", code=process.returncode)
        finally:
            await rasa.close()

    async def _child(self, *arguments: str) -> int:
        return await (await self._spawn(*arguments)).wait()

    @property
    def _log_path(self) -> Path:
        return self._settings.home.resolve() / "logs" / "rasa.log"

    async def _spawn(self, *arguments: str) -> asyncio.subprocess.Process:
        home = self._settings.home.resolve()
        self._log_path.parent.mkdir(parents=True, exist_ok=True)
        environment = {key: value for key, value in os.environ.items() if key not in ("PYENV_VERSION", "VIRTUAL_ENV")}
        environment |= {
            "PYTHONPATH": str(ROOT / "bot"), "ACTION_URL": self._action_url, "IEUM_HOME": str(home),
            "IEUM_RASA_TRACKER_DB": f"sqlite:///{home / 'rasa.db'}", "RASA_TELEMETRY_ENABLED": "false",
            "TF_CPP_MIN_LOG_LEVEL": "3", "MALLOC_ARENA_MAX": "2", "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        }  # fmt: skip
        with self._log_path.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                str(ROOT / "bot" / ".venv" / "bin" / "python"), *arguments, cwd=ROOT / "bot", env=environment,
                stdout=output, stderr=output, start_new_session=True, preexec_fn=_die_with_parent,
            )  # fmt: skip
        self.status.pid = self._process.pid
        return self._process

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for sent, patience in ((signal.SIGTERM, TERM_PATIENCE), (signal.SIGKILL, 5)):
            if process.returncode is not None:
                break
            _signal_group(process.pid, sent)
            try:
                await asyncio.wait_for(process.wait(), patience)
            except TimeoutError:
                log.warning("rasa.slow_to_stop", signal=sent.name)
        # What it started and left behind would keep the port from the next one.
        _signal_group(process.pid, signal.SIGKILL)


async def _warm(rasa: Rasa) -> None:
    """The first turns of a fresh Rasa are slow; they should not be a citizen's."""
    for text in ("안녕하세요", "무엇을 할 수 있어요?"):
        with contextlib.suppress(RasaFault):
            await rasa.turn("warm-up", text)


def _signal_group(leader: int, sent: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader, sent)


def _die_with_parent() -> None:
    """Runs in the child: when the gateway is killed outright, Linux ends Rasa too instead of leaving it behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def _first(*awaitables) -> None:
    tasks = [asyncio.ensure_future(item) for item in awaitables]
    _, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
