"""Which lines of a guide answer the question: a linear model over what speaks for each line, fitted on questions with
the fact they ask for (``python -m knowledge.answer.fit_lines``, data/lines.yaml)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import TypeAdapter

from knowledge.answer import asking
from knowledge.answer.facets import attributes, detect, subject_terms, table
from knowledge.answer.model import Line
from knowledge.answer.split import asks
from knowledge.answer.statements import adds, every_line, repeats
from knowledge.catalog import squeeze
from knowledge.guide import Guide
from knowledge.index.tokens import morphemes, terms
from knowledge.search.synonyms import meant

DATA = Path(__file__).resolve().parents[1] / "data" / "lines.yaml"
FEATURES = (
    "shared", "heavy", "best", "chance", "leads", "prose", "first", "note", "digit", "digit_asked", "money_amount",
    "date_when", "phone_contact", "bound_who", "link_how", "numbers", "length",
)  # fmt: skip
BY_MEANING = ("near", "nearest", "behind")
"""With vectors: how much nearer to the question a line is than the guide's lines are on average, whether it is the
nearest, and how far behind that one."""
SPREAD = 20.0
"""Cosines of one guide's lines lie within some hundredths."""
BIGRAM_WEIGHT = 0.4
"""A pair of letters counts less than a morpheme: several of them make one word."""
MEANT = 0.5
"""What the question only means (data/synonyms.yaml) counts half."""
_ASKS_FIGURE = re.compile(r"얼마|얼만|몇|언제|며칠|한도|금액|최대|최장|까지|퍼센트|프로|%")
_DIGIT, _NUMBER = re.compile(r"\d"), re.compile(r"\d+")
_MONEY = re.compile(r"\d\s*(?:[만천백억조]\s*)*원|%|배\b")
_DATE = re.compile(r"20\d\d|\d\s*(?:월|일|년|주|개월|시간|시|분)")
_PHONE = re.compile(r"\d{2,4}-\d{3,4}|국번|(?<!\d)1\d{2,3}(?!\d)|@|www\.|\.kr")
_BOUND = re.compile(r"\d\s*(?:세|살|%|명|인|억|만)")
_LINK = re.compile(r"www\.|\.kr|\.com|누리집|홈페이지|복지로|방문|온라인")
Idf = Callable[[str], float]
Near = Callable[[list[str]], list[float] | None]
"""How near each of the texts is to the question; None where that is not known."""
Mode = Literal["with_vectors", "lexical_only"]


class Asked:
    """A question weighed once: its terms by how telling they are, and the chances of each facet."""

    def __init__(self, question: str, idf: Idf, hint: str | None = None, near: Near = lambda texts: None) -> None:
        self.question, self.idf, self.near = question, idf, near
        self.terms = {term: MEANT * _weight(term, idf) for term in set(terms(" ".join(meant(question))))}
        self.terms |= {term: _weight(term, idf) for term in set(terms(question))}
        self.total = sum(self.terms.values()) or 1.0
        self.chances = hinted(asking.chances(question), hint)
        self.leading = max(self.chances, key=lambda name: self.chances[name])
        self.figure = bool(_ASKS_FIGURE.search(question.replace(" ", "")))
        self.numbers = _NUMBER.findall(question)
        self.count, self.asks = max(1, asks(question)), bool(asks(question)) or detect(question) != ["what"]
        self.own = frozenset(term for term in subject_terms(question) if term not in attributes())

    def only_names(self, guide: Guide) -> bool:
        """Whether the question is the guide's name and nothing else."""
        spelled = squeeze(self.question) in map(squeeze, (guide.name, *guide.aliases))
        return spelled or (not self.asks and not self.own - names_of(guide))


def hinted(chances: dict[str, float], hint: str | None) -> dict[str, float]:
    """The chances with the dialogue's guess counted in, as one more opinion."""
    if hint not in chances:
        return chances
    return {name: (chance + float(name == hint)) / 2 for name, chance in chances.items()}


def features(guide: Guide, asked: Asked) -> Iterator[tuple[Line, dict[str, float]]]:
    """Every line of the guide with what speaks for it."""
    lines, by_section = every_line(guide), {facet.section: name for name, facet in table().items()}
    # The guide's own name is in every line's mind; sharing it says nothing about this one.
    named = frozenset(_terms(guide.name))
    shared = [sum(asked.terms[term] for term in _terms(line.text) - named if term in asked.terms) for line in lines]
    most, seen = max(shared, default=0.0), set[str]()
    for line, weight in zip(lines, shared, strict=True):
        facet, text, chance = by_section.get(line.section), line.text, asked.chances
        digit = float(bool(_DIGIT.search(text)))
        yield (
            line,
            {
                "shared": 3 * weight / asked.total,
                "heavy": weight / 20,
                "best": float(weight == most > 0),
                "chance": 2 * chance.get(facet or "", 0.0),
                "leads": float(facet == asked.leading),
                "prose": float(not text.startswith("- ")),
                "first": float(line.section not in seen),
                "note": float(facet is None),
                "digit": digit,
                "digit_asked": digit * asked.figure,
                "money_amount": 2 * chance.get("amount", 0.0) * bool(_MONEY.search(text)),
                "date_when": 2 * chance.get("when", 0.0) * bool(_DATE.search(text)),
                "phone_contact": 2 * chance.get("contact", 0.0) * bool(_PHONE.search(text)),
                "bound_who": 2 * (chance.get("who", 0.0) + chance.get("rule", 0.0)) * bool(_BOUND.search(text)),
                "link_how": 2 * (chance.get("how", 0.0) + chance.get("contact", 0.0)) * bool(_LINK.search(text)),
                "numbers": sum(number in text for number in asked.numbers) / (len(asked.numbers) or 1),
                "length": len(text) / 100,
            },
        )
        seen.add(line.section)


def by_meaning(near: list[float]) -> Iterator[dict[str, float]]:
    """What the nearness of each line says for it."""
    mean, most = sum(near) / len(near), max(near)
    for each in near:
        values = (SPREAD * (each - mean), float(each == most), SPREAD * (each - most))
        yield dict(zip(BY_MEANING, values, strict=True))


@lru_cache
def weights() -> dict[Mode, dict[str, float]]:
    """The fitted weights; raises pydantic.ValidationError when the file does not fit."""
    schema = TypeAdapter(dict[Mode, dict[str, float]])
    return schema.validate_python(yaml.safe_load(DATA.read_text(encoding="utf-8")))


def ranked(guide: Guide, asked: Asked) -> list[Line]:
    """The guide's lines, those first that answer the question most likely."""
    found = list(features(guide, asked))
    near = asked.near([line.text for line, _ in found]) if found else None
    if near:
        found = [(line, own | more) for (line, own), more in zip(found, by_meaning(near), strict=True)]
    by = weights()["with_vectors" if near else "lexical_only"]
    scored = [(sum(weight * values[name] for name, weight in by.items()), line) for line, values in found]
    return [line for _, line in sorted(scored, key=lambda each: -each[0])]


def names_of(guide: Guide) -> frozenset[str]:
    """The morphemes of the guide's names."""
    return frozenset(morphemes(" ".join([guide.name, *guide.aliases])))


def chosen(lines: list[Line], limit: int, said: str = "") -> list[Line]:
    """The first ``limit`` of ``lines`` that each add something to ``said`` and repeat none of those before them."""
    kept: list[Line] = []
    for line in lines:
        if len(kept) == limit:
            break
        if adds(line.text, said) and not any(repeats(line.text, other.text) for other in kept):
            kept.append(line)
    return kept


def _weight(term: str, idf: Idf) -> float:
    return idf(term) * (BIGRAM_WEIGHT if term.startswith("_") else 1.0)


@lru_cache(maxsize=50_000)
def _terms(text: str) -> frozenset[str]:
    return frozenset(terms(text))
