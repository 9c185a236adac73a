"""Writing what is in force back to the guide files, so that the console's edits can be committed."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from knowledge.revisions.layers import Layers
from knowledge.revisions.model import digest


@dataclass(frozen=True)
class Exported:
    """Which files were written, which already read so, and which were left alone because somebody changed them too."""

    written: list[Path]
    same: list[Path]
    clashing: list[Path]


def export(layers: Layers, folder: Path) -> Exported:
    """Write every revision in force that is not in its file yet; new guides go to ``folder/<domain>/<id>.md``.

    A file that was changed by other hands since the revision was written is never overwritten. Each file is replaced
    by one rename; a revision counts as exported only when its file is written.
    """
    written, same, clashing, done = [], [], [], []
    earlier: dict[str, set[str]] = {}
    for past in layers.revisions.approved():
        earlier.setdefault(past.guide_id, set()).update((past.file_hash, digest(past.text)))
    for guide_id, layer in layers.read().layers.items():
        one = layer.revision
        if one is None:
            continue
        path = layer.file.path if layer.file else folder / layer.guide.domain / f"{guide_id}.md"
        now = layer.file.text if layer.file else None
        if now == one.text:
            same.append(path)
        elif digest(now) in earlier[guide_id]:
            _write(path, one.text)
            written.append(path)
        else:
            clashing.append(path)
            continue
        if one.exported_at is None:
            done.append(one.number)
    layers.revisions.exported(done)
    return Exported(written, same, clashing)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    Path(temporary).chmod(0o644)
    Path(temporary).replace(path)
