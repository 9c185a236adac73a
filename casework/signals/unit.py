"""The door within a building in one spelling: building (동), door (호), cellar, roof."""

from __future__ import annotations

import re

_CELLAR = r"(?:반지하|지하|지층|[Bb](?=\s*\d)|비(?=\s*\d))"
_BUILDING = re.compile(r"(?<![가-힣A-Za-z0-9])제?\s*(\d{1,4}|[가-하]|[A-Za-z])\s*동(?![가-힣])")
_PAIR = re.compile(r"(?<![\d-])(\d{1,4})\s*-\s*(\d{1,5})(?:\s*호)?(?![\d-])")
_DOOR = re.compile(rf"(?<![A-Za-z0-9])({_CELLAR}\s*(?:\d+\s*층)?\s*)?제?\s*([Bb]|비)?\s*(\d{{1,5}})\s*호")
_BARE = re.compile(r"(?<![\w-])([Bb]?)(\d{1,5})\s*$")
_FLOOR = re.compile(rf"(?<![A-Za-z0-9])({_CELLAR}\s*)?(\d{{1,3}})\s*층")
_ALONE = re.compile(r"반지하|지하|지층")
_ROOF = re.compile(r"옥탑")


def door(text: str) -> str:
    """The unit named in what follows a building's number, '' for none: "101-1203", "B1", "2F", "옥탑".

    Names of buildings are passed over; a floor counts only where no door is given ("2층 201호" is 201).
    """
    building = _BUILDING.search(text)
    rest = text[: building.start()] + " " + text[building.end() :] if building else text
    name = building[1].upper().lstrip("0") if building else ""
    pair = None if building else _PAIR.search(rest)
    if pair:
        return f"{_plain(pair[1])}-{_plain(pair[2])}"
    inner = _inner(rest)
    return f"{name}-{inner}" if name else inner


def _inner(text: str) -> str:
    if found := _DOOR.search(text):
        return ("B" if found[1] or found[2] else "") + _plain(found[3])
    floor = _FLOOR.search(text)
    if floor is None and (bare := _BARE.search(text)):
        return bare[1].upper() + _plain(bare[2])
    if _ROOF.search(text):
        return "옥탑"
    if floor:
        return f"{'B' if floor[1] else ''}{_plain(floor[2])}F"
    return "B" if _ALONE.search(text) else ""


def _plain(digits: str) -> str:
    return digits.lstrip("0") or "0"
