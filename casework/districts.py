"""Districts as people write them: whether a member of staff looks after the place of a case."""

from __future__ import annotations

import re

_LONG = {"충청북": "충북", "충청남": "충남", "전라북": "전북", "전라남": "전남", "경상북": "경북", "경상남": "경남"}
_PROVINCE = re.compile(r"^(.{2,3}?)(?:특별시|광역시|특별자치시|특별자치도|도)$")
_SHORT = frozenset(
    [
        "서울",
        "부산",
        "대구",
        "인천",
        "광주",
        "대전",
        "울산",
        "세종",
        "경기",
        "강원",
        "충북",
        "충남",
        "전북",
        "전남",
        "경북",
        "경남",
        "제주",
    ]
)
_COUNTY = re.compile(r"(?:시|군|구)$")


def parts(place: str) -> tuple[str, ...]:
    """The administrative names of a place, its province in the short form: "서울특별시 관악구" is 서울, 관악구."""
    words = place.split()
    if not words:
        return ()
    named = _PROVINCE.match(words[0])
    head = _LONG.get(named[1], named[1]) if named else words[0]
    return (head if head in _SHORT else words[0], *words[1:])


def county(place: str) -> str:
    """The place down to its 시·군·구, as charts and filters name it; '' for a place without any name."""
    kept: list[str] = []
    for word in parts(place):
        if kept and not _COUNTY.search(word):
            break
        kept.append(word)
    return " ".join(kept)


def covers(mine: str, place: str) -> bool:
    """Whether the district ``mine`` and the place may be the same ground.

    True when one contains the other; a name without its province fits in every province. In doubt the answer is
    True: a case that one person too many sees is better than a case that nobody sees.
    """
    ours, theirs = parts(mine), parts(place)
    if not ours or not theirs:
        return True
    if ours[0] in _SHORT and theirs[0] not in _SHORT:
        ours = ours[1:]
    elif theirs[0] in _SHORT and ours[0] not in _SHORT:
        theirs = theirs[1:]
    return all(one == other for one, other in zip(ours, theirs, strict=False))
