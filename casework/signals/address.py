"""A Korean address in one spelling, by road name (도로명) or by lot (지번), so that two spellings of a door meet."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from casework.privacy.view import is_invisible
from casework.signals.regions import Region, RegionError, head_of
from casework.signals.unit import door

LONGEST = 300
_HYPHENS = re.compile(r"[‐-―−ㅡ~ー]")
_POSTCODE = re.compile(r"^\s*(?:\(\s*\d{5}\s*\)|\[\s*\d{5}\s*\]|\d{5}(?=\s)|\d{3}-\d{3}(?=\s))\s*")
_COUNTRY = re.compile(r"^(?:대한민국|한국)\s+")
_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]?")
_BRANCH = re.compile(r"((?:대로|로|길))\s*(\d+)\s*((?:번|[가-하])?)\s*길(?=\s|\d|$)")
_NUMBER = r"(\d{1,5})(?:\s*-\s*(\d{1,5}))?(?![\d-])"
_ROAD = re.compile(
    rf"(?:^|\s)([가-힣A-Za-z0-9·.]+(?:대로|로|길))\s*(지하)?\s*{_NUMBER}(?!\s*(?:가|길|번길|동|리)(?![가-힣]))"
)
_LOT = re.compile(
    r"(?:^|\s)((?:[가-힣]{1,6}(?:읍|면)\s+)?[가-힣]{1,7}\d{0,2}(?:동|리|가))\s*(산)?\s*"
    rf"{_NUMBER}(?!\s*(?:동|층|호)(?![가-힣]))"
)
_STREET = re.compile(r"(로|동)\s*(\d)\s*가(?=\s|$|\d)")
_TOWN = re.compile(r"^[가-힣]{1,6}(?:읍|면)$")
_PLACE = re.compile(r"^[가-힣]{1,7}\d{0,2}(?:읍|면|동|가)$")
_OLD_LOT = re.compile(r"^\s*번지\s*(?:의\s*)?(\d{1,2})\s*호?(?![\d층])")


class AddressError(ValueError):
    """No address can be read; the Korean text says what is missing and never repeats the address."""


@dataclass(frozen=True)
class Address:
    """One door: ``street`` is a road name or a lot's place, ``number`` "12" or "12-3", ``unit`` '' for the whole house.

    ``district`` names no door ("서울 관악구 신림동") and is all that may be stored.
    """

    kind: Literal["road", "lot"]
    region: Region
    street: str
    number: str
    unit: str
    district: str

    @property
    def building(self) -> str:
        """The building in its one spelling.

        A road's name is unique in its city, so the ward and the town are left out of it; a lot's place is not.
        """
        ward = "" if self.kind == "road" else self.region.ward
        return "|".join((self.kind, self.region.province, self.region.county, ward, self.street, self.number))

    @property
    def canonical(self) -> str:
        """The door in its one spelling."""
        return f"{self.building}|{self.unit}"


def parse(text: str) -> Address:
    """Read an address as people and agencies write it; AddressError when province, street or number cannot be read.

    Width, hyphens, spaces, commas, brackets, post code, long and short names of provinces, 번지, 제101동 and the like
    make no difference. A road name is preferred where both stand. Road and lot address of one door stay different:
    only who sends both can tell that they are the same.
    """
    line, aside = _tidy(text)
    try:
        region, words = head_of(line.split())
    except RegionError as error:
        raise AddressError(str(error)) from error
    rest = _STREET.sub(r"\1\2가", _BRANCH.sub(r"\1\2\3길", " ".join(words)))
    if found := _ROAD.search(rest):
        under, number = found[2] or "", _number(found[3], found[4])
        unit, near = door(rest[found.end() :]), _near(region, words, aside)
        return Address("road", region, _joined(found[1]), under + number, unit, near)
    if found := _LOT.search(rest):
        sub, after = found[4], rest[found.end() :]
        if sub is None and (old := _OLD_LOT.match(after)):
            sub, after = old[1], after[old.end() :]
        after = re.sub(r"^\s*번지", " ", after)
        street, number = _joined(found[1]), (found[2] or "") + _number(found[3], sub)
        return Address("lot", region, street, number, door(after), _near(region, found[1].split(), ""))
    raise AddressError("도로명과 건물번호(신림로 12), 또는 동·리와 지번(신림동 12-3)이 없어요")


def _tidy(text: str) -> tuple[str, str]:
    """The line without brackets and noise, and what stood in the brackets."""
    if len(text) > LONGEST:
        raise AddressError(f"주소가 너무 길어요({len(text)}자, 길어도 {LONGEST}자)")
    plain = unicodedata.normalize("NFKC", "".join(char for char in text if not is_invisible(char)))
    plain = re.sub("[ᆞ・•]", "·", plain)
    plain = _COUNTRY.sub("", _POSTCODE.sub("", _HYPHENS.sub("-", plain)).strip())
    aside = " ".join(found.strip("()[]") for found in _BRACKETS.findall(plain))
    line = re.sub(r"[,;:/\"']+|\.(?!\d)", " ", _BRACKETS.sub(" ", plain))
    return re.sub(r"\s*-\s*", "-", " ".join(line.split())), aside.replace(",", " ")


def _number(main: str, sub: str | None) -> str:
    numbers = [part.lstrip("0") or "0" for part in (main, sub) if part]
    return "-".join(numbers[:1] if numbers[1:] == ["0"] else numbers)


def _joined(street: str) -> str:
    return re.sub(r"제(?=\d{1,2}동$)", "", "".join(street.split()))


def _near(region: Region, words: list[str], aside: str) -> str:
    """Down to the town or neighbourhood, where one is named."""
    named = next((word for word in words[:2] if _PLACE.match(word)), "") if words else ""
    named = named or next((word for word in aside.split() if _PLACE.match(word)), "")
    return " ".join(part for part in (region.province, region.county, region.ward, named) if part)
