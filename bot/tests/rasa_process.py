"""Runs Rasa the way the gateway's supervisor does, on a free loopback port."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, Dict, List, Optional

from action_server import ActionServer

BOT = Path(__file__).resolve().parents[1]
TOKEN = "test-token"  # noqa: S105
READY_WITHIN = 180.0


class RasaProcess:
    """A context manager around one ``rasa run``; ``say`` is one turn, ``tracker`` the conversation's state."""

    def __init__(self, model: Path, folder: Path) -> None:
        self.actions = ActionServer()
        self.database = folder / "rasa.db"
        self._model, self._log = model, folder / "rasa.log"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self._process: Optional["subprocess.Popen[bytes]"] = None

    def __enter__(self) -> RasaProcess:
        self.actions.__enter__()
        environment = {**os.environ, "PYTHONPATH": str(BOT), "ACTION_URL": self.actions.url}
        environment.update(
            IEUM_RASA_TRACKER_DB=str(self.database), RASA_TELEMETRY_ENABLED="false", MALLOC_ARENA_MAX="2"
        )
        command = [sys.executable, "-m", "rasa", "run", "--enable-api", "--auth-token", TOKEN, "-i", "127.0.0.1"]
        command += ["-p", str(self._port), "-m", str(self._model), "--endpoints", "endpoints.yml"]
        command += ["--credentials", "credentials.yml"]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(command, cwd=BOT, env=environment, stdout=log, stderr=log)
        self._wait()
        return self

    def __exit__(self, *_: Any) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(30)
        self.actions.__exit__()

    def _wait(self) -> None:
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline:
            if self._process is None or self._process.poll() is not None:
                break
            try:
                if self._call("GET", f"/status?token={TOKEN}").get("model_file"):
                    return
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.3)
        raise RuntimeError(f"Rasa did not start:\n{self._log.read_text(errors='replace')[-3000:]}")

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self._port}{path}", data, method=method)
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return json.loads(answer.read() or b"null")

    def say(self, sender: str, text: str) -> List[Dict[str, Any]]:
        """One turn over the REST channel."""
        return self._call("POST", "/webhooks/rest/webhook", {"sender": sender, "message": text})

    def parse(self, text: str) -> Dict[str, Any]:
        """What the NLU makes of a text."""
        return self._call("POST", f"/model/parse?token={TOKEN}", {"text": text})

    def tracker(self, sender: str) -> Dict[str, Any]:
        """The conversation's state without events."""
        return self._call("GET", f"/conversations/{sender}/tracker?token={TOKEN}&include_events=NONE")

    def replace_events(self, sender: str, events: List[Dict[str, Any]]) -> Any:
        """PUT the tracker's events, as the gateway does to forget a person."""
        return self._call("PUT", f"/conversations/{sender}/tracker/events?token={TOKEN}", events)
