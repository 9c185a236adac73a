"""Does a question go on about the guide talked about before, or has it a subject of its own?"""

from __future__ import annotations

import re

from knowledge.answer.facets import attributes, detect, subject_terms
from knowledge.catalog import squeeze
from knowledge.guide import Guide
from knowledge.index.tokens import morphemes
from knowledge.search import regions
from knowledge.search.hybrid import Hit, Searcher

_RATHER = re.compile(
    r"^\s*(?:아니\s?요?|아뇨|아니고)?,?\s*(?P<not>.{1,20}?)\s*(?:말고|아니고|아니라|대신)(?![는도])\s*,?\s*(?P<but>.+)$"
)
SHORT = 4
"""Names up to so many letters are words of daily use too (월세, 한도) and no subject by themselves."""


def own_terms(question: str) -> list[str]:
    """The question's terms that name a subject: no fillers, no attributes of any scheme, no figures, no regions."""
    plain = [term for term in subject_terms(question) if term not in attributes() and not term.isdigit()]
    return [term for term in plain if not regions.named(term)]


def corrected(question: str, topic: Guide) -> str | None:
    """A correction (전세 말고 월세) as a question of its own, in the topic's words where they fit; else None."""
    match = _RATHER.match(question)
    if match is None or not own_terms(match["but"]):
        return None
    wrong = [term for term in morphemes(match["not"]) if len(term) > 1]
    others = [word for word in morphemes(topic.name) if len(word) > 1 and word not in wrong]
    shared = " ".join(others[:1]) if any(term in topic.name for term in wrong) else ""
    return f"{shared} {match['but']}".strip()


def continues(question: str, topic: Guide, hits: list[Hit], searcher: Searcher) -> bool:
    """Whether the question is about ``topic`` still: it has no subject of its own, or search finds the topic again, or
    its one telling term stands in the topic and no other guide is named."""
    own = own_terms(question)
    if not own:
        return True
    if hits and (hits[0].doc == topic.id or hits[0].doc in topic.same_as):
        return True
    if topic.id not in searcher.snapshot.docs or _names_another(question, hits):
        return False
    number = searcher.snapshot.docs.index(topic.id)
    return len(own) == 1 and searcher.snapshot.whole.holds(own[0], number)


def _names_another(question: str, hits: list[Hit]) -> bool:
    asked = squeeze(question)
    names = [squeeze(name) for hit in hits[:5] for name in hit.passage.names.split(" / ")]
    return any(len(name) >= SHORT and name in asked and detect(name) == ["what"] for name in names)
