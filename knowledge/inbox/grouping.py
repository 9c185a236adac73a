"""Which questions ask the same: shared content words, and closeness of meaning where there are vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import yaml
from pydantic import BaseModel, ConfigDict, Field

from knowledge.index.tokens import bigrams, morphemes

DATA = Path(__file__).resolve().parents[1] / "data" / "inbox.yaml"
Embed = Callable[[str], Sequence[float]]


class Bounds(BaseModel):
    """The thresholds and the words that tell nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words_alike: float = Field(gt=0, le=1)
    meaning_alike: float = Field(gt=0, le=1)
    words_with_meaning: float = Field(ge=0, le=1)
    empty_words: frozenset[str]


@cache
def bounds() -> Bounds:
    """The reviewed data; raises pydantic.ValidationError when it does not fit."""
    return Bounds.model_validate(yaml.safe_load(DATA.read_text(encoding="utf-8")))


@lru_cache(maxsize=4_096)
def content(text: str) -> frozenset[str]:
    """The words by which questions are compared; of a question of empty words only, all its letters in pairs."""
    words = frozenset(morphemes(text[:1_000])) - bounds().empty_words
    return words or frozenset(bigrams(text[:1_000]))


def words_alike(one: str, other: str) -> float:
    """Share of content words that two texts have in common (Dice), 0 to 1."""
    a, b = content(one), content(other)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


@dataclass(frozen=True)
class Leader:
    """A group as a new question is compared with it."""

    id: int
    text: str


class Sorter:
    """Finds the group of a question among their leaders; the same leaders in the same order give the same group."""

    def __init__(self, embed: Embed | None = None) -> None:
        self._embed, self._vectors = embed, dict[str, np.ndarray]()

    def group_of(self, question: str, leaders: Sequence[Leader]) -> int | None:
        """The id of the nearest group that is near enough, the oldest of equals; None when none is."""
        scored = [(self._nearness(question, leader.text), -place) for place, leader in enumerate(leaders)]
        best = max(scored, default=(0.0, 0))
        return leaders[-best[1]].id if best[0] > 0 else None

    def _nearness(self, one: str, other: str) -> float:
        b, words = bounds(), words_alike(one, other)
        if words >= b.words_alike:
            return 1 + words
        if self._embed is None or words < b.words_with_meaning:
            return 0.0
        meaning = float(self._vector(one) @ self._vector(other))
        return meaning if meaning >= b.meaning_alike else 0.0

    def _vector(self, text: str) -> np.ndarray:
        if self._embed is None:
            raise RuntimeError("뜻으로 견줄 모델이 없습니다")
        if text not in self._vectors:
            if len(self._vectors) > 4_096:
                self._vectors.clear()
            self._vectors[text] = np.asarray(self._embed(text), dtype=np.float32)
        return self._vectors[text]
