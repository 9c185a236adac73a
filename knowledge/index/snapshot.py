"""An index as an immutable folder: built beside the current one, put in place by one rename, read-only ever after.

Layout: ``<root>/<fingerprint>/{manifest.json,passages.jsonl,whole/,passages/,vectors.npy}`` and ``<root>/CURRENT``.
A snapshot without ``vectors.npy`` serves on its lexical half alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

import faiss
import numpy as np

from knowledge.index.lexical import Lexical
from knowledge.index.tokens import terms_of_all
from knowledge.passages import ASKED, Passage

FORMAT = 3


class SnapshotError(RuntimeError):
    """A folder that holds no usable index; the text says which and why."""


def fingerprint(passages: list[Passage], model: str | None) -> str:
    """Hash of everything a snapshot is made of."""
    digest = hashlib.sha256(f"{FORMAT}\0{model}".encode())
    for passage in passages:
        digest.update(json.dumps(asdict(passage), ensure_ascii=False, sort_keys=True).encode("utf-8", "replace"))
    return digest.hexdigest()[:20]


@dataclass(frozen=True)
class Snapshot:
    """One built index in memory: passages, the lexical halves (whole documents, passages) and the vectors if made."""

    name: str
    passages: tuple[Passage, ...]
    whole: Lexical
    parts: Lexical
    vectors: faiss.Index | None
    model: str | None

    @cached_property
    def docs(self) -> tuple[str, ...]:
        """Document ids in index order."""
        return tuple(dict.fromkeys(passage.doc for passage in self.passages))

    @cached_property
    def doc_of(self) -> np.ndarray:
        """For each passage the number of its document (int array)."""
        number = {doc: i for i, doc in enumerate(self.docs)}
        return np.array([number[passage.doc] for passage in self.passages], dtype=np.int64)


def passage_text(passage: Passage) -> str:
    """What a passage is embedded and scored as: its names carry the subject that the section itself omits.

    A question stands alone: what it is to be near to is another question, which has no names.
    """
    if passage.section == ASKED:
        return passage.text
    return f"{passage.names}\n{passage.section}\n{passage.text}"


def whole_texts(passages: list[Passage]) -> list[str]:
    """One text per document: its names twice (they are what people type) and all its sections."""
    grouped: dict[str, list[Passage]] = {}
    for passage in passages:
        grouped.setdefault(passage.doc, []).append(passage)
    return [
        "\n".join([group[0].names, group[0].names, *(f"{p.section} {p.text}" for p in group)])
        for group in grouped.values()
    ]


Terms = Callable[[list[str]], list[list[str]]]


def build(
    passages: list[Passage], root: Path, vectors: np.ndarray | None = None, model: str | None = None,
    terms_of: Terms = terms_of_all,
) -> Path:  # fmt: skip
    """Build a snapshot under ``root`` and make it CURRENT; returns its folder. An equal one is kept as it is."""
    if not passages:
        raise SnapshotError("색인할 대목이 하나도 없습니다")
    root.mkdir(parents=True, exist_ok=True)
    target = root / fingerprint(passages, model if vectors is not None else None)
    if not (target / "manifest.json").exists():
        work = Path(tempfile.mkdtemp(prefix=".building-", dir=root))
        try:
            _write(work, passages, vectors, model, terms_of)
            shutil.rmtree(target, ignore_errors=True)
            work.rename(target)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    point(root, target.name)
    return target


def _write(work: Path, passages: list[Passage], vectors: np.ndarray | None, model: str | None, terms_of: Terms) -> None:
    with (work / "passages.jsonl").open("w", encoding="utf-8") as file:
        for passage in passages:
            file.write(json.dumps(asdict(passage), ensure_ascii=False) + "\n")
    Lexical.build(whole_texts(passages), terms_of).save(work / "whole")
    Lexical.build([passage_text(passage) for passage in passages], terms_of).save(work / "passages")
    if vectors is not None:
        np.save(work / "vectors.npy", vectors)
    manifest = {"format": FORMAT, "passages": len(passages), "model": model if vectors is not None else None}
    (work / "manifest.json").write_text(json.dumps(manifest))


def point(root: Path, name: str) -> None:
    """Make the snapshot ``name`` of ``root`` the CURRENT one, by one rename."""
    handle, temporary = tempfile.mkstemp(dir=root)
    with os.fdopen(handle, "w") as file:
        file.write(name)
    Path(temporary).replace(root / "CURRENT")


def sweep(root: Path, keep: int) -> None:
    """Remove all but the ``keep`` newest snapshots of ``root`` and the CURRENT one; what cannot be removed stays."""
    current = (root / "CURRENT").read_text().strip() if (root / "CURRENT").exists() else ""
    made = sorted(root.glob("*/manifest.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in made[keep:]:
        if old.parent.name != current:
            shutil.rmtree(old.parent, ignore_errors=True)


def load(folder: Path) -> Snapshot:
    """Read a snapshot, or the CURRENT one when ``folder`` is a root; raises SnapshotError."""
    if (folder / "CURRENT").exists():
        folder = folder / (folder / "CURRENT").read_text().strip()
    try:
        return _read(folder)
    except (OSError, ValueError, TypeError, LookupError, AttributeError, EOFError) as error:
        raise SnapshotError(f"{folder}에 쓸 수 있는 색인이 없습니다: {error!r:.300}") from error


def _read(folder: Path) -> Snapshot:
    manifest = json.loads((folder / "manifest.json").read_text())
    if manifest["format"] != FORMAT:
        raise SnapshotError(f"{folder}의 색인 형식이 {manifest['format']}입니다; 이 판은 {FORMAT}만 읽습니다")
    with (folder / "passages.jsonl").open(encoding="utf-8") as file:
        passages = tuple(Passage(**json.loads(line)) for line in file)
    vectors = None
    if manifest["model"]:
        array = np.load(folder / "vectors.npy")
        vectors = faiss.IndexFlatIP(array.shape[1])
        vectors.add(array)
    if manifest["passages"] != len(passages) or (vectors and vectors.ntotal != len(passages)):
        raise SnapshotError(f"{folder}의 대목 수가 서로 다릅니다: {manifest['passages']}, {len(passages)}")
    docs = len({passage.doc for passage in passages})
    whole, parts = Lexical.load(folder / "whole", docs), Lexical.load(folder / "passages", len(passages))
    return Snapshot(folder.name, passages, whole, parts, vectors, manifest["model"])
