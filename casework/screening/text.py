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
_BREAK = re.compile(r"(?<=[.!?…。~])\s+|[!?…]+|\n+|[.。~]{2,}")
_SOUND = re.compile(r"[ㄱ-ㅎㅏ-ㅣ]+")
_NOISE = re.compile(r"[^0-9a-z가-힣]+")
_REPEAT = re.compile(r"([^0-9a-z])\1{2,}")
_SPACE = re.compile(r"\s+")


class Reading(NamedTuple):
    """A message made plain: `line` keeps its spaces; `sentences` are bare of spaces, marks and sounds."""

    line: str
    sentences: tuple[str, ...]


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
    text = unicodedata.normalize("NFKC", text.translate(_FILLERS)).lower()
    shown = "".join(
        c for c in text if c in "\n\t " or unicodedata.category(c) not in {"Cf", "Cc", "Cs", "Co", "Cn", "Mn", "Me"}
    )
    return _REPEAT.sub(r"\1\1", shown)


def squash(text: str) -> str:
    """Letters and digits only, with common misspellings put right."""
    bare = _NOISE.sub("", _SOUND.sub(_keep_known, text))
    pattern, words = _spellings()
    return pattern.sub(lambda hit: words[hit[0]], bare)


def _keep_known(hit: re.Match[str]) -> str:
    _, words = _spellings()
    return words.get(hit[0], "")


def read(text: str) -> Reading:
    """Make a message plain and cut it into sentences; never raises for any str."""
    shown = plain(text)
    sentences = tuple(s for s in map(squash, _BREAK.split(shown)) if s)
    return Reading(_SPACE.sub(" ", shown).strip(), sentences)
