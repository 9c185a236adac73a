"""Reading a CSV of signals line by line, however long it is and whatever is in it."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from casework.signals.rules import Rules

LONGEST_LINE = 4_000
"""Bytes; a longer line is no signal."""
LOOKED_AT = 64 * 1024


class FileError(ValueError):
    """The file as a whole cannot be read; the Korean text says why."""


@dataclass(frozen=True)
class Row:
    """One line: its number, its bytes without the line's end, the named fields, or why it cannot be read."""

    number: int
    raw: bytes
    fields: dict[str, object] | None
    why: str = ""


@dataclass(frozen=True)
class Header:
    """The first line: its bytes, the encoding of the file, and the field each column holds."""

    raw: bytes
    encoding: str
    fields: tuple[str, ...]


def open_csv(file: BinaryIO, rules: Rules) -> tuple[Header, Iterator[Row]]:
    """The header and the rows after it, read as they are asked for; FileError for a header that cannot be used.

    UTF-8 (with or without mark) or CP949, told by the first 64 KB. One signal is one line: a quote that is never
    closed spoils its own line only. Empty lines are passed over. The file must be at its start and able to go back.
    """
    encoding = _encoding(file.read(LOOKED_AT))
    file.seek(0)
    lines = _lines(file)
    first = next(lines, None)
    if first is None or not first[1].strip():
        raise FileError("파일이 비어 있어요. 첫 줄에는 항목 이름이 있어야 해요")
    header = Header(first[1], encoding, _columns(first[1], encoding, rules))
    return header, (_row(number, raw, header) for number, raw in lines if raw.strip())


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Numbered lines; of a line that is too long only its beginning and one byte more than allowed."""
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        rest = line
        while not rest.endswith(b"\n") and len(rest) > LONGEST_LINE:
            rest = file.readline(LONGEST_LINE + 1)
        yield number, line.rstrip(b"\r\n")


def _encoding(sample: bytes) -> str:
    for name in ("utf-8-sig", "cp949"):
        try:
            codecs.getincrementaldecoder(name)().decode(sample, final=False)
        except UnicodeDecodeError:
            continue
        return name
    return "utf-8-sig"


def _columns(raw: bytes, encoding: str, rules: Rules) -> tuple[str, ...]:
    names = [name.strip() for name in _cells(raw.decode(encoding, "replace")) or []]
    known = {alias: field for field, aliases in rules.columns.items() for alias in aliases}
    fields = tuple(known.get(name.replace(" ", ""), "") for name in names)
    unknown = [name[:40] for name, field in zip(names, fields, strict=True) if not field]
    allowed = " / ".join("·".join(aliases) for aliases in rules.columns.values())
    if unknown:
        raise FileError(f"모르는 항목이 있어요: {', '.join(unknown[:5])} (쓸 수 있는 이름: {allowed})")
    if len(set(fields)) != len(fields):
        raise FileError(f"같은 항목이 두 번 있어요: {', '.join(names)[:200]}")
    missing = [field for field in ("kind", "happened_on") if field not in fields]
    missing += [] if {"address", "lot_address"} & set(fields) else ["address"]
    if missing:
        lacking = ", ".join("·".join(rules.columns[field]) for field in missing)
        raise FileError(f"꼭 있어야 할 항목이 없어요: {lacking}")
    return fields


def _row(number: int, raw: bytes, header: Header) -> Row:
    if len(raw) > LONGEST_LINE:
        return Row(number, raw, None, f"줄이 너무 길어요(길어도 {LONGEST_LINE}바이트)")
    try:
        text = raw.decode(header.encoding)
    except UnicodeDecodeError:
        return Row(number, raw, None, f"글자가 깨져 있어요({header.encoding.removesuffix('-sig').upper()}로 읽었어요)")
    cells = _cells(text)
    if cells is None:
        return Row(number, raw, None, "CSV로 읽을 수 없어요. 따옴표가 닫혔는지 봐 주세요")
    if len(cells) != len(header.fields):
        return Row(number, raw, None, f"칸이 {len(cells)}개예요. 첫 줄에는 {len(header.fields)}개가 있어요")
    return Row(number, raw, dict(zip(header.fields, cells, strict=True)))


def _cells(text: str) -> list[str] | None:
    try:
        rows = list(csv.reader([text], strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None
