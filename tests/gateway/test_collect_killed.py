"""``ieum collect`` as a process of its own: killed half way and started again it ends complete, nothing twice."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

from sqlalchemy import select

from casework.store import open_store
from gateway.settings import ROOT
from knowledge.collectors.tables import ProgressRow, RecordRow
from tests.fakes.http_server import serving
from tests.fakes.public_data import KEY, YOUTH_KEY, PublicData
from tests.fakes.public_data_rows import rows

MANY, PAGE, KILLED_AT = 5_000, 250, 11


async def test_killed_half_way_and_restarted_it_is_complete_and_nothing_is_there_twice(home: Path) -> None:
    found = rows("youthcenter", MANY)
    fake = PublicData(found)
    running: list[asyncio.subprocess.Process] = []

    def kill(number: int) -> None:
        if number == KILLED_AT:
            running[0].send_signal(signal.SIGKILL)

    fake.on_request = kill
    async with serving(fake) as base:
        first = await _collect(home, base, running)
        assert first == -signal.SIGKILL
        kept = _kept(home)
        assert len(kept) == len(set(kept)) and 0 < len(kept) < MANY
        asked = len(fake.asked)
        assert await _collect(home, base, running) == 0
    assert fake.asked[asked][1]["pageNum"] == str(KILLED_AT)  # what was being read is read again, nothing before it
    kept = _kept(home)
    wanted = {str(row) for row in found["youthcenter/getPlcy"]}
    assert len(kept) == len(set(kept)) == len(wanted)
    with open_store(f"sqlite:///{home / 'ieum.db'}").reading() as session:
        progress = session.get_one(ProgressRow, "youthcenter")
        assert progress.cursor is None and progress.ended_at is not None and progress.owner is None


async def _collect(home: Path, base: str, running: list[asyncio.subprocess.Process]) -> int:
    settings = {
        "IEUM_HOME": str(home), "IEUM_DATA_GO_KR_KEY": KEY, "IEUM_YOUTHCENTER_KEY": YOUTH_KEY,
        "IEUM_YOUTHCENTER_BASE": f"{base}/youthcenter", "IEUM_COLLECT_PAGE": str(PAGE),
        "IEUM_COLLECT_PAUSE_SECONDS": "0",
    }  # fmt: skip
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "gateway.cli", "collect", "youthcenter", cwd=ROOT, env={**os.environ, **settings}
    )
    running[:] = [process]
    return await process.wait()


def _kept(home: Path) -> list[tuple[str, str]]:
    with open_store(f"sqlite:///{home / 'ieum.db'}").reading() as session:
        return [(row.key, row.hash) for row in session.scalars(select(RecordRow))]
