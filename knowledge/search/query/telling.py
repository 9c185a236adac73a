"""A long story: the sentences that tell what it is about, so that greetings and troubles do not drown them."""

from __future__ import annotations

import re

from knowledge.answer.facets import attributes, is_plain, subject_terms
from knowledge.catalog import squeeze
from knowledge.search.query.vocabulary import Vocabulary

LONG, KEPT, READ = 120, 3, 1_000
"""Characters from which a message is a story; sentences that count in full; characters that are weighed."""
NAME, ASKS = 10.0, 4.0
"""What a guide's name and the words of a question are worth beside the weight of rare words."""
_ENDS = re.compile(r"(?<=[.?!\n])\s+|(?<=[요다죠])\s+")


def telling(text: str, vocabulary: Vocabulary) -> str:
    """The KEPT most telling sentences of a long ``text``, in order; ``text`` itself when it is short."""
    sentences = [sentence for sentence in _ENDS.split(text[:READ]) if len(sentence) > 3]
    if len(text) < LONG or len(sentences) <= KEPT:
        return text
    best = sorted(range(len(sentences)), key=lambda i: -_worth(sentences[i], vocabulary))[:KEPT]
    return " ".join(sentences[i] for i in sorted(best))


def _worth(sentence: str, vocabulary: Vocabulary) -> float:
    own = (term for term in subject_terms(sentence) if len(term) > 1 and term not in attributes())
    names = sum(len(name) > 2 for _, name in vocabulary.names.inside(squeeze(sentence)))
    return sum(map(vocabulary.weight, own)) + NAME * names + ASKS * is_plain(sentence)
