"""Words written by their initial consonants alone: ㅊㄴㅇㅅ for 청년월세."""

from __future__ import annotations

import re

from knowledge.search.query.vocabulary import Vocabulary

_RUN = re.compile(r"(?<![가-힣ㄱ-ㅎㅏ-ㅣ])[ㄱ-ㅎ]{2,14}(?![ㅏ-ㅣ])")
MOST = 4
"""Words that one run may stand for; more are as good as none."""
PREFIX = 4
"""Letters from which a run may also be the beginning of a longer name."""


def spelled_out(text: str, vocabulary: Vocabulary) -> list[tuple[str, tuple[str, ...]]]:
    """Runs of initial consonants in ``text`` and the words that each stands for, likeliest first.

    Two letters count only for a whole name; one letter repeated is laughter or a nod.
    """
    found = []
    for run in dict.fromkeys(_RUN.findall(text)):
        if len(set(run)) > 1 and (words := _words(run, vocabulary)):
            found.append((run, words))
    return found


def _words(run: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    exact = vocabulary.by_initials.get(run, [])
    if len(run) == 2:
        exact = [word for word in exact if word in vocabulary.names.docs]
        return tuple(exact) if len(exact) == 1 else ()
    named = [word for word in exact if word in vocabulary.names.docs]
    if not exact and len(run) >= PREFIX:
        longer = [words for key, words in vocabulary.by_initials.items() if key.startswith(run)]
        exact = [word for words in longer for word in words if word in vocabulary.names.docs]
    best = sorted(named or exact, key=lambda word: (len(word), -vocabulary.words[word]))
    return tuple(best[:MOST])
