"""Reads one HWP, HWPX or PDF file to text in a process of its own: ``python -m knowledge.collectors.read_paper FILE``.

Files come from anywhere; what a broken or hostile one does ends with this process.
"""

from __future__ import annotations

import resource
import sys
import zipfile
from pathlib import Path

MEMORY = 2 * 1024**3
UNPACKED = 200 * 1024 * 1024
ENTRIES = 5_000
LONGEST = 200_000
"""Characters that are kept of one file."""


def read(path: Path) -> str:
    """The text; ValueError for what is no such file, is locked, or grows too large."""
    magic = path.read_bytes()[:8]
    if magic.startswith(b"%PDF"):
        return _pdf(path)
    if magic.startswith(b"PK"):
        return _hangul(_small(path))
    if magic.startswith(b"\xd0\xcf\x11\xe0"):
        return _hangul(path)
    raise ValueError("HWP, HWPX, PDF 가운데 어느 것도 아니에요")


def _pdf(path: Path) -> str:
    from pypdf import PdfReader

    pages, length = [], 0
    for page in PdfReader(path).pages:
        pages.append(page.extract_text())
        length += len(pages[-1])
        if length > LONGEST:
            break
    return "\n".join(pages)


def _hangul(path: Path) -> str:
    from hwp_hwpx_parser import Reader

    with Reader(path) as reader:
        if reader.is_encrypted:
            raise ValueError("암호가 걸린 파일이에요")
        return str(reader.extract_text())


def _small(path: Path) -> Path:
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        if len(entries) > ENTRIES or sum(entry.file_size for entry in entries) > UNPACKED:
            raise ValueError("풀면 너무 커지는 파일이에요")
    return path.rename(path.with_suffix(".hwpx"))


def main() -> int:
    """Write the text of the file named on the command line, or why there is none."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        text = read(Path(sys.argv[1]))[:LONGEST]
    except Exception as error:  # noqa: BLE001  libraries raise anything over broken files
        sys.stderr.write(f"{type(error).__name__}: {error}"[:300])
        return 1
    sys.stdout.buffer.write(text.encode("utf-8", "ignore"))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
