"""The desk served on a real port with its real static files, for tests in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi.staticfiles import StaticFiles

import casework.console
from connectors.web.static_files import static_router
from tests.serving import served_app

from .hands import House

STATIC = Path(casework.console.__file__).parent / "static"


@contextmanager
def served(house: House) -> Iterator[str]:
    """Serve the house until the block ends; gives its address."""
    house.app.mount("/static/console", StaticFiles(directory=STATIC))
    house.app.include_router(static_router())
    with served_app(house.app) as address:
        yield address
