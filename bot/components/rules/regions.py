"""Where a person lives: "관악구 살아요" -> 서울특별시 관악구, "경기도 광주시" -> 경기도 광주시."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Dict, FrozenSet, List, NamedTuple, Optional, Sequence, Tuple

import yaml
from rasa.nlu.tokenizers.tokenizer import Token

from components.rules.span import Span

DATA = Path(__file__).resolve().parents[1] / "data" / "regions.yml"

_PLACE_WORDS = (
    "에",
    "살",
    "사는",
    "거주",
    "쪽",
    "이에요",
    "예요",
    "입니다",
    "이요",
    "사람",
    "주민",
    "시민",
    "출신",
    "이고",
)
_AFTER = frozenset(
    [
        "시민",
        "사람",
        "거주",
        "거주자",
        "거주민",
        "주민",
        "청년",
        "지역",
        "쪽",
        "출신",
        "시내",
        "사투리",
        "토박이",
        "인근",
        "근처",
        "근교",
        "외곽",
        "어디",
        "살이",
        "생활",
        "이사",
        "전입",
        "집",
        "자취",
        "원룸",
        "월세",
        "전세",
    ]
)
"""Nouns that may follow a short name directly; after others (인천공항, 부산은행) it is part of a longer name."""


class Place(NamedTuple):
    """One way to write a region: the 시·도 it may lie in, the 시·군·구 or "", and how sure the spelling is."""

    sidos: Tuple[str, ...]
    sigungu: str
    short: bool
    doubtful: bool


class Hit(NamedTuple):
    start: int
    end: int
    place: Place


class Atlas(NamedTuple):
    places: Dict[str, Place]
    longest: int
    sigungu: Dict[str, FrozenSet[str]]


@lru_cache(maxsize=1)
def atlas() -> Atlas:
    """Read the region table once."""
    table = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    doubtful = set(table["needs_place_word"])
    places: Dict[str, Place] = {}
    for sido in table["sido"]:
        for gu in sido["sigungu"]:
            for surface in (gu, gu[:-1]):
                if len(surface) < 2:
                    continue
                known = places.get(surface)
                sidos = (*known.sidos, sido["name"]) if known and known.sigungu else (sido["name"],)
                places[surface] = Place(sidos, gu, surface != gu, surface in doubtful)
    for sido in table["sido"]:
        for surface in (sido["name"], *sido["short"]):
            if surface not in places or not surface.endswith("시"):
                places[surface] = Place(
                    (sido["name"],), "", surface in sido["short"] and surface[-1] not in "시도", False
                )
    for surface, full in table["places"].items():
        name, _, gu = full.partition(" ")
        places[surface] = Place((name,), gu, True, False)
    within = {s["name"]: frozenset(s["sigungu"]) for s in table["sido"]}
    return Atlas(places, max(map(len, places)), within)


def find(text: str, tokens: Sequence[Token]) -> List[Span]:
    """Return ``region`` spans ("시·도" or "시·도 시·군·구"), and ``region_part`` for a 구 that several cities have.

    A name counts only where Kiwi sees a word of its own: 부산스럽다, 대전제, 인천공항 give nothing.
    """
    hits = _hits(text, tokens)
    spans: List[Span] = []
    i = 0
    while i < len(hits):
        hit, after = hits[i], hits[i + 1] if i + 1 < len(hits) else None
        joined = _join(hit, after, text)
        if joined and after:
            spans.append(Span(hit.start, after.end, "region", joined))
            i += 2
            continue
        spans += _alone(hit, text)
        i += 1
    return spans


def _join(hit: Hit, after: Optional[Hit], text: str) -> Optional[str]:
    if after is None or text[hit.end : after.start].strip(" ,\t") or after.start - hit.end > 2:
        return None
    sido = hit.place.sidos[0]
    gu = after.place.sigungu or _city_of(after.place.sidos[0], sido)
    if hit.place.sigungu or gu not in atlas().sigungu[sido]:
        return None
    return f"{sido} {gu}"


def _city_of(metro: str, sido: str) -> str:
    """광주 after 경기도 is 광주시, not the metropolitan city."""
    city = metro[:2] + "시"
    return city if city in atlas().sigungu[sido] else ""


def _alone(hit: Hit, text: str) -> List[Span]:
    place = hit.place
    if (
        place.doubtful
        and not text[hit.end :].lstrip().startswith(_PLACE_WORDS)
        and text.strip() != text[hit.start : hit.end]
    ):
        return []
    if len(place.sidos) > 1:
        return [Span(hit.start, hit.end, "region_part", place.sigungu)]
    return [Span(hit.start, hit.end, "region", f"{place.sidos[0]} {place.sigungu}".strip())]


def _hits(text: str, tokens: Sequence[Token]) -> List[Hit]:
    starts = {token.start: i for i, token in enumerate(tokens)}
    ends = {token.end: i for i, token in enumerate(tokens)}
    hits: List[Hit] = []
    for start, first in starts.items():
        if "guide" in tokens[first].data or (hits and start < hits[-1].end):
            continue
        for length in range(min(atlas().longest, len(text) - start), 1, -1):
            place = atlas().places.get(text[start : start + length])
            last = ends.get(start + length)
            if place is None or last is None or last < first:
                continue
            if _is_name(text, tokens, first, last, place, bool(hits and hits[-1].end == start)):
                hits.append(Hit(start, start + length, place))
                break
    return hits


def _is_name(text: str, tokens: Sequence[Token], first: int, last: int, place: Place, follows: bool) -> bool:
    start, end = tokens[first].start, tokens[last].end
    if start and not follows and text[start - 1].isalnum():
        return False
    if not place.short:
        return True
    if any(token.data["pos"] not in ("NNP", "NNG") for token in tokens[first : last + 1]):
        return False
    following = tokens[last + 1] if last + 1 < len(tokens) else None
    if following is None or following.start > end or "guide" in following.data:
        return True
    return following.data["pos"] not in ("NNG", "NNP", "XSN", "XSA", "XSV") or following.text in _AFTER
