"""A corpus of somebody else: read whole, or refused with the line and what it must hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.index.library import MAX_PASSAGE, Library, SourceError, read_source
from tests.knowledge import guides


def write(folder: Path, *lines: object) -> Path:
    """A JSONL file; a str or bytes line stands as it is."""
    path = folder / "corpus.jsonl"
    shown = [line if isinstance(line, str | bytes) else json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_bytes(b"".join((line.encode() if isinstance(line, str) else line) + b"\n" for line in shown))
    return path


GOOD = {"id": "a", "title": "달빛", "text": "밤에 달을 보는 모임"}


def test_every_line_becomes_passages_and_blank_lines_nothing(tmp_path: Path):
    found = read_source(write(tmp_path, GOOD, "", {"id": 7, "text": "제목 없는 글"}))
    assert [(p.doc, p.title, p.text) for p in found] == [
        ("a", "달빛", "밤에 달을 보는 모임"),
        ("7", "", "제목 없는 글"),
    ]


def test_a_long_text_is_split_and_nothing_of_it_lost(tmp_path: Path):
    words = [f"낱말{number}" for number in range(2_000)]
    found = read_source(write(tmp_path, {"id": "long", "text": " ".join(words)}))
    assert len(found) > 5 and {p.doc for p in found} == {"long"}
    assert all(len(p.text) <= MAX_PASSAGE for p in found)
    assert set(" ".join(p.text for p in found).split()) == set(words)


def test_a_folder_of_guides_is_a_source_too(tmp_path: Path):
    guides.write(tmp_path, guides.text())
    assert {p.doc for p in read_source(tmp_path)} == {"moon-voucher"}


BAD = {
    "no json": "{",
    "a list": [],
    "a number": 3,
    "no id": {"text": "글"},
    "blank id": {"id": " ", "text": "글"},
    "null id": {"id": None, "text": "글"},
    "an object for an id": {"id": {"a": 1}, "text": "글"},
    "no text": {"id": "b"},
    "a list for a text": {"id": "b", "text": ["글"]},
    "half a letter": '{"id": "b", "text": "\\ud800"}',
    "not utf-8": '{"id": "b", "text": "글"}'.encode("cp949"),
    "too deep": "[" * 100_000,
    "the same id again": {"id": "a", "text": "다른 글"},
}


@pytest.mark.parametrize("line", BAD.values(), ids=BAD.keys())
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, line: object):
    with pytest.raises(SourceError, match=r"corpus\.jsonl 3번째 줄"):
        read_source(write(tmp_path, GOOD, "", line))


@pytest.mark.parametrize("text", ["", "!!! ???", "\u200b"])
def test_texts_without_a_word_do_not_stop_the_index(tmp_path: Path, text: str):
    library = Library(tmp_path / "index", tmp_path / "v.db", "none")
    library.renew(read_source(write(tmp_path, GOOD, {"id": "b", "text": text})))
    assert [hit.doc for hit in library.searcher.search("달빛 모임")] == ["a"]


def test_a_corpus_without_any_word_can_be_indexed_and_finds_nothing(tmp_path: Path):
    library = Library(tmp_path / "index", tmp_path / "v.db", "none")
    library.renew(read_source(write(tmp_path, {"id": "b", "text": "!!!"})))
    assert library.searcher.search("달빛 모임") == []
