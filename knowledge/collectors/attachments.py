"""The papers of a notice (공고문, 제안요청서): fetched from the notice's own addresses and read to text."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import structlog

from knowledge.collectors.client import Client
from knowledge.collectors.errors import SourceError
from knowledge.collectors.store import Kept, Records

log = structlog.get_logger(__name__)
LARGEST = 20 * 1024 * 1024
SECONDS = 60
PAPERS = 10
SUFFIXES = (".hwp", ".hwpx", ".pdf")


class PaperError(ValueError):
    """A file that cannot be read; the text says why."""


def text_of(data: bytes, name: str = "") -> str:
    """The text of an HWP, HWPX or PDF file, told apart by its first bytes; PaperError when it cannot be read."""
    with tempfile.TemporaryDirectory() as folder:
        suffix = ".pdf" if data.startswith(b"%PDF") else ".hwpx" if data.startswith(b"PK") else ".hwp"
        path = Path(folder) / f"paper{suffix}"
        path.write_bytes(data)
        command = [sys.executable, "-m", "knowledge.collectors.read_paper", str(path)]
        root = Path(__file__).resolve().parents[2]
        try:
            done = subprocess.run(command, cwd=root, capture_output=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired:
            raise PaperError(f"{name}: {SECONDS}초 안에 읽지 못했어요") from None
    if done.returncode:
        raise PaperError(f"{name}: {done.stderr.decode('utf-8', 'replace')[-300:] or '읽지 못했어요'}")
    return done.stdout.decode()


def addresses(body: dict[str, Any], hosts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Address and name of every paper that can be read and lies on one of ``hosts`` or below it."""
    allowed = tuple(hosts)
    for number in range(1, PAPERS + 1):
        url, name = str(body.get(f"ntceSpecDocUrl{number}") or ""), str(body.get(f"ntceSpecFileNm{number}") or "")
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        known = any(host == each or host.endswith(f".{each}") for each in allowed)
        if known and parts.scheme in ("http", "https") and name.strip().lower().endswith(SUFFIXES):
            yield url, name


def read_papers(
    records: Records, client: Client, source: str, hosts: Iterable[str], most: int,
    shown: Callable[[int, int], None] = lambda done, of: None,
) -> tuple[int, list[str]]:  # fmt: skip
    """Read the papers of up to ``most`` notices that have none yet; (notices that have text now, what went wrong).

    What could not be fetched is tried again with the next run; what could not be read is not.
    """
    allowed = tuple(hosts)
    waiting = [kept for kept in records.current(source) if kept.paper is None and any(addresses(kept.body, allowed))]
    wrong: list[str] = []
    read = 0
    for place, kept in enumerate(waiting[:most], 1):
        text = _papers(kept, client, allowed, wrong)
        if text is not None:
            records.set_paper(kept.id, text)
            read += bool(text)
        shown(place, min(most, len(waiting)))
    return read, wrong


def _papers(kept: Kept, client: Client, hosts: tuple[str, ...], wrong: list[str]) -> str | None:
    """The text of one notice's papers; None when one could not be fetched."""
    found, missing = [], False
    for url, name in addresses(kept.body, hosts):
        try:
            found.append(text_of(client.download(url, LARGEST), name))
        except SourceError as error:
            wrong.append(f"{kept.key} {name}: {error}")
            missing = True
        except PaperError as error:
            wrong.append(f"{kept.key} {error}")
    return None if missing else "\n".join(found)
