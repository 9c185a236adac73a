"""Two questions in one message: where it could be cut, and whether both halves ask for something of their own.

First words tell the likeliest cut, cheaply; only where one is likely both halves are searched. Both models are small,
linear and fitted on examples (``python -m knowledge.answer.fit_split``, data/split.yaml).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from knowledge.answer.facets import attributes, subject_terms
from knowledge.index.tokens import kiwi
from knowledge.search.hybrid import Hit

DATA = Path(__file__).resolve().parents[1] / "data" / "split.yaml"
KINDS = ("question", "sentence", "comma", "and", "whether", "with", "also")
WORDS = (
    *KINDS, "asks_just_before", "asks_before", "asks_just_after", "asks_after", "asks", "asks_left", "asks_right",
    "new_right", "new_left", "together_right", "together", "both", "goes_on", "uneven", "length", "cuts",
    "nothing_right", "two_marks",
)  # fmt: skip
FOUND = ("cut", "left", "right", "less", "whole", "known_left", "known_right", "first_kept")
READ, EDGE = 600, 3
"""Longer messages are taken whole; letters at either end within which nothing is cut."""
LIKELY, SPLIT = 0.05, 0.45
"""Chance of a cut from which both halves are searched; chance from which they are two questions."""
_ASKS = re.compile(
    r"[얼을]마|얼만|[몇몃]|며[칠칟]|언제|어디|어따|워디|누[구가]|[뭐뭘머]|무엇|무슨|어떤|어떻게|우째|어케|번호|되나|되는지|돼|"
    r"됩니까|한가요|인지|[는은]지|[나가까]요|습니까|[음임]\?|냐|는교|다요|\?|한도|금액|비율|금리|서류|기간|기준|자격|조건|목록|"
    r"상한|연락처|알려|갈쳐|가르쳐|궁금"
)
_GOES_ON = re.compile(r"^\s*(?:아,?\s*)?(?:그리[고구]|글[고구]|그라고|또|추가로|그건 그거고|그보다|참|혹시|만약)")
_TOGETHER = re.compile(r"같이|중복|동시|함께|차이|비교|다른|달라|다르|둘\s?중|중에|보다|대신|아니면|나을|낫|vs", re.I)
_BOTH = re.compile(r"둘\s?다|각각|both|두\s?가지|한꺼번에|두\s?개")
_LETTER = re.compile(r"[가-힣a-z0-9]", re.I)
Search = Callable[[str], list[Hit]]


class Weights(BaseModel):
    """Both fitted models: ``words`` for the cut, ``found`` for what both halves find."""

    model_config = ConfigDict(extra="forbid")

    words: dict[str, float]
    found: dict[str, float]


@dataclass(frozen=True)
class Cut:
    """A place to cut, after ``end`` letters, and what ends there."""

    end: int
    kind: str


@lru_cache
def weights() -> Weights:
    """The fitted data; raises pydantic.ValidationError when it does not fit its schema."""
    return Weights.model_validate(yaml.safe_load(DATA.read_text(encoding="utf-8")))


def split(question: str, search: Search) -> tuple[str, str] | None:
    """Both questions of a message that asks for two different things; None for one question."""
    where = likeliest(question)
    if where is None or where[1] < LIKELY:
        return None
    left, right = question[: where[0].end].strip(" ,"), question[where[0].end :].strip(" ,")
    found = compared(where[1], search(left), search(right), search(question))
    return (left, right) if found and chance(weights().found, found) >= SPLIT else None


def likeliest(question: str) -> tuple[Cut, float] | None:
    """The likeliest cut by words alone and its chance; None where there is nowhere to cut."""
    places = cuts(question) if len(question) <= READ else []
    rated = [(place, chance(weights().words, row)) for place, row in zip(places, said(question, places), strict=True)]
    return max(rated, key=lambda each: each[1]) if rated else None


def cuts(question: str) -> list[Cut]:
    """Where clauses, sentences and listed things end, in order; of neighbours the last."""
    places: list[Cut] = []
    for token in kiwi().tokenize(question)[:-1]:
        kind, end = _kind(token.tag.split("-")[0], token.form), token.start + token.len
        if not kind or not EDGE < end < len(question) - EDGE:
            continue
        if places and not _LETTER.search(question[places[-1].end : end]):
            before = places.pop().kind
            kind = before if kind not in ("question", "also") else kind
        elif places and end - places[-1].end <= 2 and kind != "sentence":
            places.pop()
        places.append(Cut(end, kind))
    return places


def _kind(tag: str, form: str) -> str | None:
    if tag == "SF":
        return "question" if form in "?？" else "sentence"
    if tag == "SP":
        return "comma"
    if tag in ("EC", "EF", "ETM") and form.endswith("지"):
        return "whether"
    if tag == "EC":
        return "and" if form in ("고", "고요", "구", "구요", "으며", "며") else None
    if tag == "EF":
        return "sentence"
    if tag == "JC" or (tag == "JKB" and form in ("이랑", "랑", "하고", "와", "과")):
        return "with"
    return "also" if tag == "MAJ" or form in ("및", "/", "또", "+") else None


def said(question: str, places: list[Cut]) -> list[dict[str, float]]:
    """What the words say of each place."""
    rows = []
    for number, place in enumerate(places):
        left, right = question[: place.end], question[place.end :]
        just_before = question[places[number - 1].end : place.end] if number else left
        just_after = question[place.end : places[number + 1].end] if number + 1 < len(places) else right
        before, after = _nouns(left), _nouns(right)
        values = (
            *(place.kind == kind for kind in KINDS),
            *(bool(_ASKS.search(part)) for part in (just_before, left, just_after, right)),
            *(min(_count(part), most) / most for part, most in ((question, 6), (left, 3), (right, 3))),
            min(len(after - before), 4) / 4,
            min(len(before - after), 4) / 4,
            bool(_TOGETHER.search(right)),
            bool(_TOGETHER.search(question)),
            bool(_BOTH.search(question)),
            bool(_GOES_ON.search(right)),
            abs(len(left) - len(right)) / len(question),
            min(len(question), 200) / 200,
            len(places) / 10,
            not after,
            "?" in left and "?" in right,
        )
        rows.append(dict(zip(WORDS, map(float, values), strict=True)))
    return rows


def compared(cut: float, left: list[Hit], right: list[Hit], whole: list[Hit]) -> dict[str, float] | None:
    """What the halves find beside the whole; None when they find nothing, or the same."""
    if not left or not right or not whole or left[0].doc == right[0].doc:
        return None
    sides = [hits[0].signals.evidence / 10 for hits in (left, right)]
    among = {hit.doc for hit in whole[:5]}
    values = (
        math.log(cut / (1 - cut)) / 5,
        *sides,
        min(sides),
        whole[0].signals.evidence / 10,
        left[0].doc in among,
        right[0].doc in among,
        whole[0].doc in (left[0].doc, right[0].doc),
    )
    return dict(zip(FOUND, map(float, values), strict=True))


def asks(question: str) -> int:
    """How many words of the question ask for something."""
    return _count(question)


def chance(by: dict[str, float], values: dict[str, float]) -> float:
    """The chance by one model, kept off 0 and 1."""
    score = by["bias"] + sum(by[name] * value for name, value in values.items())
    return min(max(1 / (1 + math.exp(-score)), 1e-6), 1 - 1e-6)


def _count(text: str) -> int:
    return len(_ASKS.findall(text))


def _nouns(text: str) -> set[str]:
    return {term for term in subject_terms(text) if len(term) > 1 and term not in attributes()}
