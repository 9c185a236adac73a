"""One spelling for many ways of writing: what the lexicon and the classifier read."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml

DATA = Path(__file__).parent / "data"
_LONGEST = 20_000
_FILLERS = dict.fromkeys(map(ord, "\u115f\u1160\u3164\uffa0\u2800\u034f"))
_HIDDEN = frozenset({"Cf", "Cc", "Cs", "Co", "Cn", "Mn", "Me"})
_LONE_JAMO = {ord(unicodedata.normalize("NFKC", chr(c))): chr(c) for c in range(0x3131, 0x3164)}
_BREAK = re.compile(r"(?<=[.!?…。~])\s+|[!?…]+|\n+|[.。~]{2,}")
_SOUND = re.compile(r"[ㄱ-ㅎㅏ-ㅣ]+")
_NOISE = re.compile(r"[^0-9a-z가-힣]+")
_REPEAT = re.compile(r"([^0-9a-z])\1{2,}")
_SPACE = re.compile(r"\s+")


class Sentence(NamedTuple):
    """One sentence as written, bare of spaces, marks and sounds, and where the written words began in the bare text."""

    line: str
    bare: str
    starts: frozenset[int]


class Reading(NamedTuple):
    """A message made plain and cut into sentences."""

    parts: tuple[Sentence, ...]

    @property
    def line(self) -> str:
        """The message with its spaces."""
        return " ".join(part.line for part in self.parts)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The bare sentences."""
        return tuple(part.bare for part in self.parts)

    def part(self, first: int, last: int) -> Reading:
        """The sentences from first up to last."""
        return Reading(self.parts[first:last])


@lru_cache(maxsize=1)
def _spellings() -> tuple[re.Pattern[str], dict[str, str]]:
    table = yaml.safe_load((DATA / "spelling.yaml").read_text(encoding="utf-8"))
    words: dict[str, str] = {wrong: entry["right"] for entry in table for wrong in entry["wrong"]}
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True))), words


def plain(text: str) -> str:
    """NFKC, lower case, invisible characters removed, long repeats shortened, runs of space made one.

    Of a text beyond 20,000 characters the first and last 10,000 are read.
    """
    if len(text) > _LONGEST:
        text = f"{text[: _LONGEST // 2]}\n{text[-_LONGEST // 2 :]}"
    text = unicodedata.normalize("NFKC", text.translate(_FILLERS)).translate(_LONE_JAMO).lower()
    shown = "".join(
        c for c in text if c in "\n\t " or unicodedata.category(c) not in {"Cf", "Cc", "Cs", "Co", "Cn", "Mn", "Me"}
    )
    return _REPEAT.sub(r"\1\1", shown)


def squash(text: str) -> str:
    """Letters and digits only, with common misspellings put right."""
    return _squash(text)[0]


def _squash(text: str) -> tuple[str, frozenset[int]]:
    words = [_NOISE.sub("", word) for word in _SOUND.sub(_keep_known, text).split()]
    joined, begins, at = "".join(words), set(), 0
    for word in words:
        begins.add(at)
        at += len(word)
    pattern, right = _spellings()
    pieces, starts, done, length = [], {0}, 0, 0
    for hit in [*pattern.finditer(joined), None]:
        until = hit.start() if hit else len(joined)
        pieces.append(joined[done:until])
        starts |= {length + b - done for b in begins if done <= b <= until}
        length += until - done
        if hit:
            pieces.append(right[hit[0]])
            length += len(right[hit[0]])
            done = hit.end()
    return "".join(pieces), frozenset(starts)


def _keep_known(hit: re.Match[str]) -> str:
    return _spellings()[1].get(hit[0], "")


def read(text: str) -> Reading:
    """Make a message plain and cut it into sentences; never raises for any str."""
    shown = [(piece, *_squash(piece)) for piece in _BREAK.split(plain(text))]
    return Reading(
        tuple(Sentence(_SPACE.sub(" ", piece).strip(), bare, starts) for piece, bare, starts in shown if bare)
    )
