"""How well notices speak of what a firm does: BM25 over title, scope and the rest, with the trades' other words."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from knowledge.bids.data import squeeze, words
from knowledge.bids.firm import Firm
from knowledge.bids.limits import SENTENCES, Limits
from knowledge.bids.notice import Notice
from knowledge.index.lexical import Lexical
from knowledge.index.tokens import morphemes, terms

HALF = 4.0
"""The sum of weighted phrases at which a notice is half as fitting as can be."""
HEADING, BELOW, BEGINNING, READ = 25, 6, 600, 4_000
"""Characters of a heading, sentences below it, characters of a beginning and of a part that are ranked by."""
_BM25_TOP = 2.2
"""A term that stands once in a short text scores about so many times its idf."""


class Ranking:
    """Notices ready to be ranked; made once for a set of notices, then asked for any number of firms."""

    def __init__(self, notices: Sequence[Notice], limits: Sequence[Limits]) -> None:
        parts = [_parts(notice, limit) for notice, limit in zip(notices, limits, strict=True)]
        weights = words().weights
        told = [[_terms(part[place]) for part in parts] for place in range(3)]
        self._fields = [
            (weights[name], Lexical.build([""] * len(parts), lambda _, at=place: told[at]))  # type: ignore[misc]
            for place, name in enumerate(("title", "scope", "rest"))
        ] if notices else []  # fmt: skip
        whole = [[*title, *scope] for title, scope in zip(told[0], told[1], strict=True)]
        self._whole = Lexical.build([""] * len(parts), lambda _: whole) if notices else None
        self._flat = [squeeze(" ".join(part[:2])) for part in parts]
        self._size = len(notices)

    def scores(self, firm: Firm) -> np.ndarray:
        """Per notice how much it is about the firm's trade, 0 to below 1."""
        total = np.zeros(self._size, dtype=np.float32)
        for field, told in firm.told().items():
            for phrase in dict.fromkeys(told):
                total += words().weights[field] * self.phrase(phrase)
        return total / (total + HALF)

    def phrase(self, phrase: str) -> np.ndarray:
        """Per notice how well one phrase is met, 0 to 1: by its own words, or by the trade's other words for it."""
        own, other = _asked(phrase)
        if self._whole is None or not own:
            return np.zeros(self._size, dtype=np.float32)
        top = sum(weight * self._whole.idf(term) for term, weight in own.items()) * _BM25_TOP
        asked = {**other, **own}
        found = sum(weight * lexical.weighted(asked) for weight, lexical in self._fields)
        return np.minimum(np.asarray(found, dtype=np.float32) / max(top, 1e-6), 1.0)

    def met(self, place: int, firm: Firm) -> list[str]:
        """The phrases of the firm that notice number ``place`` speaks of, what it looks for first."""
        text = self._flat[place]
        told = dict.fromkeys((*firm.keywords, *firm.experience, *firm.business_types))
        return [phrase for phrase in told if _speaks(text, phrase)]


def _speaks(text: str, phrase: str) -> bool:
    """Whether a squeezed text has the phrase, a word of the trade for it, or all its telling words."""
    if squeeze(phrase) in text or any(squeeze(other) in text for other in others(phrase) if len(other) > 1):
        return True
    telling = [squeeze(word) for word in morphemes(phrase) if word not in words().common]
    return bool(telling) and all(word in text for word in telling) and max(map(len, telling)) > 1


@lru_cache(maxsize=4_000)
def _asked(phrase: str) -> tuple[dict[str, float], dict[str, float]]:
    """The weights of a phrase's own terms, and those of the trade's other words for it."""
    weights, common = words().weights, words().common
    own = {term: weights["common"] if _common(term, common) else 1.0 for term in terms(phrase)}
    other = {
        term: weights["synonym"]
        for said in others(phrase)
        for term in terms(said)
        if term not in own and not _common(term, common)
    }
    return own, other


def _common(term: str, common: frozenset[str]) -> bool:
    return term.lstrip("_") in common


@lru_cache(maxsize=4_000)
def others(phrase: str) -> tuple[str, ...]:
    """What else the trade says for what ``phrase`` names."""
    flat, own = squeeze(phrase), set(morphemes(phrase))
    found: dict[str, None] = {}
    for line in words().same:
        if any(_names(squeeze(say), flat, own) for say in line):
            found |= dict.fromkeys(line)
    return tuple(found)


def _names(say: str, flat: str, own: set[str]) -> bool:
    return say in own if len(say) <= 2 else say in flat


@lru_cache(maxsize=30_000)
def _terms(text: str) -> list[str]:
    """Kept, since most notices are the same when some were added."""
    return terms(text)


def _parts(notice: Notice, limit: Limits) -> tuple[str, str, str]:
    """Title with its classes, what tells the scope, and the rest without what limits who may bid.

    Below a short heading the next lines tell the scope too; without any such words the beginning does.
    """
    classes = notice.field("pubPrcrmntClsfcNm", "purchsObjPrdctList", "pubPrcrmntMidClsfcNm")
    scope: list[str] = []
    rest: list[str] = []
    below = 0
    for line in SENTENCES.split(unicodedata.normalize("NFKC", notice.text)):
        plain = (line or "").strip()
        if not plain or plain in limit.limiting:
            continue
        heads = bool(words().scope.search(plain))
        below = BELOW if heads and len(plain) < HEADING else max(0, below - 1)
        (scope if heads or below else rest).append(plain)
    told, other = " ".join(scope)[:READ], " ".join(rest)
    if not told:
        told, other = other[:BEGINNING], other[BEGINNING:]
    return f"{notice.title} {classes}", told, f"{notice.agency} {other[:READ]}"
