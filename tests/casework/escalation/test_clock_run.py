"""The clock as it runs by itself."""

import asyncio
from contextlib import asynccontextmanager

from sqlalchemy import text

from casework.escalation.port import Alert, Outcome
from tests.casework.kit import MINJI, World


@asynccontextmanager
async def running(world: World):
    stop = asyncio.Event()
    task = asyncio.create_task(world.clock.run(0.02, stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 20)


async def until(condition, seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not await asyncio.to_thread(condition):  # noqa: ASYNC110  the condition lies in the database
            await asyncio.sleep(0.01)


async def test_it_sends_what_comes_while_it_runs(world: World):
    async with running(world):
        opened = await asyncio.to_thread(world.hear)
        await until(lambda: world.state(opened.case_id) == "notified")
    health = world.clock.health()
    assert health["ok"] and health["last_tick_seconds"] == 0


async def test_a_slow_vendor_holds_up_nobody_else(world: World):
    release = asyncio.Event()
    send = world.sent.send

    async def slow_telegram(alert: Alert) -> Outcome:
        if alert.route.kind == "telegram":
            await release.wait()
        return await send(alert)

    world.sent.send = slow_telegram  # type: ignore[method-assign]
    async with running(world):
        opened = await asyncio.to_thread(world.hear)
        await until(lambda: world.state(opened.case_id) == "notified")
        other = await asyncio.to_thread(world.hear, conversation="web:2")
        await until(lambda: world.state(other.case_id) == "notified")
        release.set()
        await until(lambda: len(world.sent.alerts) == 4)


async def test_trouble_is_shown_and_survived(world: World):
    with world.store.session() as session:
        session.execute(text("ALTER TABLE cases RENAME TO cases_away"))
    try:
        async with running(world):
            await until(lambda: bool(world.clock._trouble))
            with world.store.session() as session:
                session.execute(text("ALTER TABLE cases_away RENAME TO cases"))
            opened = await asyncio.to_thread(world.hear)
            await until(lambda: world.state(opened.case_id) == "notified")
    finally:
        with world.store.session() as session:
            session.execute(
                text("ALTER TABLE IF EXISTS cases_away RENAME TO cases") if _postgres(world) else text("SELECT 1")
            )
    assert world.clock.health()["trouble"] == ""


def _postgres(world: World) -> bool:
    return world.store.engine.dialect.name == "postgresql"


async def test_steps_that_nobody_takes_show_as_late(world: World):
    world.hear()
    assert world.clock.health()["ok"]
    world.time = world.time.replace(minute=2)
    health = world.clock.health()
    assert (health["overdue_seconds"], health["ok"], health["last_tick"]) == (120, False, None)


async def test_a_clock_that_stopped_shows(world: World):
    await world.clock.tick()
    assert world.clock.health()["ok"]
    world.time = world.time.replace(minute=2)
    assert not world.clock.health()["ok"]


async def test_a_contact_that_nobody_checks_shows_as_late(world: World):
    opened = world.hear()
    world.cases.acknowledge(opened.case_id, MINJI, "console")
    world.time = world.time.replace(minute=17)
    assert world.clock.health()["overdue_seconds"] == 120
