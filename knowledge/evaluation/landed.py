"""The figures of the last landed run (tests/eval/landed.json), and what has changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.evaluation.figures import Figures

Mode = Literal["words", "vectors"]
"""How was searched: by words alone, or by words and meaning."""
SAME = 5e-4
"""Figures that differ by less are shown as the same."""


class LandedError(ValueError):
    """A file of landed figures that cannot be read."""


class Entry(BaseModel):
    """One part on one set: when it was measured, on which guides (content hash), and its figures."""

    model_config = ConfigDict(extra="forbid")

    at: str
    guides: str
    figures: Figures


class Landed(BaseModel):
    """Entries by ``part/set``, per way of searching."""

    model_config = ConfigDict(extra="forbid")

    words: dict[str, Entry] = {}
    vectors: dict[str, Entry] = {}

    def figures(self, mode: Mode) -> Figures:
        """Every landed figure as ``part/set/figure``."""
        entries: dict[str, Entry] = getattr(self, mode)
        return {f"{part}/{name}": value for part, entry in entries.items() for name, value in entry.figures.items()}


@dataclass(frozen=True)
class Change:
    """One figure then and now; None where it was not measured."""

    figure: str
    before: float | None
    now: float

    @property
    def arrow(self) -> str:
        """▲ higher, ▼ lower, ＝ the same, ＊ new."""
        if self.before is None:
            return "＊"
        step = self.now - self.before
        return "＝" if abs(step) < SAME else "▲" if step > 0 else "▼"


def read(path: Path) -> Landed:
    """What was landed last; nothing when there is no file yet. Raises LandedError for a file of another shape."""
    if not path.exists():
        return Landed()
    try:
        return Landed.model_validate_json(path.read_text(encoding="utf-8"))
    except ValidationError as error:
        raise LandedError(f"{path.name}을 읽을 수 없어요: {error}") from error


def land(path: Path, mode: Mode, entries: Mapping[str, Entry]) -> None:
    """Write ``entries`` over those of the same part and set; others, and the other mode, stay as they are."""
    landed = read(path)
    rounded = {name: entry.model_copy(update={"figures": _rounded(entry.figures)}) for name, entry in entries.items()}
    whole = landed.model_copy(update={mode: dict(sorted({**getattr(landed, mode), **rounded}.items()))})
    path.write_text(json.dumps(whole.model_dump(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def changes(before: Mapping[str, float], now: Mapping[str, float]) -> list[Change]:
    """Each figure of now beside the landed one, in the order of now."""
    return [Change(name, before.get(name), value) for name, value in now.items()]


def guides_hash(*folders: Path) -> str:
    """Twelve hex digits over names and contents of every guide file, whatever git says of them."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.glob("*/*.md")):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _rounded(figures: Figures) -> Figures:
    return {name: round(value, 4) for name, value in figures.items()}
