"""Whose scheme is asked for: regions and countries a text names (data/regions.yaml), and whether a guide is of them."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from knowledge.guide import Guide
from knowledge.index.tokens import normalise

DATA = Path(__file__).resolve().parents[1] / "data" / "regions.yaml"
_START = r"(?<![가-힣a-z0-9])"
_LIVES = (
    r"\s?(?:에서|에|으로|로)?\s?(?:[가-힣0-9]{1,8}\s?)?(?:사는|사시|살아|살고|삽니|거주|이사(?:를)?\s?(?:했|왔|온|와|간|갔|가|하)|"
    r"있는|있어|계시|계신|이고|이구|이에요|예요|인데|입니다|이라|주민|시민|도민|다니|다녀|일하)"
)
_OWN = r"(?:에서|가|이|만의)?\s?(?:하는|주는|따로|자체|운영|해주는|해 주는|지원하는|만든|뽑는)|형(?![가-힣])"
_OTHER_WORDS = (
    r"편(?:이|을|과|한|하|의|고|에)|친(?:이|을|한|구)|"
    r"\s?(?:결과|침체|불황|회복|종목|일정|관람)|(?<=경기)(?:가|를|력|장)"
)
"""전남편, 전남친, 경기 결과: what only begins like a region."""
_PEOPLE = r"\s?(?:인(?![가-힣]*(?:증|허))|사람|국적|출신|여자|남자|분|말|어로|어 |에서\s?(?:왔|온|태어))"


class _Sido(BaseModel):
    model_config = ConfigDict(extra="forbid")

    short: list[str]
    inside: list[str]


class _Regions(BaseModel):
    model_config = ConfigDict(extra="forbid")

    sido: dict[str, _Sido]
    only_whole: list[str]
    countries: list[str]
    schemes: list[str]


@lru_cache
def data() -> _Regions:
    """The reviewed data; raises pydantic.ValidationError when it does not fit its schema."""
    return _Regions.model_validate(yaml.safe_load(DATA.read_text(encoding="utf-8")))


def sido_of(address: str) -> str | None:
    """The 시·도 of an address by its first word, in full; None when the word is of none, or of several."""
    first = (address.split() or [""])[0]
    for name, sido in data().sido.items():
        if first == name or first in sido.short:
            return name
    around = [name for name, sido in data().sido.items() if first in sido.inside]
    return around[0] if len(around) == 1 else None


@lru_cache
def _names() -> dict[str, str]:
    """Every spelling of a region to its 시·도."""
    names: dict[str, str] = {}
    for sido, parts in data().sido.items():
        for name in (sido, *parts.short, *parts.inside):
            names.setdefault(name, sido)
        for whole in parts.inside:
            if whole not in data().only_whole and len(whole) > 2 and not whole.endswith("구"):
                names.setdefault(whole[:-1], sido)
    return names


@lru_cache
def _region() -> re.Pattern[str]:
    longest = sorted(_names(), key=len, reverse=True)
    return re.compile(_START + "(" + "|".join(longest) + rf")(?!{_OTHER_WORDS})(?:시|도|군|구)?")


@lru_cache
def _country() -> re.Pattern[str]:
    names = "|".join(sorted(data().countries, key=len, reverse=True))
    return re.compile(rf"{_START}({names})(?![a-z])(?!{_PEOPLE})")


@lru_cache
def _scheme_next() -> re.Pattern[str]:
    return re.compile(rf"(?!에|으?로)[^.?!,]{{0,26}}?(?:{'|'.join(data().schemes)})(?![가-힣]*(?:센터|창구))")


def tells_scheme(text: str) -> bool:
    """Whether the text speaks of a scheme, as our field has them: an allowance, a loan, an account ..."""
    return any(word in normalise(text) for word in data().schemes)


def named(text: str) -> frozenset[str]:
    """The 시·도 that ``text`` names, itself or by one of their cities and counties."""
    return frozenset(_names()[match[1]] for match in _region().finditer(normalise(text)))


@lru_cache(maxsize=4_000)
def _of(region: str, name: str) -> frozenset[str]:
    return frozenset() if region.startswith("전국") else named(f"{name} {region.replace('·', ' ')}")


def of_guide(guide: Guide) -> frozenset[str]:
    """The 시·도 that a guide is for; none for a guide of the whole country."""
    return _of((guide.eligibility.region if guide.eligibility else None) or "", guide.name)


def other(question: str, guide: Guide) -> bool:
    """Whether the question names a region and the guide is for other ones only."""
    asked, own = named(question), of_guide(guide)
    return bool(asked and own and not asked & own)


def elsewhere(question: str, guide: Guide, spelled_out: bool) -> bool:
    """Whether the question asks for what another region or country gives, and not for what the guide is about.

    ``spelled_out``: the question names the guide itself, so a region beside it only says where the person lives.
    """
    text = normalise(question)
    country = _country().search(text)
    if country and country[1] not in guide.facts_text.lower():
        return True
    if other(question, guide):
        return True
    return not of_guide(guide) and not spelled_out and any(_owns(text, guide, m) for m in _region().finditer(text))


def _owns(text: str, guide: Guide, match: re.Match[str]) -> bool:
    """Whether the region at ``match`` is told to have a scheme of its own that the guide does not speak of."""
    after = text[match.end() :]
    if match[1] in guide.facts_text:
        return False
    if re.match(_OWN, after):
        return True
    return not re.match(_LIVES, after) and bool(_scheme_next().match(after))
