"""What speaks for and against answering a question from the best hit: one number per signal, each about 0..1."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.answer.compose import has, states
from knowledge.answer.examples import Kind
from knowledge.answer.facets import detect, fillers, subject_terms
from knowledge.answer.kinds import KINDS
from knowledge.answer.refusal import by_pattern
from knowledge.catalog import squeeze
from knowledge.guide import Guide
from knowledge.index.tokens import kiwi, morphemes, normalise
from knowledge.search.hybrid import Hit, Searcher
from knowledge.search.synonyms import meant

PATTERNS = ("out_of_area", "personal_record", "legal_judgement")
FEATURES = (
    "name", "lexical", "dense", "margin", "score", "meant", "strange", "named", "length", "elsewhere",
    "missing_share", "missing_most", "missing_count", "unheard", "missing_last", "future",
    "no_facet", "states", "has", *(f"kind_{kind}" for kind in KINDS), *(f"says_{name}" for name in PATTERNS),
)  # fmt: skip
_NOUNS = frozenset(("NNG", "NNP", "SL", "XR", "SH"))
_JOINED = _NOUNS | {"XSN", "XPN", "SN"}
_YEAR = re.compile(r"20\d\d")
LONG = 15
"""Content words from which a question counts as long."""
LAST = 2
"""The nouns before the verb: Korean asks at the end."""
COUNTED = 4
"""More nouns that the guide lacks count no more."""
RARE = 10.0
"""About the weight of the rarest word."""
FUTURE = 2
"""Years from which a year counts as one no guide can know, unless it states it."""


def features(
    question: str,
    hits: list[Hit],
    guide: Guide,
    searcher: Searcher,
    kinds: dict[Kind, float],
    elsewhere: bool,
    year: int,
) -> dict[str, float]:
    """The signals of the best hit ``hits[0]`` and its guide.

    Of the search: its name spelled out, BM25 per term, cosine, lead over the second, whether it holds the words the
    question means. Of the words: nouns that the guide, or any guide, lacks. Of the question: the kind it seems to be.
    """
    top, whole = hits[0], searcher.snapshot.whole
    number = searcher.snapshot.docs.index(top.doc)
    terms = subject_terms(question)
    joined, single = _nouns(question)
    weights = {noun: whole.idf(noun) for noun in single}
    names, said = squeeze(top.passage.names), _said(guide)
    missing = [noun for noun in dict.fromkeys(single) if len(noun) > 1 and noun not in said]
    long = {noun: weight for noun, weight in weights.items() if len(noun) > 1}
    facet = detect(question)[0]
    found = {
        "name": top.signals.name,
        "lexical": top.signals.lexical / (10 + 3 * len(terms)),
        "dense": (top.signals.dense - 0.85) * 10 if top.signals.dense else 0.0,
        "margin": top.signals.fused - max((hit.signals.fused for hit in hits[1:]), default=0.0),
        "score": top.signals.evidence / 10,
        "meant": float(any(whole.holds(term, number) for word in meant(question) for term in morphemes(word))),
        "strange": min(2, sum(compound not in searcher.text for compound in joined)) / 2,
        "named": sum(weight for noun, weight in weights.items() if noun in names) / (sum(weights.values()) or 1.0),
        "length": min(LONG, len(terms)) / LONG,
        "elsewhere": float(elsewhere),
        "missing_share": sum(weights[noun] for noun in missing) / (sum(long.values()) or 1.0),
        "missing_most": max((weights[noun] for noun in missing), default=0.0) / RARE,
        "missing_count": min(COUNTED, len(missing)) / COUNTED,
        "unheard": min(COUNTED, sum(noun not in searcher.text for noun in long)) / COUNTED,
        "missing_last": sum(noun not in said for noun in [n for n in single if len(n) > 1][-LAST:]) / LAST,
        "future": float(any(int(y) >= year + FUTURE and y not in said for y in _YEAR.findall(question))),
        "no_facet": float(facet == "what"),
        "states": float(states(guide, facet)),
        "has": float(has(guide, facet)),
    }
    pattern = by_pattern(question)
    return {
        **found,
        **{f"kind_{kind}": kinds[kind] / 5 for kind in KINDS},
        **{f"says_{name}": float(pattern == name) for name in PATTERNS},
    }


@lru_cache(maxsize=2_000)
def _said_of(text: str) -> str:
    return squeeze(text)


def _said(guide: Guide) -> str:
    return _said_of("\n".join([guide.facts_text, *guide.asked]))


def nouns(question: str) -> list[str]:
    """The single nouns of the question that say something, in order."""
    return _nouns(question)[1]


@lru_cache(maxsize=2_000)
def _nouns(question: str) -> tuple[list[str], list[str]]:
    """The compound words of the question (nouns written together, without spaces) and its single nouns."""
    runs: list[list[str]] = []
    nouns, end = [], -1
    for token in kiwi().tokenize(normalise(question)):
        tag = token.tag.split("-")[0]
        if tag in _NOUNS and token.form not in fillers():
            nouns.append(token.form)
        if tag not in _JOINED:
            continue
        if token.start != end:
            runs.append([])
        runs[-1].append(token.form)
        end = token.end
    joined = ["".join(run) for run in runs if len(run) > 1]
    return [word for word in joined if len(word) > 2 and not word.isdigit()], nouns
