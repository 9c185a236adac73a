"""The guide files of some folders, read anew only where they changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from knowledge.guide import Guide, GuideError, load

Stamp = tuple[str, int, int]


@dataclass(frozen=True)
class GuideFile:
    """One readable guide file."""

    path: Path
    text: str
    guide: Guide


class GuideFiles:
    """Guide files ``<domain>/<id>.md`` of the given folders."""

    def __init__(self, *folders: Path) -> None:
        self.folders = folders
        self._known: dict[str, tuple[Stamp, GuideFile]] = {}

    def mark(self) -> tuple[Stamp, ...]:
        """Path, modification time and size of every file: changes when a file does, comes or goes."""
        return tuple(sorted(stamp for _, stamp in self._stamps()))

    def read(self) -> list[GuideFile]:
        """Every file; raises GuideError listing every unusable one."""
        found, wrong, known = [], [], {}
        for path, stamp in sorted(self._stamps()):
            kept = self._known.get(str(path))
            try:
                file = kept[1] if kept and kept[0] == stamp else _read(path)
            except GuideError as error:
                wrong.append(str(error))
            except OSError as error:
                wrong.append(f"{path.name}: 읽을 수 없습니다: {error.strerror}")
            else:
                found.append(file)
                known[str(path)] = (stamp, file)
        self._known = known
        if wrong:
            raise GuideError("\n".join(wrong))
        return found

    def _stamps(self) -> list[tuple[Path, Stamp]]:
        stamps = []
        for path in (path for folder in self.folders for path in folder.glob("*/*.md")):
            try:
                seen = path.stat()
            except OSError:  # gone since it was listed
                continue
            stamps.append((path, (str(path), seen.st_mtime_ns, seen.st_size)))
        return stamps


def _read(path: Path) -> GuideFile:
    guide = load(path)
    return GuideFile(path, path.read_text(encoding="utf-8-sig"), guide)
