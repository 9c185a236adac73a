"""Every reviewed pattern hears what it must and ignores what it must; the schema refuses what it does not know."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from casework.screening.lexicon import Entry, Kind, lexicon
from casework.screening.text import read

PARTS = ("signals", "frames", "idioms", "urgency", "people", "concepts")
ENTRIES = [(part, entry) for part in PARTS for entry in getattr(lexicon(), part)]


@pytest.mark.parametrize(("part", "entry"), ENTRIES, ids=[f"{part}:{entry.id}" for part, entry in ENTRIES])
def test_each_entry_keeps_its_own_examples(part: str, entry: Entry) -> None:
    for sentence in entry.hears:
        assert entry.regex.search("/".join(read(sentence).sentences)), f"들어야 해요: {sentence}"
    for sentence in entry.ignores:
        assert not entry.regex.search("/".join(read(sentence).sentences)), f"듣지 말아야 해요: {sentence}"


@pytest.mark.parametrize("part", PARTS)
def test_ids_are_unique(part: str) -> None:
    ids = [entry.id for entry in getattr(lexicon(), part)]
    assert len(ids) == len(set(ids))


def test_every_kind_has_a_signal() -> None:
    assert {signal.kind for signal in lexicon().signals} == set(get_args(Kind))


def test_an_unknown_kind_or_field_is_refused(tmp_path: Path) -> None:
    entry = "signals:\n- {id: x, kind: weather, level: high, pattern: 비, hears: [비], ignores: [눈]}\n"
    (tmp_path / "x.yaml").write_text(entry, encoding="utf-8")
    with pytest.raises(ValueError, match="weather"):
        lexicon.__wrapped__(tmp_path)


def test_an_entry_without_a_sentence_to_ignore_is_refused(tmp_path: Path) -> None:
    entry = "idioms:\n- {id: x, pattern: 비, hears: [비], ignores: []}\n"
    (tmp_path / "x.yaml").write_text(entry, encoding="utf-8")
    with pytest.raises(ValueError, match="ignores"):
        lexicon.__wrapped__(tmp_path)
