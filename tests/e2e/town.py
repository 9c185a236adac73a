"""A whole town around one real gateway process: the process itself, a Bot API, a Kakao platform, every alert sink."""

from __future__ import annotations

import asyncio
import base64
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import yaml

from casework.policy import POLICY_FILE
from tests.fakes.alert_sinks import WebhookSink, served
from tests.fakes.kakao_platform import SECRET as KAKAO_SECRET
from tests.fakes.kakao_platform import FakeKakao
from tests.fakes.smtp_sink import SmtpSink, smtp_sink
from tests.fakes.telegram_api import SECRET, TOKEN, FakeTelegram

ROOT = Path(__file__).resolve().parents[2]
ON_CALL = 4242
KEY = b"0123456789abcdef0123456789abcdef"
PATIENCE = 240.0


@dataclass
class Town:
    """What a test may look at and act on."""

    url: str
    log: Path
    telegram: FakeTelegram
    kakao: FakeKakao
    webhook: WebhookSink
    mail: SmtpSink
    client: httpx.AsyncClient
    process: asyncio.subprocess.Process

    async def chat(self, sender: str, text: str, **more: Any) -> dict[str, Any]:
        """One turn over POST /api/chat; must be 200."""
        response = await self.client.post("/api/chat", json={"sender": sender, "text": text, **more})
        assert response.status_code == 200, response.text
        return response.json()

    async def health(self) -> dict[str, Any]:
        """The health page's body."""
        return (await self.client.get("/healthz")).json()

    async def rasa_is(self, phase: str) -> None:
        """Wait until Rasa is in this phase; fails with the log's end."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not (await self.health())["parts"]["rasa"].startswith(phase):  # noqa: ASYNC110 - another process
                    await asyncio.sleep(0.2)
        except TimeoutError:
            raise AssertionError(
                f"Rasa is not {phase}: {await self.health()}\n{self.log.read_text()[-3000:]}"
            ) from None

    async def rasa_pid(self) -> int:
        """The process id of the supervised Rasa: the gateway's only child that runs it."""
        found = await asyncio.create_subprocess_exec(
            "pgrep", "-P", str(self.process.pid), "-f", "rasa run", stdout=asyncio.subprocess.PIPE
        )
        return int((await found.communicate())[0].split()[0])

    async def deliver(self, update: dict[str, Any]) -> list[int]:
        """An update from Telegram, again until it is taken."""
        return await self.telegram.deliver(update, f"{self.url}/channels/telegram", SECRET)


def update(number: int, text: str, chat: int = 777) -> dict[str, Any]:
    """A text message as Telegram sends it."""
    person = {"id": chat, "is_bot": False, "first_name": "민지", "language_code": "ko"}
    message = {"message_id": number, "date": 1_790_000_000, "from": person, "chat": {"id": chat, "type": "private"}}
    return {"update_id": number, "message": {**message, "text": text}}


def press(number: int, data: str, chat: int) -> dict[str, Any]:
    """A pressed inline button as Telegram sends it."""
    person = {"id": chat, "is_bot": False, "first_name": "당직"}
    message = {"message_id": 1, "date": 1_790_000_000, "chat": {"id": chat, "type": "private"}, "text": "알림"}
    query = {"id": str(number), "from": person, "message": message, "chat_instance": "1", "data": data}
    return {"update_id": number, "callback_query": query}


@asynccontextmanager
async def town(home: Path) -> AsyncIterator[Town]:
    """Start everything, with Rasa up; stop it all at the end."""
    webhook = WebhookSink(KEY)
    async with FakeTelegram() as telegram, FakeKakao() as kakao, served(webhook.app) as hook, smtp_sink() as mail:
        port, log = _free_port(), home / "gateway.log"
        settings = {
            "IEUM_HOME": str(home), "IEUM_PORT": str(port), "IEUM_EMBEDDINGS": "none",
            "IEUM_CLOCK_SECONDS": "0.2", "IEUM_KAKAO_SECRET": KAKAO_SECRET,
            "IEUM_TELEGRAM_TOKEN": TOKEN, "IEUM_TELEGRAM_SECRET": SECRET, "IEUM_TELEGRAM_API_BASE": telegram.url,
            "IEUM_ALERT_TELEGRAM_CHAT": str(ON_CALL), "IEUM_ALERT_EMAIL_TO": "oncall@example.org",
            "IEUM_SMTP_HOST": "127.0.0.1", "IEUM_SMTP_PORT": str(mail.port), "IEUM_SMTP_STARTTLS": "false",
            "IEUM_ALERT_WEBHOOK_URL": f"{hook}/hook",
            "IEUM_ALERT_WEBHOOK_SECRET": "whsec_" + base64.b64encode(KEY).decode(),
            "IEUM_POLICY_FILE": str(_quick_policy(home)),
        }  # fmt: skip
        with log.open("ab") as output:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "gateway.cli", "serve", cwd=home, env={**_clean_environment(), **settings},
                stdout=output, stderr=output,
            )  # fmt: skip
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            here = Town(f"http://127.0.0.1:{port}", log, telegram, kakao, webhook, mail, client, process)
            try:
                await _ready(here)
                yield here
            finally:
                process.send_signal(signal.SIGTERM)
                await asyncio.wait_for(process.wait(), 40)


def _clean_environment() -> dict[str, str]:
    """This process's environment without the developer's own settings; a .env is not read, as ``home`` has none."""
    ours = ("IEUM_", "DATABASE_URL", "REDIS_URL")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | {"PYTHONPATH": str(ROOT)}


def _quick_policy(home: Path) -> Path:
    """The shipped policy with seconds for minutes between the steps of a high case, so that a test sees them pass."""
    policy = yaml.safe_load(POLICY_FILE.read_text(encoding="utf-8"))
    policy["levels"]["high"]["steps"] = [{"after_minutes": 0, "to": 0}] + [{"after_minutes": 0.04, "to": 0}] * 3
    path = home / "policy.yaml"
    path.write_text(yaml.safe_dump(policy, allow_unicode=True), encoding="utf-8")
    return path


async def _ready(here: Town) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            assert here.process.returncode is None, here.log.read_text()[-3000:]
            try:
                if (await here.client.get("/healthz")).status_code == 200:
                    break
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.2)
    await here.rasa_is("up")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
