"""A file of signals into the ledger: streamed, in batches, bad lines kept apart with their reason."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from casework.signals.csv_file import Header, Row, open_csv
from casework.signals.incoming import Incoming, Sender, SignalError, check
from casework.signals.intake import Taken
from casework.signals.service import Signals

AT_ONCE = 500


@dataclass(frozen=True)
class BadLine:
    """A line that was not taken: its number and why, in Korean."""

    number: int
    why: str


@dataclass(frozen=True)
class Imported:
    """How a file went."""

    taken: Taken
    bad: int


class Apart:
    """Keeps bad lines in a file of their own, readable by its owner only; made at the first one."""

    def __init__(self, path: Path) -> None:
        self.path, self.count = path, 0
        self._file: BinaryIO | None = None

    def put(self, header: Header, row: Row, why: str) -> None:
        """Add the line as it came, with its number and the reason as two more cells."""
        if self._file is None:
            self.path.unlink(missing_ok=True)
            self.path.touch(mode=0o600)
            self._file = self.path.open("wb")
            self._file.write(_line(header.raw, header, "줄", "까닭"))
        self._file.write(_line(row.raw, header, str(row.number), why))
        self.count += 1

    def close(self) -> None:
        """No more lines."""
        if self._file is not None:
            self._file.close()


def import_file(
    signals: Signals, file: BinaryIO, sender: Sender, apart: Apart,
    told: Callable[[BadLine], None] = lambda bad: None, progress: Callable[[int], None] = lambda at: None,
) -> Imported:  # fmt: skip
    """Take every good line and put the others apart; committed every 500 lines, so that it may be started again.

    ``told`` hears of each bad line, ``progress`` the byte the reading has come to. FileError for a bad header, before
    anything is kept.
    """
    header, rows = open_csv(file, signals.rules)
    batch, taken = signals.begin(sender), Taken(0, 0)
    waiting: list[Incoming] = []
    try:
        for row in rows:
            found = _checked(signals, sender, row)
            if isinstance(found, str):
                apart.put(header, row, found)
                told(BadLine(row.number, found))
            else:
                waiting.append(found)
            if len(waiting) >= AT_ONCE:
                taken, waiting = taken + signals.take(batch, sender, waiting), []
                progress(file.tell())
        taken += signals.take(batch, sender, waiting)
    finally:
        apart.close()
        signals.end(batch, sender, taken, apart.count)
    progress(file.tell())
    return Imported(taken, apart.count)


def _line(raw: bytes, header: Header, *more: str) -> bytes:
    cells = io.StringIO()
    csv.writer(cells).writerow(more)
    return raw + b"," + cells.getvalue().encode(header.encoding.removesuffix("-sig"), "replace")


def _checked(signals: Signals, sender: Sender, row: Row) -> Incoming | str:
    """The signal of a line, or why it is none."""
    if row.fields is None:
        return row.why
    try:
        return check(row.fields, sender.basis, signals.now(), signals.rules)
    except SignalError as error:
        return str(error)
