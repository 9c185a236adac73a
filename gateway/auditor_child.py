"""Starts the auditor beside the gateway, watches it, starts it again; it outlives a gateway that is killed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from pathlib import Path
from typing import Any

import structlog
from pydantic import SecretStr

from gateway.settings import ROOT, Settings

log = structlog.get_logger(__name__)
PAUSES = (1.0, 2.0, 5.0, 15.0, 30.0)
TERM_PATIENCE = 5.0


def environment(settings: Settings) -> dict[str, str]:
    """The environment in which another process reads exactly these settings."""
    given = {f"IEUM_{name.upper()}": _shown(getattr(settings, name)) for name in type(settings).model_fields}
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    home = {"IEUM_HOME": str(settings.home.resolve())}
    return kept | {name: value for name, value in given.items() if value is not None} | home


def _shown(value: Any) -> str | None:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, bool):
        return str(value).lower()
    return str(value.resolve()) if isinstance(value, Path) else None if value is None else str(value)


class AuditorChild:
    """The auditor's process as the gateway sees it; its log is ``home/logs/auditor.log``.

    Unlike Rasa it does not die with a gateway that is killed: that is when it is needed. ``stop`` ends it.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.state = "starting"
        self.pid: int | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin in the background; returns at once."""
        self._task = asyncio.create_task(self._run(), name="auditor")

    async def stop(self) -> None:
        """End the process and stop watching."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        failures = 0
        while True:
            process = await self._spawn()
            self.state, self.pid = "up", process.pid
            try:
                code = await process.wait()
            finally:
                await _end(process)
            self.state = f"down: 끝났어요(종료 {code})"
            log.error("auditor_exited", code=code)
            await asyncio.sleep(PAUSES[min(failures, len(PAUSES) - 1)])
            failures += 1

    async def _spawn(self) -> asyncio.subprocess.Process:
        path = self._settings.home.resolve() / "logs" / "auditor.log"
        path.parent.mkdir(parents=True, exist_ok=True)
        command = (sys.executable, "-m", "gateway.cli", "auditor", "--with-gateway")
        with path.open("ab") as output:
            return await asyncio.create_subprocess_exec(
                *command, cwd=ROOT, env=environment(self._settings), stdout=output, stderr=output,
                start_new_session=True,
            )  # fmt: skip


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), TERM_PATIENCE)
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
