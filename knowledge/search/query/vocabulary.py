"""What one snapshot can be asked about: its documents' names and its frequent words, ready to be looked up."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from knowledge.catalog import squeeze
from knowledge.index.snapshot import Snapshot
from knowledge.passages import ASKED
from knowledge.search.query.letters import initials, is_syllable, sound

LONGEST, MOST = 14, 20_000
"""Words of more syllables, or beyond so many, are not looked up by sound or initials: the tables stay small."""
FREQUENT = 3
"""Texts that a plain noun must stand in to count as a word people may have meant."""
_SEPARATED = re.compile(r"[^가-힣a-z0-9]+")


@dataclass(frozen=True)
class Found:
    """A name at ``start:end`` of a text."""

    start: int
    end: int
    name: str


class Names:
    """Documents by name; names inside a text are found in one pass, however many names there are."""

    def __init__(self, snapshot: Snapshot) -> None:
        number = {doc: i for i, doc in enumerate(snapshot.docs)}
        names: dict[str, set[int]] = {}
        for doc, told in dict.fromkeys((passage.doc, passage.names) for passage in snapshot.passages):
            for form in _forms(told):
                names.setdefault(form, set()).add(number[doc])
        self.docs = {name: tuple(sorted(docs)) for name, docs in names.items()}
        lengths: dict[str, set[int]] = defaultdict(set)
        for name in names:
            lengths[name[:2]].add(len(name))
        self._lengths = {start: sorted(found) for start, found in lengths.items()}

    def inside(self, squeezed: str) -> Iterator[tuple[int, str]]:
        """Where and which names stand in ``squeezed`` (a text without spaces, as ``squeeze`` makes it)."""
        for i in range(len(squeezed) - 1):
            for length in self._lengths.get(squeezed[i : i + 2], ()):
                if (name := squeezed[i : i + length]) in self.docs:
                    yield i, name

    def longest(self, text: str) -> list[Found]:
        """Names in ``text`` from left to right, the longest where they overlap, with their places in ``text``."""
        place = [i for i, char in enumerate(text) for _ in squeeze(char)]
        squeezed = "".join(squeeze(char) for char in text)
        found, end = [], 0
        for start, name in sorted(self.inside(squeezed), key=lambda each: (each[0], -len(each[1]))):
            if start >= end:
                end = start + len(name)
                found.append(Found(place[start], place[end - 1] + 1, name))
        return found


class Vocabulary:
    """Names and words of a snapshot; made once for each, read-only and safe for concurrent use."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._whole, self.names = snapshot.whole, Names(snapshot)
        self._told = tuple(dict.fromkeys(passage.names for passage in snapshot.passages))
        self._parts = snapshot.parts
        self._telling = np.array([passage.section != ASKED for passage in snapshot.passages], dtype=bool)

    def ready(self) -> Vocabulary:
        """The same vocabulary with every table made, so that no question waits for one."""
        _ = self.by_initials, self.by_sound
        return self

    def knows(self, term: str) -> bool:
        """Whether any document has this morpheme (or pair of letters, marked as the index marks it)."""
        return self._whole.knows(term)

    def weight(self, term: str) -> float:
        """How telling a morpheme is; 0 for one that no document tells of, though people may ask with it."""
        return self._whole.idf(term) if self._telling[self._parts.texts_with(term)].any() else 0.0

    @cached_property
    def words(self) -> dict[str, int]:
        """Words people may mean, in Hangul without spaces, to the number of texts they were seen in: names, the words
        of names (also several in a row), frequent nouns; names first."""
        counted: dict[str, int] = defaultdict(int)
        for told in self._told:
            for form in {run for name in told.split(" / ") for run in _runs(name)}:
                counted[form] += 1
        for term, texts in self._whole.frequent(FREQUENT):
            if term not in counted and _plain(term) and len(counted) < MOST:
                counted[term] = texts
        return dict(list(counted.items())[:MOST])

    @cached_property
    def by_initials(self) -> dict[str, list[str]]:
        """Initial consonants to the words that have them."""
        table: dict[str, list[str]] = defaultdict(list)
        for word in self.words:
            table[initials(word)].append(word)
        return table

    @cached_property
    def by_sound(self) -> dict[str, list[str]]:
        """How words sound, also with any one letter left out, to those words."""
        table: dict[str, list[str]] = defaultdict(list)
        for word in self.words:
            for key in near_sounds(sound(word)) if len(word) > 2 else (sound(word),):
                table[key].append(word)
        return table


def near_sounds(key: str) -> set[str]:
    """``key`` and what is left of it without any one letter."""
    return {key, *("".join(rest) for rest in combinations(key, len(key) - 1))}


def _forms(told: str) -> set[str]:
    forms = {squeeze(form) for name in told.split(" / ") for form in (name, name.split("(")[0])}
    return {form for form in forms if len(form) >= 2}


def _runs(name: str) -> Iterator[str]:
    """Every run of neighbouring Hangul words of a name, written together."""
    words = [word for word in _SEPARATED.split(name.lower()) if word]
    for start in range(len(words)):
        run = ""
        for word in words[start:]:
            run += word
            if not _plain(run):
                break
            yield run


def _plain(word: str) -> bool:
    return 2 <= len(word) <= LONGEST and all(is_syllable(char) for char in word)
