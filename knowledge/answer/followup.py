"""The words of a question after others: what it names itself, and what a correction means."""

from __future__ import annotations

import re

from knowledge.answer.facets import attributes, subject_terms
from knowledge.answer.signals import nouns
from knowledge.catalog import squeeze
from knowledge.guide import Guide
from knowledge.index.tokens import morphemes
from knowledge.search import regions

_NUMBERED = re.compile(r"(\d)\s?(유형|형|종|차)")
_RATHER = re.compile(
    r"^\s*(?:아니\s?요?|아뇨|아니고)?,?\s*(?P<not>.{1,20}?)\s*(?:말고|아니고|아니라|대신)(?![는도])\s*,?\s*(?P<but>.+)$"
)


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


def renumbered(question: str, topic: Guide) -> str | None:
    """A sibling asked for by its number (2유형은?) as a question of its own, in the topic's name; else None."""
    asked = _NUMBERED.search(question)
    if not asked:
        return None
    for name in (topic.name, *topic.aliases):
        own = re.search(rf"(\d)\s?{asked[2]}", name)
        if own and own[1] != asked[1]:
            sibling = _short(name[: own.start()] + asked[0] + name[own.end() :])
            return f"{sibling} {_NUMBERED.sub('', question, count=1)}".strip()
    return None


def own_nouns(question: str) -> list[str]:
    """The question's nouns that name a subject, without attributes of any scheme, figures and regions."""
    found = dict.fromkeys(noun for noun in nouns(question) if noun not in attributes() and not noun.isdigit())
    return [noun for noun in found if not regions.named(noun)]


def told_by(guide: Guide, words: list[str]) -> float:
    """Share of ``words`` that the guide speaks of."""
    said = squeeze("\n".join([guide.facts_text, *guide.asked]))
    return sum(squeeze(word) in said for word in words) / (len(words) or 1)


def _short(name: str) -> str:
    return name.split("(")[0].strip()
