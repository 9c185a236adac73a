"""Words that were meant when letters slipped: 버팅목 for 버팀목, 긴급복찌 for 긴급복지."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from knowledge.index.tokens import kiwi
from knowledge.search.query.letters import parts_of, sound, syllable
from knowledge.search.query.vocabulary import Vocabulary, near_sounds

_NOUNS = frozenset(("NNG", "NNP", "NNB", "XSN", "SL"))
_RUN = re.compile(r"[가-힣]{2,40}")
SHORT, LONG = 3, 10
"""Syllables up to which a word counts only at the start of a run and one slip at most; the longest that is tried."""
READ, TRIED = 1_000, 32
"""Characters of a text in which slips are looked for, and strange pairs that are tried: what a message may cost."""


def corrections(text: str, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """Pieces of ``text`` that no document spells like this, each with the word of the vocabulary it is nearest to.

    Only pieces around a pair of letters that the index has never seen are tried, and digits never.
    """
    found: dict[str, str] = {}
    tried = 0
    for match in _RUN.finditer(text[:READ]):
        run, start = match[0], 0
        for strange in (i for i in range(len(run) - 1) if not vocabulary.knows("_" + run[i : i + 2])):
            if strange < start or tried >= TRIED or _between_words(run, strange + 1, vocabulary):
                continue
            tried += 1
            if best := _best(run, strange, start, vocabulary):
                piece, word, start = best
                found[piece] = word
    return list(found.items())


def _best(run: str, strange: int, start: int, vocabulary: Vocabulary) -> tuple[str, str, int] | None:
    """The piece of ``run`` over the strange pair with the nearest word, and where the piece ends."""
    best, least = None, (1.0, 0)
    for begin, end in _pieces(run, strange, start):
        piece = run[begin:end]
        for word, slips in _near(piece, vocabulary):
            if word in run or (slips and not _alike(piece, word)) or not _is_noun(word):
                continue
            if min(len(word), len(piece)) <= SHORT and (begin > 0 or slips > 1):
                continue
            rank = (slips / len(word), -len(word))
            if rank < least:
                best, least = (piece, word, end), rank
    return best


def _between_words(run: str, place: int, vocabulary: Vocabulary) -> bool:
    """Whether one word ends and another begins here, so that the pair is new but not strange."""
    ends = any(run[start:place] in vocabulary.words for start in range(max(0, place - LONG), place - 1))
    return ends and any(run[place:end] in vocabulary.words for end in range(place + 2, min(len(run), place + LONG) + 1))


def _pieces(run: str, strange: int, start: int) -> Iterator[tuple[int, int]]:
    for begin in range(max(start, strange + 2 - LONG), strange + 1):
        for end in range(strange + 2, min(len(run), begin + LONG) + 1):
            yield begin, end


def _near(piece: str, vocabulary: Vocabulary) -> Iterator[tuple[str, int]]:
    heard = sound(piece)
    keys = near_sounds(heard) if len(piece) > 2 else {heard}
    for word in {word for key in keys for word in vocabulary.by_sound.get(key, ())}:
        slips = 0 if (meant := sound(word)) == heard else distance(heard, meant)
        if slips <= (1 if len(word) <= SHORT else 2):
            yield word, slips
    if (short := shortened(piece)) != piece and short in vocabulary.words:
        yield short, 0


def _alike(piece: str, word: str) -> bool:
    """Whether a slip is likely: short words begin right, since other words are one letter away."""
    shorter = min(len(piece), len(word))
    return shorter > SHORT or (shorter == SHORT and sound(piece[0]) == sound(word[0]))


@lru_cache(maxsize=10_000)
def _is_noun(word: str) -> bool:
    tokens = kiwi().tokenize(word)
    return bool(tokens) and tokens[-1].tag in _NOUNS


def shortened(run: str) -> str:
    """``run`` with vowels drawn in that were drawn out: 장려그음 → 장려금."""
    out: list[str] = []
    for char in run:
        lead, vowel, tail = parts_of(char)
        if out and lead == "ㅇ" and parts_of(out[-1])[1:] == (vowel, ""):
            out[-1] = syllable(parts_of(out[-1])[0], vowel, tail)
        else:
            out.append(char)
    return "".join(out)


def distance(one: str, other: str) -> int:
    """Edits (insert, leave out, replace a letter) between two words."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return row[-1]
