"""Does a question go on about the guide talked about before, or has it a subject of its own?"""

from __future__ import annotations

import re
from collections.abc import Callable

from knowledge.answer.facets import attributes, detect, subject_terms
from knowledge.answer.signals import nouns
from knowledge.catalog import Catalog, squeeze
from knowledge.guide import Guide
from knowledge.index.tokens import morphemes
from knowledge.search import regions
from knowledge.search.hybrid import Hit

_RATHER = re.compile(
    r"^\s*(?:아니\s?요?|아뇨|아니고)?,?\s*(?P<not>.{1,20}?)\s*(?:말고|아니고|아니라|대신)(?![는도])\s*,?\s*(?P<but>.+)$"
)
MOSTLY, LOOKED_AT = 0.5, 4
"""Share of a question's nouns that the topic must speak of to be meant still; hits a sibling is looked for among."""
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
    if any(term in topic.name for term in own_terms(match["but"])):
        return f"{_short(topic.name)} {match['but']}"
    wrong = [term for term in morphemes(match["not"]) if len(term) > 1]
    others = [word for word in morphemes(topic.name) if len(word) > 1 and word not in wrong]
    shared = " ".join(others[:1]) if any(term in topic.name for term in wrong) else ""
    return f"{shared} {match['but']}".strip()


def subject(
    question: str, topic: Guide, hits: list[Hit], search: Callable[[str], list[Hit]], catalog: Catalog
) -> Guide | None:
    """The guide that a question is about after ``topic``: the topic still, a sibling of it (2유형은?, 신혼부부면요?).

    None when the question has a subject of its own.

    ``hits`` are what the question alone finds, best first.
    """
    own = own_nouns(question)
    if not own or (hits and hits[0].doc in {topic.id, *topic.same_as}):
        return topic
    if _names_another(question, hits):
        return None
    return _sibling(own, topic, search(f"{_short(topic.name)} {question}"), catalog) or (
        topic if told_by(topic, own) >= MOSTLY else None
    )


def own_nouns(question: str) -> list[str]:
    """The question's nouns that name a subject, without attributes of any scheme, figures and regions."""
    found = dict.fromkeys(noun for noun in nouns(question) if noun not in attributes() and not noun.isdigit())
    return [noun for noun in found if not regions.named(noun)]


def told_by(guide: Guide, words: list[str]) -> float:
    """Share of ``words`` that the guide speaks of."""
    said = squeeze("\n".join([guide.facts_text, *guide.asked]))
    return sum(squeeze(word) in said for word in words) / (len(words) or 1)


def _sibling(own: list[str], topic: Guide, hits: list[Hit], catalog: Catalog) -> Guide | None:
    """The nearest other guide of the topic's domain whose names hold every new word, where the topic's hold none."""
    names = squeeze(" ".join([topic.name, *topic.aliases]))
    if not hits or any(squeeze(word) in names for word in own):
        return None
    for hit in hits[:LOOKED_AT]:
        other = catalog.get(hit.doc)
        if other is None or other.domain != topic.domain or other.id in (topic.id, *topic.same_as):
            continue
        if all(squeeze(word) in squeeze(" ".join([other.name, *other.aliases])) for word in own):
            return other
    return None


def _short(name: str) -> str:
    return name.split("(")[0].strip()


def _names_another(question: str, hits: list[Hit]) -> bool:
    asked = squeeze(question)
    names = [squeeze(name) for hit in hits[:5] for name in hit.passage.names.split(" / ")]
    return any(len(name) >= SHORT and name in asked and detect(name) == ["what"] for name in names)
