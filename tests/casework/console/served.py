"""The desk served on a real port with its real static files, for tests in a real browser."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi.staticfiles import StaticFiles

import casework.console
from connectors.web.static_files import static_router

from .hands import House

STATIC = Path(casework.console.__file__).parent / "static"


@contextmanager
def served(house: House) -> Iterator[str]:
    """Serve the house until the block ends; gives its address."""
    house.app.mount("/static/console", StaticFiles(directory=STATIC))
    house.app.include_router(static_router())
    server = uvicorn.Server(uvicorn.Config(house.app, host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started:
        assert thread.is_alive() and time.monotonic() < deadline, "서버가 뜨지 않았어요"
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)
