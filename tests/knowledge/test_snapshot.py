"""A snapshot is an immutable folder: equal ones are one, a broken one is refused by name."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from knowledge.index import snapshot
from knowledge.index.snapshot import SnapshotError
from tests.knowledge import corpus


def state(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file with its time and content."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


def test_what_was_built_is_read_again(tmp_path: Path):
    folder = snapshot.build(corpus.passages(), tmp_path)
    for place in (folder, tmp_path):
        read = snapshot.load(place)
        assert read.docs == ("moon", "bread", "boat") and read.vectors is None and read.model is None
        assert list(read.passages) == corpus.passages()
        assert int(np.argmax(read.whole.scores("달빛"))) == 0


def test_a_second_snapshot_leaves_the_first_untouched(tmp_path: Path):
    first = snapshot.build(corpus.passages(), tmp_path)
    before = state(first)
    second = snapshot.build(corpus.passages(star=("별빛 지도", "별자리를 그린 지도예요.")), tmp_path)
    assert first != second and state(first) == before
    assert snapshot.load(tmp_path).name == second.name
    assert snapshot.load(first).docs == ("moon", "bread", "boat")


def test_an_equal_snapshot_is_not_written_again(tmp_path: Path):
    folder = snapshot.build(corpus.passages(), tmp_path)
    before = state(folder)
    assert snapshot.build(corpus.passages(), tmp_path) == folder
    assert state(folder) == before


def test_any_change_of_a_passage_makes_another_snapshot():
    one = snapshot.fingerprint(corpus.passages(), None)
    assert one == snapshot.fingerprint(corpus.passages(), None)
    assert one != snapshot.fingerprint(corpus.passages(), "model")
    assert one != snapshot.fingerprint(corpus.passages(moon=("달빛 이용권", "바뀐 글이에요.")), None)
    assert one != snapshot.fingerprint(corpus.passages()[::-1], None)


def test_nothing_half_built_is_ever_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    old = snapshot.build(corpus.passages(), tmp_path)
    monkeypatch.setattr(np, "save", _full_disk)
    with pytest.raises(OSError, match="가득"):
        snapshot.build(corpus.passages(), tmp_path, np.zeros((3, 4), dtype=np.float32), "model")
    assert snapshot.load(tmp_path).name == old.name
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([old.name, "CURRENT"])


def _full_disk(*_: object, **__: object) -> None:
    raise OSError("디스크가 가득 찼습니다")


def test_vectors_are_kept_with_their_passages(tmp_path: Path):
    words = corpus.HashedWords()
    made = np.asarray(words.embed_documents([p.text for p in corpus.passages()]), dtype=np.float32)
    read = snapshot.load(snapshot.build(corpus.passages(), tmp_path, made, "words"))
    assert read.model == "words" and read.vectors is not None and read.vectors.ntotal == 3
    scores, order = read.vectors.search(made[1:2], 1)
    assert order[0][0] == 1 and scores[0][0] == pytest.approx(1, abs=1e-4)


def test_no_passages_make_no_index(tmp_path: Path):
    with pytest.raises(SnapshotError, match="대목이 하나도 없"):
        snapshot.build([], tmp_path)


def _cut(name: str) -> Callable[[Path], None]:
    return lambda folder: os.truncate(folder / name, 10)


def _without(name: str) -> Callable[[Path], None]:
    def remove(folder: Path) -> None:
        path = folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    return remove


def _manifest(**more: object) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / "manifest.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | more))

    return change


DAMAGE: dict[str, Callable[[Path], None]] = {
    "no manifest": _without("manifest.json"),
    "cut manifest": _cut("manifest.json"),
    "manifest of another kind": lambda folder: (folder / "manifest.json").write_text("[]") and None,
    "empty manifest": lambda folder: (folder / "manifest.json").write_text("{}") and None,
    "another format": _manifest(format=99),
    "passages too many": _manifest(passages=7),
    "no passages": _without("passages.jsonl"),
    "cut passages": _cut("passages.jsonl"),
    "passages of another shape": lambda folder: (folder / "passages.jsonl").write_text('{"doc": "a"}\n') and None,
    "no lexical half": _without("whole"),
    "cut lexical half": lambda folder: os.truncate(next((folder / "passages").glob("*.npy")), 10),
    "no vectors": _without("vectors.npy"),
    "cut vectors": _cut("vectors.npy"),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_folder_is_refused_by_name(tmp_path: Path, damage: Callable[[Path], None]):
    folder = snapshot.build(corpus.passages(), tmp_path, np.eye(3, 4, dtype=np.float32), "words")
    damage(folder)
    with pytest.raises(SnapshotError, match=folder.name):
        snapshot.load(tmp_path)


@pytest.mark.parametrize("make", [lambda p: None, lambda p: (p / "CURRENT").write_text("gone")], ids=["empty", "gone"])
def test_a_folder_without_an_index_is_refused_by_name(tmp_path: Path, make: Callable[[Path], object]):
    make(tmp_path)
    with pytest.raises(SnapshotError, match=tmp_path.name):
        snapshot.load(tmp_path)
