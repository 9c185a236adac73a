"""A question as it was typed, as it was meant, and what to search besides its own words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.answer.facets import subject_terms
from knowledge.search.query.foreign import in_korean
from knowledge.search.query.initials import spelled_out
from knowledge.search.query.keyboard import retyped
from knowledge.search.query.spelling import corrections
from knowledge.search.query.telling import telling
from knowledge.search.query.tidy import tidy
from knowledge.search.query.vocabulary import Vocabulary

_HANGUL, _NUMBER = re.compile(r"[가-힣]"), re.compile(r"\d[\d.,:/-]*")
CERTAIN, LIKELY, BESIDE, TOLD = 1.0, 0.6, 0.4, 0.5
"""Weight of what can only have been meant, of a correction, of a foreign word in a Korean question, and of a sentence
that tells little in a long story."""


@dataclass(frozen=True)
class Form:
    """Words to search, how much they count, and whether their pairs of letters count too."""

    text: str
    weight: float
    pairs: bool = True


@dataclass(frozen=True)
class Query:
    """A question understood: ``said`` without emoji and the like, ``meant`` in Korean as far as it is known (what to
    embed and to look for names in), ``forms`` the words to search: its own first, then what they may have meant."""

    said: str
    meant: str
    forms: tuple[Form, ...]


def understand(question: str, vocabulary: Vocabulary) -> Query:
    """Never raises and never changes a digit; understanding ``said`` again gives the same."""
    said = tidy(question)
    meant = retyped(said, vocabulary)
    added = [Form(meant, CERTAIN)] if meant != said else []
    for run, words in spelled_out(meant, vocabulary):
        meant = meant.replace(run, words[0], 1)
        added += [Form(word, CERTAIN / (i + 1)) for i, word in enumerate(words)]
    for piece, word in corrections(meant, vocabulary):
        meant = meant.replace(piece, word, 1)
        added.append(Form(word, LIKELY))
    korean, foreign = in_korean(meant), not _HANGUL.search(meant)
    if korean and foreign:
        added += [Form(word, CERTAIN) for word in korean]
        return Query(said, " ".join([*korean, *_NUMBER.findall(meant)]), (Form(said, BESIDE, False), *added))
    added += [Form(word, BESIDE) for word in korean if subject_terms(word)]
    told = telling(said, vocabulary)
    own = [Form(said, 1.0)] if told == said else [Form(said, TOLD), Form(told, 1 - TOLD)]
    return Query(said, meant, (*own, *added))
