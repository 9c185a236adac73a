"""The layers: guide files below, approved revisions above; together they are the catalog in force."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import lru_cache

from knowledge.catalog import Catalog
from knowledge.guide import Guide, GuideError, parse
from knowledge.revisions.files import GuideFile, GuideFiles
from knowledge.revisions.model import Revision, digest
from knowledge.revisions.store import Revisions


@dataclass(frozen=True)
class Layer:
    """One guide in force: its text, the highest place among its revisions (0: none), and its file if there is one."""

    guide: Guide
    text: str
    place: int = 0
    file: GuideFile | None = None
    revision: Revision | None = None


@dataclass(frozen=True)
class Laid:
    """Every guide in force; ``trouble`` tells in Korean, line by line, which revisions could not be laid."""

    layers: dict[str, Layer]
    catalog: Catalog
    trouble: str = field(default="")


class Layers:
    """Reads what is in force now; cheap when nothing changed."""

    def __init__(self, files: GuideFiles, revisions: Revisions) -> None:
        self.files, self.revisions = files, revisions

    def mark(self) -> Hashable:
        """Changes whenever ``read`` would give something else."""
        return self.files.mark(), self.revisions.mark()

    def read(self) -> Laid:
        """Files and revisions laid over each other.

        Raises GuideError for unusable files; a revision that no longer fits gives way to its file and is told.
        """
        files = self.files.read()
        if not files:
            raise GuideError(f"{self.files.folders[0]}에 안내 파일(<분야>/<id>.md)이 없습니다")
        plain = Catalog([file.guide for file in files])
        over: dict[str, list[Revision]] = {}
        for one in self.revisions.approved():
            over.setdefault(one.guide_id, []).append(one)
        below = {file.guide.id: file for file in files}
        layers, troubles = {file.guide.id: Layer(file.guide, file.text, 0, file) for file in files}, []
        for guide_id, revisions in over.items():
            layer, trouble = _lay(below.get(guide_id), revisions)
            troubles += [trouble] if trouble else []
            if layer is not None:
                layers[guide_id] = layer
        try:
            catalog = Catalog([layer.guide for layer in layers.values()])
        except GuideError as error:
            told = f"화면에서 고친 안내를 얹을 수 없어 파일만 씁니다: {error}"
            return Laid(
                {i: Layer(f.guide, f.text, 0, f) for i, f in below.items()}, plain, "\n".join([*troubles, told])
            )
        return Laid(layers, catalog, "\n".join(troubles))


def _lay(file: GuideFile | None, revisions: list[Revision]) -> tuple[Layer | None, str]:
    """The layer of one guide with approved revisions, and what is wrong with it."""
    last, place = revisions[-1], revisions[-1].place or 0
    below = Layer(file.guide, file.text, place, file) if file else None
    moved_on = not _behind(file, revisions)
    if moved_on and last.exported_at is not None:
        return below, ""
    try:
        guide = _parsed(last.text, last.guide_id)
    except GuideError as error:
        return below, f"개정 {last.number}번을 이제 읽을 수 없습니다: {error}"
    told = f"{last.guide_id}: 파일과 개정 {last.number}번이 함께 바뀌었습니다. 개정을 씁니다" if moved_on else ""
    return Layer(guide, last.text, place, file, last), told


def _behind(file: GuideFile | None, revisions: list[Revision]) -> bool:
    """Whether the file is a state that the revisions know: what they were written on, or one of themselves."""
    known = {one.file_hash for one in revisions} | {digest(one.text) for one in revisions}
    return digest(file.text if file else None) in known


@lru_cache(maxsize=512)
def _parsed(text: str, guide_id: str) -> Guide:
    return parse(text, f"{guide_id}.md")
