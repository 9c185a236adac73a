"""Facts in free words: what a sentence tells of the person, as profile fields (data/told.yaml)."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.search.regions import data as regions
from knowledge.search.regions import sido_of

DATA = Path(__file__).resolve().parents[1] / "data" / "told.yaml"
_DENIED = re.compile(r"\s?(?:은|는|이|가|도)?\s?(?:아니|아닌|아녜|안\s?(?:다|살|하|해)|없)")
_AGE = re.compile(r"(?:만\s?)?(?<![\d.])(\d{1,3})\s?(?:살|세)(?![대금입])")
_WON = r"(?:(\d+(?:\.\d+)?)\s?억)?\s?(?:(\d[\d,]*)\s?(천)?\s?만)?\s?원?"
_RENT = re.compile(rf"(?:월세|방세)(?:가|는|로|를)?\s?(?:한\s?달에?\s?)?{_WON}")
_ASSETS = re.compile(rf"(?:재산|자산)(?:이|은|을)?\s?(?:모두\s?|다\s?합쳐\s?|한\s?)?{_WON}")
_PERCENT = re.compile(r"중위(?:\s?소득)?(?:의|이)?\s?(\d{1,3}(?:\.\d)?)\s?(?:%|퍼센트|프로)")
_SIZE = re.compile(
    r"(?:식구|가족)(?:이|가|은|는)?\s?(?:모두\s?)?([2-9]|둘|셋|넷|다섯|여섯|일곱)|([2-9])\s?(?:인\s?가구|식구)"
)
_COUNTS = {"둘": 2, "셋": 3, "넷": 4, "다섯": 5, "여섯": 6, "일곱": 7}
LONGEST = 1_000


@lru_cache
def _data() -> dict[str, Any]:
    return yaml.safe_load(DATA.read_text(encoding="utf-8"))


@lru_cache
def _patterns(field: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((value, re.compile(pattern)) for value, pattern in _data()[field])


def told(text: str) -> dict[str, Any]:
    """The profile fields that ``text`` tells, of the first 1,000 characters; nothing that it does not say."""
    text = text[:LONGEST]
    found: dict[str, Any] = {
        "age": _age(text), "region": _region(text), "household_size": _size(text), "assets_won": _won(_ASSETS, text),
        "monthly_rent_won": _won(_RENT, text), "household": _household(text),
    }  # fmt: skip
    found |= {field: _first(field, text) for field in ("employment", "housing", "homeless_owner")}
    if match := _PERCENT.search(text):
        found["income_median_pct"] = float(match[1])
    return {field: value for field, value in found.items() if value is not None}


def _first(field: str, text: str) -> str | None:
    return next((value for value, pattern in _patterns(field) if _says(pattern, text)), None)


def _says(pattern: re.Pattern[str], text: str) -> bool:
    return any(not _DENIED.match(text, match.end()) for match in pattern.finditer(text))


def _household(text: str) -> list[str] | None:
    tags = [tag for tag, pattern in _patterns("household") if _says(pattern, text)]
    return tags or ([] if re.search(_data()["none_of_them"], text) else None)


def _age(text: str) -> int | None:
    if match := _AGE.search(text):
        age = int(match[1])
        return age if age <= 120 else None
    tens, ones = "|".join(_data()["tens"]), "|".join(_data()["ones"])
    match = re.search(
        rf"(?<![가-힣])({tens})\s?({ones})?\s?(?:살|이고|이에요|예요|이야|입니다|인데|이구|세|먹|,|$)", text
    )
    if not match:
        return None
    return int(_data()["tens"][match[1]]) + int(_data()["ones"].get(match[2], 0) if match[2] else 0)


def _region(text: str) -> str | None:
    sido = district = None
    for word in re.findall(r"[가-힣]{2,8}", text):
        bare = re.sub(r"(?:에서|에|의|이고|인데|이에요|예요|입니다|살아요|사는)$", "", word)
        if sido is None and (bare in regions().sido or any(bare in s.short for s in regions().sido.values())):
            sido = sido_of(bare)
        elif district is None and bare[-1:] in "시군구" and len(bare) > 2 and sido_of(bare):
            district = bare
    if district and (sido is None or sido_of(district) == sido):
        return f"{sido_of(district)} {district}"
    return sido


def _size(text: str) -> int | None:
    match = _SIZE.search(text)
    if not match:
        return None
    word = match[1] or match[2]
    return _COUNTS[word] if word in _COUNTS else int(word)


def _won(pattern: re.Pattern[str], text: str) -> int | None:
    match = pattern.search(text)
    if not match or not (match[1] or match[2]):
        return None
    thousands = 1_000 if match[3] else 1
    low = int(match[2].replace(",", "")) * thousands if match[2] else 0
    return int(float(match[1] or 0) * 100_000_000) + low * 10_000
