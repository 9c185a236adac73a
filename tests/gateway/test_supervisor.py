"""The supervisor keeps Rasa alive: real processes that die, hang, refuse to start or refuse to stop."""

from __future__ import annotations

import asyncio
import json
import os
import shlex
import signal
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from gateway import supervisor
from gateway.rasa import Rasa
from gateway.supervisor import Supervisor
from tests.fakes import rasa_process
from tests.fakes.http_server import until

Maker = Callable[[], Supervisor]
ACTIONS = "http://127.0.0.1:9/actions/token"


@pytest.fixture
def make(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_settings: Callable[..., Any]
) -> Callable[[], Supervisor]:
    """A supervisor whose bot/.venv/bin/python is the fake, with short pauses."""
    python = tmp_path / "root" / "bot" / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {shlex.quote(rasa_process.__file__)} "$@"\n')
    python.chmod(0o755)
    for name, value in {
        "ROOT": tmp_path / "root", "BACK_OFF": (0.05, 0.05), "HANG_CHECKS": 2, "CHECK_SECONDS": 0.1,
        "CHECK_TIMEOUT": 0.3, "START_CHECK_SECONDS": 0.05, "TERM_PATIENCE": 0.5,
    }.items():  # fmt: skip
        monkeypatch.setattr(supervisor, name, value)
    return lambda: Supervisor(make_settings(), ACTIONS)


@pytest.fixture
async def kept(make: Maker) -> AsyncIterator[Supervisor]:
    """A started supervisor whose Rasa is up."""
    one = make()
    one.start()
    await until(lambda: one.status.phase == "up", 20)
    yield one
    await one.stop()


def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def calls(tmp_path: Path) -> list[dict[str, Any]]:
    """What the fake was started with."""
    path = home(tmp_path) / "calls.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def alive(pid: int) -> bool:
    """Whether a process is there and not merely unburied."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


async def test_it_trains_then_serves_on_loopback_with_a_token(kept: Supervisor, tmp_path: Path):
    train, serve = calls(tmp_path)
    assert train["arguments"][0] == "train.py" and "--guides" in train["arguments"]
    told = serve["arguments"]
    assert told[:3] == ["-m", "rasa", "run"] and told[told.index("-i") + 1] == "127.0.0.1"
    assert told[told.index("--auth-token") + 1] == kept.token and told[told.index("-m", 3) + 1].endswith(
        "rasa-fake.tar.gz"
    )
    assert serve["env"]["ACTION_URL"] == ACTIONS
    assert kept.status.pid == serve["pid"] and kept.status.restarts == 0
    stranger = Rasa(kept.url, "wrong", timeout=2)
    assert not await stranger.alive()
    await stranger.close()


async def test_its_words_are_kept_in_a_log(kept: Supervisor, tmp_path: Path):
    assert "GET /status" in (home(tmp_path) / "logs" / "rasa.log").read_text()


async def test_after_a_kill_it_comes_back_on_the_same_address(kept: Supervisor, tmp_path: Path):
    first, url = kept.status.pid, kept.url
    assert first
    os.kill(first, signal.SIGKILL)
    await until(lambda: kept.status.restarts == 1 and kept.status.phase == "up", 20)
    assert kept.status.pid != first and kept.url == url and not alive(first)
    rasa = Rasa(kept.url, kept.token, timeout=2)
    assert await rasa.turn("k", "안녕하세요")
    await rasa.close()


async def test_a_hanging_one_is_ended_and_started_again(kept: Supervisor, tmp_path: Path):
    first = kept.status.pid
    assert first
    (home(tmp_path) / "hangs").touch()
    await until(lambda: kept.status.restarts >= 1, 20)
    assert not alive(first)
    (home(tmp_path) / "hangs").unlink()
    await until(lambda: kept.status.phase == "up", 20)


async def test_one_that_never_gets_ready_is_started_again(make: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(supervisor, "START_PATIENCE", 0.5)
    (home(tmp_path) / "never-ready").touch()
    one = make()
    one.start()
    await until(lambda: one.status.restarts >= 1 and "준비되지 않아" in one.status.detail, 20)
    monkeypatch.setattr(supervisor, "START_PATIENCE", 60)
    (home(tmp_path) / "never-ready").unlink()
    await until(lambda: one.status.phase == "up", 20)
    await one.stop()


@pytest.mark.parametrize(("fault", "told"), [("train-fails", "학습이 실패"), ("dies-at-once", "종료 3")])
async def test_a_start_that_fails_is_told_and_tried_again(make: Maker, tmp_path: Path, fault: str, told: str):
    (home(tmp_path) / fault).touch()
    one = make()
    one.start()
    await until(lambda: one.status.restarts >= 2 and told in one.status.detail, 20)
    assert one.status.phase != "up"
    (home(tmp_path) / fault).unlink()
    await until(lambda: one.status.phase == "up", 20)
    await one.stop()


async def test_without_the_bots_python_it_says_so_and_does_not_give_up(make: Maker, tmp_path: Path):
    python = tmp_path / "root" / "bot" / ".venv" / "bin" / "python"
    python.rename(python.with_name("away"))
    one = make()
    one.start()
    await until(lambda: one.status.restarts >= 2 and "python" in one.status.detail, 20)
    python.with_name("away").rename(python)
    await until(lambda: one.status.phase == "up", 20)
    await one.stop()


def test_the_pauses_between_starts_grow_and_end_somewhere():
    assert list(supervisor.BACK_OFF) == sorted(supervisor.BACK_OFF) and supervisor.BACK_OFF[-1] <= 60


async def test_stop_ends_it(kept: Supervisor):
    pid = kept.status.pid
    assert pid and alive(pid)
    await kept.stop()
    assert not alive(pid)


@pytest.mark.parametrize("fault", ["deaf", "has-child"])
async def test_stop_ends_one_that_will_not_and_what_it_started(make: Maker, tmp_path: Path, fault: str):
    (home(tmp_path) / fault).touch()
    one = make()
    one.start()
    await until(lambda: one.status.phase == "up", 20)
    started = [call.get("child", call["pid"]) for call in calls(tmp_path)[1:]]
    await one.stop()
    await until(lambda: not any(alive(pid) for pid in started), 5)


async def test_what_a_killed_one_left_behind_is_ended_too(make: Maker, tmp_path: Path):
    (home(tmp_path) / "has-child").touch()
    one = make()
    one.start()
    await until(lambda: one.status.phase == "up", 20)
    child = next(call["child"] for call in calls(tmp_path) if "child" in call)
    (home(tmp_path) / "has-child").unlink()
    assert one.status.pid
    os.kill(one.status.pid, signal.SIGKILL)
    await until(lambda: one.status.restarts == 1 and one.status.phase == "up", 20)
    assert not alive(child)
    await one.stop()


async def test_stopping_before_it_is_up_leaves_nothing(make: Maker, tmp_path: Path):
    (home(tmp_path) / "never-ready").touch()
    one = make()
    one.start()
    await until(lambda: len(calls(tmp_path)) >= 2, 20)
    await one.stop()
    assert not any(alive(call["pid"]) for call in calls(tmp_path))
    assert not [task for task in asyncio.all_tasks() if task.get_name() == "rasa-supervisor"]


async def test_stopping_what_never_started_is_fine(make: Maker):
    await make().stop()


async def test_the_gateway_killed_outright_takes_rasa_with_it(make: Maker, tmp_path: Path):
    """Another process supervises; it is killed; its child must not stay behind and hold the port."""
    script = f"""
import asyncio
from pathlib import Path
from gateway import supervisor
from tests.house import settings
supervisor.ROOT = Path({str(tmp_path / "root")!r})
async def main():
    one = supervisor.Supervisor(settings(Path({str(home(tmp_path))!r}), Path({str(tmp_path)!r})), "x")
    one.start()
    await asyncio.sleep(60)
asyncio.run(main())
"""
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", script)
    await until(lambda: len(calls(tmp_path)) >= 2, 20)
    child = calls(tmp_path)[1]["pid"]
    assert alive(child)
    parent.kill()
    await parent.wait()
    await until(lambda: not alive(child), 5)
