"""Places: a 시·도 with a 시·군·구 or without, as addresses, fields and sentences name them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from knowledge.bids.data import words
from knowledge.search.regions import data


@dataclass(frozen=True)
class Place:
    """A 시·도, or one 시·군·구 of it."""

    sido: str
    city: str = ""

    @property
    def name(self) -> str:
        """As people write it."""
        return f"{self.sido} {self.city}".strip()


@lru_cache
def _names() -> dict[str, Place]:
    found: dict[str, Place] = {}
    for sido, parts in data().sido.items():
        for name in (sido, *parts.short):
            found.setdefault(name, Place(sido))
        for name in parts.inside:
            found.setdefault(name, Place(sido, name))
    return found


@lru_cache
def _pattern() -> re.Pattern[str]:
    longest = sorted([*_names(), *words().region.groups], key=len, reverse=True)
    inner = r"(?:\s+([가-힣]{1,4}[시군구])(?![가-힣]{2}))?"
    return re.compile(rf"(?<![가-힣])({'|'.join(map(re.escape, longest))})(?:특별자치도|특별시|광역시)?{inner}")


def found(text: str) -> Iterator[tuple[int, int, tuple[Place, ...]]]:
    """Start, end and places of every place that ``text`` names; 수도권 and its like are several."""
    for match in _pattern().finditer(text):
        if group := words().region.groups.get(match[1]):
            yield match.start(), match.end(1), tuple(Place(sido) for sido in group)
            continue
        place = _names()[match[1]]
        inner = match[2] if match[2] and not place.city else place.city
        yield match.start(), match.end(), (Place(place.sido, inner),)


def of(text: str) -> tuple[Place, ...]:
    """Every place that ``text`` names, each once."""
    return tuple(dict.fromkeys(place for _, _, places in found(text) for place in places))


def inside(home: Place, limit: tuple[Place, ...]) -> bool | None:
    """Whether ``home`` lies in one of the places; None when only its 시·도 is known and that is not enough."""
    same = [place for place in limit if place.sido == home.sido]
    if any(not place.city or place.city == home.city for place in same):
        return True
    return None if same and not home.city else False
