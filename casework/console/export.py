"""Tables as CSV files that a spreadsheet opens without running anything in them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from starlette.responses import Response

from casework.console.figure import Cell

_FORMULA = re.compile(r"^[\s\x00-\x1f]*[=+\-@＝＋－＠|%]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def safe(cell: Cell) -> Cell:
    """A cell that is text and nothing else: what a spreadsheet could take for a formula gets an apostrophe in front.

    Source: OWASP, CSV Injection. Numbers stay numbers; None is empty; control characters are left out.
    """
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return cell
    dangerous = _FORMULA.match(cell) is not None
    text = _CONTROL.sub("", cell.replace("\t", " ").replace("\r", " "))
    return f"'{text}" if dangerous else text


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """The table as CSV with CRLF lines, every text in quotes."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([safe(name) for name in columns])
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue()


def csv_response(name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """The file to download; ``name`` is ASCII without its ending."""
    # Excel takes UTF-8 for what it is only with the mark in front.
    body = "\ufeff" + csv_text(columns, rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(body.encode(), media_type="text/csv; charset=utf-8", headers=headers)
