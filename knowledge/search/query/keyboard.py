"""Typed on the wrong keyboard: Korean on Latin keys, Latin on Korean keys."""

from __future__ import annotations

import re

from knowledge.catalog import squeeze
from knowledge.index.tokens import KEPT_TAGS, kiwi
from knowledge.search.query.letters import is_syllable, to_hangul, to_keys
from knowledge.search.query.vocabulary import Vocabulary

_LATIN = re.compile(r"[A-Za-z]{4,60}")
_KOREAN = re.compile(r"[ㄱ-ㅎㅏ-ㅣ가-힣]{2,20}")
_LOOSE_VOWEL = re.compile(r"[ㅏ-ㅣ]")
_NOUNS = frozenset(("NNG", "NNP", "SL"))
KNOWN = 0.5
"""Share of the syllables that must be nouns of the index before a run counts as Korean."""


def retyped(text: str, vocabulary: Vocabulary) -> str:
    """``text`` with every wrongly typed run as it was meant; the same text when none gives words of the index."""
    fixed = _KOREAN.sub(lambda match: _latin(match[0], vocabulary), text)
    runs = {run: to_hangul(run) for run in _LATIN.findall(fixed) if not vocabulary.knows(run.lower())}
    whole = {run: korean for run, korean in runs.items() if all(map(is_syllable, korean))}
    if not any(_is_korean(korean, vocabulary) for korean in whole.values()):
        return fixed
    return _LATIN.sub(lambda match: whole.get(match[0], match[0]), fixed)


def _is_korean(text: str, vocabulary: Vocabulary) -> bool:
    if len(text) < 2:
        return False
    if any(len(name) >= len(text) * KNOWN for _, name in vocabulary.names.inside(squeeze(text))):
        return True
    tokens = [token for token in kiwi().tokenize(text) if token.tag in KEPT_TAGS]
    known = [t for t in tokens if t.tag in _NOUNS and len(t.form) > 1 and vocabulary.knows(t.form)]
    return sum(len(token.form) for token in known) >= len(text) * KNOWN


def _latin(run: str, vocabulary: Vocabulary) -> str:
    """A word of the index when its keys write one; loose vowels tell it from initial consonants and from Korean."""
    keys = to_keys(run)
    if len(set(run)) > 1 and _LOOSE_VOWEL.search(run) and vocabulary.knows(keys.lower()):
        return keys
    return run
