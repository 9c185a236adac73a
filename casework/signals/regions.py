"""The administrative head of an address in one spelling: province, county and the ward inside a city."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

FILE = Path(__file__).parent / "data" / "regions.yaml"
SEJONG = "세종"
_COUNTY = re.compile(r"^[가-힣]{1,7}(?:시|군|구)$")
_WARD = re.compile(r"^[가-힣]{1,7}구$")
_NEW_PROVINCE = re.compile(r"^[가-힣]{2,8}(?:특별시|광역시|특별자치시|특별자치도)$")


class RegionError(ValueError):
    """The head of an address names no one place; the Korean text says what is missing or which places it may be."""


class Province(BaseModel):
    """One province: other names it goes by, its counties, and the wards of those that have any."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    names: tuple[str, ...]
    counties: tuple[str, ...]
    districts: dict[str, tuple[str, ...]] = {}


class Regions(BaseModel):
    """Every province under its short name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Literal[1]
    provinces: dict[str, Province]


@dataclass(frozen=True)
class Region:
    """Where an address is: short province (서울), county (관악구; '' in 세종), ward of a city (분당구) or ''."""

    province: str
    county: str
    ward: str = ""


@cache
def regions() -> Regions:
    """The table, read once."""
    return Regions.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def head_of(words: list[str]) -> tuple[Region, list[str]]:
    """The region at the head of these words and the words after it; RegionError when it is missing or ambiguous.

    A missing province is filled in when only one has that county; an unknown county of a named province is taken as
    it is written, because counties are founded and renamed.
    """
    province, rest = _province(words)
    if province == SEJONG:
        return Region(SEJONG, ""), rest
    if not rest or not _COUNTY.match(rest[0]):
        raise RegionError("시·군·구가 없어요. '서울 관악구 …'처럼 시·도와 시·군·구부터 적어 주세요")
    if not province:
        return _without_province(rest)
    county, after = rest[0], rest[1:]
    city = _city_of(province, county) if province in regions().provinces else ""
    if city:
        return Region(province, city, county), after
    if county.endswith("시") and after and _WARD.match(after[0]):
        return Region(province, county, after[0]), after[1:]
    return Region(province, county), after


def known_as(district: str) -> str:
    """A district as staff write it ("서울특별시 관악구", "관악구") in the spelling of addresses; as given in doubt."""
    words = district.split()
    province, rest = _province(words)
    if province and not rest:
        return province
    try:
        region, after = head_of(words)
    except RegionError:
        return " ".join(words)
    return " ".join(part for part in (region.province, region.county, region.ward, *after) if part)


def formal(district: str) -> str:
    """A district with its province's full name, as reports have it: "서울 관악구" is 서울특별시 관악구."""
    short, _, rest = district.partition(" ")
    known = regions().provinces.get(short)
    return f"{known.names[0] if known else short} {rest}".strip()


def _province(words: list[str]) -> tuple[str, list[str]]:
    if not words:
        raise RegionError("주소가 비어 있어요")
    for count in (2, 1):  # "서울 특별시" before "서울"
        name = "".join(words[:count])
        for short, province in regions().provinces.items():
            if name == short or name in province.names:
                return short, words[count:]
    if words[0] == "광주시" and len(words) > 1 and words[1] in regions().provinces["광주"].counties:
        return "광주", words[1:]
    return (words[0], words[1:]) if _NEW_PROVINCE.match(words[0]) else ("", words)


def _without_province(words: list[str]) -> tuple[Region, list[str]]:
    name, after = words[0], words[1:]
    found = [Region(short, name) for short, province in regions().provinces.items() if name in province.counties]
    for short, province in regions().provinces.items():
        found += [Region(short, city, name) for city, wards in province.districts.items() if name in wards]
    if len(found) != 1:
        places = ", ".join(f"{one.province} {one.county}".strip() for one in found)
        why = f"여러 곳에 있어요({places})" if found else "모르는 이름이에요"
        raise RegionError(f"'{name[:20]}'은(는) {why}. 시·도를 함께 적어 주세요")
    region = found[0]
    if not region.ward and name.endswith("시") and after and _WARD.match(after[0]):
        return Region(region.province, name, after[0]), after[1:]
    return region, after


def _city_of(province: str, ward: str) -> str:
    """The city of a ward written without it ("경기 분당구"); '' when the name is a county itself or unknown."""
    known = regions().provinces[province]
    cities = [city for city, wards in known.districts.items() if ward in wards]
    return cities[0] if ward not in known.counties and len(cities) == 1 else ""
