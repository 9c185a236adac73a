"""Report to alert at the sink: a real gateway, a real receiver, N people reporting at the same moment.

Run on a quiet machine: ``.venv/bin/python scripts/bench_alerts.py --reports 50``. It starts a gateway of its own with a
home of its own (without dialogue core and vectors, with the one invented guide), posts reports to /api/reports all at
once, and measures for each the time from sending it to the moment the signed webhook with its receipt was taken. Prints
seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import os
import socket
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx
import uvicorn

ROOT = Path(__file__).resolve().parents[1]
SECRET = base64.b64encode(bytes(range(32))).decode()


class Sink:
    """Takes webhooks and remembers when each receipt came, by itself or in a bundle."""

    def __init__(self) -> None:
        self.came: dict[str, float] = {}
        self.messages = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body, more = b"", True
        while more:
            part = await receive()
            body, more = body + part.get("body", b""), part.get("more_body", False)
        self.messages += 1
        data = json.loads(body)["data"]
        for case in data.get("cases") or [data]:
            self.came.setdefault(case["receipt"], time.perf_counter())
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"ok"})


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def ready(client: httpx.AsyncClient) -> None:
    """Until the gateway is ready: its first seconds, in which models are fitted, are no measure of the rest."""
    async with asyncio.timeout(180):
        while True:
            try:
                if (await client.get("/healthz", timeout=5)).is_success:
                    return
            except httpx.HTTPError:
                pass  # it does not listen yet
            await asyncio.sleep(0.3)


async def report(client: httpx.AsyncClient, number: int) -> tuple[str, float]:
    """File one report; its receipt and when it was sent."""
    began = time.perf_counter()
    form = {"subject": "other", "what": f"{number}호 할아버지가 사흘째 안 보여요", "danger_now": True}
    answer = await client.post("/api/reports", json=form)
    answer.raise_for_status()
    return answer.json()["receipt"], began


async def measure(reports: int, database: str) -> None:
    """Start everything, measure, print, stop."""
    sink, port, door = Sink(), free_port(), free_port()
    server = uvicorn.Server(uvicorn.Config(sink, host="127.0.0.1", port=door, log_level="error", lifespan="off"))
    serving = asyncio.create_task(server.serve())
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {
            "IEUM_HOME": home, "IEUM_PORT": str(port), "IEUM_RASA_ENABLED": "false", "IEUM_EMBEDDINGS": "none",
            "IEUM_ALERT_WEBHOOK_URL": f"http://127.0.0.1:{door}/hook", "IEUM_ALERT_WEBHOOK_SECRET": SECRET,
            "IEUM_AUDITOR_ENABLED": "false", "IEUM_DATABASE_URL": database,
            "IEUM_GUIDES_DIR": str(ROOT / "gateway" / "data" / "demo_guides"),
        }  # fmt: skip
        command = (sys.executable, "-m", "gateway.cli", "serve")
        quiet = asyncio.subprocess.DEVNULL
        gateway = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet)
        try:
            limits = httpx.Limits(max_connections=reports)
            base = f"http://127.0.0.1:{port}"
            async with httpx.AsyncClient(base_url=base, timeout=60, limits=limits, trust_env=False) as client:
                await ready(client)
                sent = dict(await asyncio.gather(*(report(client, number) for number in range(reports))))
            async with asyncio.timeout(120):
                while set(sent) - set(sink.came):  # noqa: ASYNC110 - the sink is a server
                    await asyncio.sleep(0.05)
        finally:
            gateway.terminate()
            await gateway.wait()
            server.should_exit = True
            await serving
    took = sorted(sink.came[receipt] - began for receipt, began in sent.items())
    p95 = statistics.quantiles(took, n=20)[-1] if len(took) > 1 else took[0]
    print(f"{reports} reports, {sink.messages} messages: median {statistics.median(took):.2f} s, "
          f"p95 {p95:.2f} s, worst {took[-1]:.2f} s")  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=50)
    parser.add_argument("--database", default="", help="a PostgreSQL address; SQLite without one")
    given = parser.parse_args()
    asyncio.run(measure(given.reports, given.database))
