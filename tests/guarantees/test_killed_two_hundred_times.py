"""Guarantees 1 to 3 together, with real processes: two clocks and a reporter, killed 200 times at random instants."""

import asyncio
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from casework import audit
from casework.escalation.auditor import look
from casework.escalation.tables import AlertRecord
from casework.store import Store
from casework.tables import CaseRecord
from tests.casework import kit
from tests.fakes.alert_sinks import WebhookSink, served
from tests.guarantees.clock_process import SIGNING, clock

KILLS = 50
ROOT = Path(__file__).parents[2]
PLACES = [(kind, seed) for kind in kit.kinds() for seed in (11, 23)]


async def killed(url: str, hook: str, seed: int) -> list[list[str]]:
    """What the killed processes said, complete lines only."""
    command = (sys.executable, "-m", "tests.guarantees.killed_clocks", url, hook, str(KILLS), str(seed))
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    async with asyncio.timeout(120):
        said, _ = await process.communicate()
    assert process.returncode == 0
    lines = [line.split() for line in said.decode().splitlines()]
    assert Counter(tuple(line) for line in lines if line[0] == "died") == {("died", "9"): KILLS}
    return [line for line in lines if line[0] == "heard"]


def doubled(store: Store) -> list[tuple]:
    """Steps of a case that were written more than once for the same contact and way."""
    place = (AlertRecord.case_id, AlertRecord.cycle, AlertRecord.step, AlertRecord.contact_id, AlertRecord.route_key)
    with store.reading() as session:
        return list(session.execute(select(*place).group_by(*place).having(func.count() > 1)))


def open_cases(store: Store) -> dict[str, CaseRecord]:
    with store.reading() as session:
        return {case.id: case for case in session.scalars(select(CaseRecord))}


def told_of(sink: WebhookSink) -> Counter[str]:
    """How many different messages (by idempotency key) told of each case."""
    bodies = [message["data"] for message in sink.taken.values()]
    return Counter(case for data in bodies for case in _cases(data))


def _cases(data: dict) -> list[str]:
    return [case["case_id"] for case in data["cases"]] if data.get("cases") else [data["case_id"]]


@pytest.mark.parametrize(("kind", "seed"), PLACES)
async def test_nothing_is_lost_doubled_or_left_alone(kind: str, seed: int, tmp_path: Path):
    sink = WebhookSink(SIGNING)
    with kit.database(kind, tmp_path) as url:
        async with served(sink.app) as web:
            receipts = await killed(url, f"{web}/hook", seed)
            last = clock(url, f"{web}/hook")
            # A little later: leases of the dead have run out and what was held in the storm may go.
            last_now = datetime.now(UTC) + timedelta(minutes=2)
            last._steps.now = last._delivery.now = lambda: last_now
            last._delivery.cases.policy.policy = last._delivery.cases.policy.policy.model_copy(update={"throttles": {}})
            await last.tick()
        cases = open_cases(last.store)
        assert len(receipts) >= KILLS / 5, "reports did come in"
        assert all(cases[case].receipt == receipt for _, _, case, receipt in receipts), "a receipt is never lost"
        assert doubled(last.store) == []
        assert all(case.next_due_at is not None and case.state == "notified" for case in cases.values())
        assert told_of(sink) == dict.fromkeys(cases, 1), "each case in one message, however often it was repeated"
        assert look(last.store, last_now, last_now) == () and audit.verify(last.store) is None
        last.store.engine.dispose()
