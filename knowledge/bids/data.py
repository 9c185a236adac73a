"""The reviewed words, patterns and weights of matching (knowledge/data/bids.yaml)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

DATA = Path(__file__).resolve().parents[1] / "data" / "bids.yaml"
Rule = Annotated[re.Pattern[str], BeforeValidator(re.compile)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Qualification(_Shape):
    """A 업종 or a certificate: its name, its code at 나라장터 when known, and how it is written."""

    name: str
    code: str | None = None
    kind: Literal["licence", "certificate"] = "licence"
    say: tuple[str, ...] = Field(min_length=1)


class QualificationWords(_Shape):
    """What makes a sentence ask for a qualification, and whether for all that it names or any."""

    wanted: Rule
    not_: Rule = Field(alias="not")
    all: Rule
    any: Rule


class RegionWords(_Shape):
    """What makes a sentence limit the region; ``own`` means the region of the agency itself."""

    wanted: Rule
    who: Rule
    not_: Rule = Field(alias="not")
    none: Rule
    own: Rule
    groups: dict[str, list[str]]


class SizeWords(_Shape):
    """What makes a sentence limit the size of firms."""

    small: Rule
    medium: Rule
    large: Rule
    wanted: Rule
    not_: Rule = Field(alias="not")
    closed: Rule
    mid_too: Rule


class StateWords(_Shape):
    """What kind of notice it is, and where its text tells deadline and budget."""

    cancelled: Rule
    corrected: Rule
    again: Rule
    not_a_contest: Rule
    before: Rule
    no_joint: Rule
    joint: Rule
    deadline: Rule
    budget: Rule


class HomeGroup(_Shape):
    """People whom a housing notice names: how it names them, and by which age or household somebody is one of them."""

    name: str
    say: Rule
    ages: tuple[int, int] | None = None
    household: list[str] = []


class HomeWords(_Shape):
    """How housing notices speak."""

    rental: Rule
    groups: list[HomeGroup]


class Words(_Shape):
    """Everything of bids.yaml."""

    qualifications: list[Qualification]
    qualification: QualificationWords
    region: RegionWords
    size: SizeWords
    state: StateWords
    scope: Rule
    homes: HomeWords
    common: frozenset[str]
    same: list[list[str]]
    weights: dict[str, float]
    factors: dict[str, float]


@lru_cache
def words() -> Words:
    """The data; raises pydantic.ValidationError when it does not fit its schema."""
    return Words.model_validate(yaml.safe_load(DATA.read_text(encoding="utf-8")))


def squeeze(text: str) -> str:
    """NFKC, lower case, without blanks, dots and quotation marks: how names are compared."""
    return re.sub(r"[\s·ㆍ∙・,\"'「」『』<>]+", "", unicodedata.normalize("NFKC", text)).lower()


@lru_cache
def spellings() -> list[tuple[str, Qualification]]:
    """Every squeezed spelling with what it means, the longest first."""
    found = [(squeeze(say), one) for one in words().qualifications for say in (one.name, *one.say)]
    return sorted(found, key=lambda pair: -len(pair[0]))


def named(text: str) -> dict[str, Qualification]:
    """The qualifications that ``text`` names, by name; a spelling inside a longer one that was found counts once."""
    rest, found = squeeze(text), {}
    for spelling, one in spellings():
        if spelling in rest:
            found[one.name] = one
            rest = rest.replace(spelling, "\0")
    return found
