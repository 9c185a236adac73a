"""What of a report tells one household from another, in one form, so that keyed digests of it can be compared."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict, Field

from casework.places import District

FILE = Path(__file__).parents[1] / "data" / "households.yaml"
Kind = Literal["phone", "name", "unit", "building", "lot", "road", "district", "reporter", "profile"]
Share = Annotated[float, Field(gt=0, lt=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Weight(_Strict):
    """What one kind of sameness adds; of one ``group`` only the heaviest counts."""

    weight: Share
    label: str
    group: str = ""


class Against(_Strict):
    """What a contradiction leaves of the score."""

    factor: Share
    label: str


class Rules(_Strict):
    """Everything households.yaml holds."""

    version: Literal[1]
    propose_from: Share
    look_back_days: int = Field(ge=1)
    weights: dict[Kind, Weight]
    against: dict[Kind, Against]
    building_ends: tuple[str, ...]
    name_ends: tuple[str, ...]
    profile: tuple[str, ...]


class Mark(NamedTuple):
    """One thing said: its kind and its one form (in clear: never stored so)."""

    kind: Kind
    value: str


class Said(NamedTuple):
    """The parts of a report that may be kept: the person's own, the place, and the reporter's telephone."""

    person_name: str
    person_contact: str
    place: str
    words: str
    reporter_contact: str
    district: District


@cache
def rules() -> Rules:
    """The rules, read once; raises pydantic.ValidationError naming the bad value."""
    return Rules.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))


_PHONE = re.compile(r"(?<!\d)(?:\+?82[-. ]?)?0?(1[016789]|[2-6]\d?)[-. )]{0,2}(\d{3,4})[-. ]{0,2}(\d{4})(?!\d)")
_UNIT = re.compile(r"(?:(\d{1,4})\s*동\s*)?(?<!\d)(\d{1,4})\s*호(?![가-힣]*선)")
_LOT = re.compile(r"[동리가]\s+(?:산\s*)?(\d{1,4}(?:-\d{1,4})?)(?:번지)?(?!\d|\s*(?:호|동|층|월|일|시|년|명|살|세|대))")
_ROAD = re.compile(
    r"([가-힣A-Za-z0-9]{1,12}(?:로|길)(?:\s?\d{1,3}번?길)?)\s*(\d{1,4}(?:-\d{1,4})?)(?!\d|\s*(?:호|동|층))"
)


def marks_of(said: Said) -> set[Mark]:
    """The marks of one report; places are bound to their district, so that two 행복빌라 of two towns are not one."""
    near = said.district.code[:5]
    where = f"{said.place}\n{said.words}"
    found = {Mark("phone", one) for one in phones(said.person_contact)}
    found |= {Mark("reporter", one) for one in phones(said.reporter_contact)}
    if name := _name(said.person_name):
        found.add(Mark("name", name))
    buildings = _buildings(where)
    lots = {f"{said.district.code}|{one}" for one in _LOT.findall(where)} if said.district.emd else set()
    roads = {f"{near}|{''.join(road.split())}|{number}" for road, number in _ROAD.findall(where)}
    found |= {Mark("building", f"{near}|{one}") for one in buildings}
    found |= {Mark("lot", one) for one in lots} | {Mark("road", one) for one in roads}
    if buildings or lots or roads:
        found |= {Mark("unit", f"{near}|{ward or ''}|{door}") for ward, door in _UNIT.findall(where)}
    if said.district.emd:
        found.add(Mark("district", said.district.code))
    return found | {Mark("profile", word) for word in rules().profile if word in said.words}


def phones(text: str) -> set[str]:
    """Telephone numbers in one form, without a country code, zero or dashes: 1012345678."""
    return {"".join(parts) for parts in _PHONE.findall(text)}


def _name(text: str) -> str:
    bare = re.sub(r"[\s()]", "", text)
    for end in rules().name_ends:
        bare = bare.removesuffix(end)
    return bare if len(bare) >= 2 else ""


def _buildings(text: str) -> set[str]:
    ends = "|".join(sorted(map(re.escape, rules().building_ends), key=len, reverse=True))
    found = re.findall(rf"([가-힣A-Za-z0-9]{{2,12}}?)\s?(?:{ends})(?![가-힣]{{3,}})", text)
    return {name.lower() for name in found if not re.search(r"[동읍면리가]$", name)}
