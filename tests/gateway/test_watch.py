"""The watch goes on after a broken database, and says so only while it lasts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from gateway.build import build


async def test_a_database_that_was_away_is_told_and_forgotten(
    make_settings: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
):
    building = build(make_settings())
    assert building.watch.look() and not building.watch.look()
    away = True
    mark = building.editing.revisions.mark

    def broken() -> tuple[int, int]:
        if away:
            raise OperationalError("select", {}, Exception("away"))
        return mark()

    monkeypatch.setattr(building.editing.revisions, "mark", broken)
    building.watch.start()
    try:
        await until(lambda: "OperationalError" in (building.library.state.error or ""))
        assert building.library.searcher.search("월세")
        away = False
        await until(lambda: building.library.state.error is None)
    finally:
        building.watch.stop()


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(15):
        while not true():  # noqa: ASYNC110 - the thread tells nobody
            await asyncio.sleep(0.05)
