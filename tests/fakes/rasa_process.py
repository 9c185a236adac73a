"""Stands in for the bot's Python: ``train.py`` and ``-m rasa run`` as tiny processes that misbehave on demand.

Run by a shim named ``bot/.venv/bin/python``; the folder IEUM_HOME holds what it does: ``calls.jsonl`` gets one line per
start, and the files ``train-fails``, ``dies-at-once``, ``never-ready``, ``hangs``, ``deaf`` (ignores SIGTERM) and
``has-child`` switch a fault on while they exist.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit


def home() -> Path:
    """Where faults are switched on and starts are noted."""
    return Path(os.environ["IEUM_HOME"])


def on(name: str) -> bool:
    """Whether a fault is switched on."""
    return (home() / name).exists()


def note(**more: object) -> None:
    """Add a line to calls.jsonl."""
    with (home() / "calls.jsonl").open("a") as file:
        file.write(json.dumps({"pid": os.getpid(), "arguments": sys.argv[1:], **more}) + "\n")


def train() -> int:
    """Leave a model as train.py does."""
    note(guides=sys.argv[3])
    if on("train-fails"):
        print("no model today", file=sys.stderr)
        return 1
    models = Path(sys.argv[sys.argv.index("--out") + 1])
    models.mkdir(parents=True, exist_ok=True)
    (models / "rasa-fake.tar.gz").write_bytes(b"model")
    (models / "current.txt").write_text("rasa-fake.tar.gz\n")
    return 0


class Handler(BaseHTTPRequestHandler):
    """/status and the REST channel."""

    token = ""

    def do_GET(self) -> None:
        while on("hangs"):
            time.sleep(0.02)
        if parse_qs(urlsplit(self.path).query).get("token") != [self.token]:
            self._answer(401, {"reason": "NotAuthenticated"})
        else:
            self._answer(200, {"model_file": "" if on("never-ready") else "rasa-fake.tar.gz"})

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self._answer(200, [{"recipient_id": "x", "text": "네"}])

    def _answer(self, status: int, body: object) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        print(format % args, file=sys.stderr)


def serve() -> int:
    """Serve as ``rasa run`` does, on the address it is told."""
    told = dict(zip(sys.argv, sys.argv[1:], strict=False))
    note(env={name: os.environ.get(name) for name in ("ACTION_URL", "PYTHONPATH", "IEUM_RASA_TRACKER_DB")})
    if on("dies-at-once"):
        return 3
    if on("deaf"):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if on("has-child"):
        stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
        child = subprocess.Popen([sys.executable, "-c", stubborn])
        note(child=child.pid)
    Handler.token = told["--auth-token"]
    server = ThreadingHTTPServer((told["-i"], int(told["-p"])), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    while True:
        time.sleep(0.05)


if __name__ == "__main__":
    sys.exit(train() if sys.argv[1] == "train.py" else serve())
