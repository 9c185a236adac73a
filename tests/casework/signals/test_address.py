"""One door has one spelling, however it is written; two doors never share one."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from casework.signals.address import LONGEST, AddressError, parse
from casework.signals.regions import known_as, regions


@dataclass(frozen=True)
class Door:
    """A door to be written in many ways."""

    province: str
    county: str
    ward: str
    street: str
    main: int
    sub: int
    building: int
    door: int

    @property
    def road(self) -> bool:
        return self.street in ROADS


def _places() -> list[tuple[str, str, str]]:
    found = [(short, "", "") for short in ("세종",)]
    for short, province in regions().provinces.items():
        for county in province.counties:
            found += [(short, county, ward) for ward in province.districts.get(county, ("",))]
    return found


ROADS = ("신림로", "테헤란로", "세종대로", "신림로12길", "사상로34번길", "봉천로5가길")
STREETS = (*ROADS, "신림동", "을지로3가", "구로동", "우동")
places = st.sampled_from(_places())
numbers = st.integers(1, 999)
doors = st.builds(
    lambda place, street, main, sub, building, door: Door(*place, street, main, sub, building, door),
    places, st.sampled_from(STREETS), numbers, st.integers(0, 99), st.integers(0, 120), st.integers(0, 2500),
)  # fmt: skip


def _spaced(draw: st.DrawFn, street: str) -> str:
    """A road's branch and a street's part may be written apart: 신림로 12길, 을지로 3가."""
    return re.sub(r"로(?=\d)", "로 ", street) if draw(st.booleans()) else street


@st.composite
def written(draw: st.DrawFn, door: Door) -> str:
    """One way to write it."""
    province = draw(st.sampled_from([door.province, *regions().provinces[door.province].names]))
    head = " ".join(part for part in (province, door.county, door.ward) if part)
    hyphen = draw(st.sampled_from(["-", " - ", "－", "–", "−"]))
    number = f"{door.main}{hyphen}{door.sub}" if door.sub else str(door.main)
    lot = "번지" if not door.road and draw(st.booleans()) else ""
    unit = ""
    if door.door:
        ho = draw(st.sampled_from(["{}호", "제{}호", "{} 호", "0{}호"])).format(door.door)
        dong = draw(st.sampled_from(["{}동", "제{}동", "{} 동"])).format(door.building) if door.building else ""
        pair = f"{door.building}-{door.door}"
        unit = f"{dong} {ho}".strip() if not dong or draw(st.booleans()) else pair
    name = draw(st.sampled_from(["", "행복아파트", "래미안2차", "한빛빌라"]))
    between = draw(st.sampled_from([" ", ", ", "  "]))
    aside = draw(st.sampled_from(["", " (신림동)", "(봉천동, 행복아파트)"])) if door.road else ""
    post = draw(st.sampled_from(["", "(08826) ", "08826 ", "대한민국 "]))
    line = f"{post}{head} {_spaced(draw, door.street)} {number}{lot}{between}{name} {unit}{aside}"
    wide = draw(st.booleans())
    return "".join(chr(ord(c) + 0xFEE0) if wide and c.isdigit() else c for c in line)


def _usual(door: Door) -> bool:
    # Where a lot stands alone, a small door number reads as the lot's second half, as people mean it.
    return not (not door.road and not door.sub and not door.building and door.door < 100)


@given(doors.flatmap(lambda door: st.tuples(st.just(door), written(door), written(door))))
def test_two_spellings_of_a_door_are_one(case: tuple[Door, str, str]):
    door, one, other = case
    assume(_usual(door))
    assert parse(one).canonical == parse(other).canonical, (one, other)


@given(doors, st.data())
def test_another_door_is_another(door: Door, data: st.DataObject):
    assume(_usual(door))
    changes = {"main": door.main + 1, "door": door.door + 3001, "street": "남부순환로" if door.road else "봉천동"}
    name = data.draw(st.sampled_from(sorted(changes)))
    other = replace(door, **{name: changes[name]})
    assert parse(data.draw(written(door))).canonical != parse(data.draw(written(other))).canonical


@given(doors, st.data())
def test_the_district_names_no_door(door: Door, data: st.DataObject):
    address = parse(data.draw(written(door)))
    assert address.district.split()[0] == door.province
    assert not [char for char in address.district.replace("3가", "") if char.isdigit()]


@given(st.text(max_size=400))
def test_anything_at_all_is_an_address_or_a_clear_error(text: str):
    try:
        parse(text)
    except AddressError as error:
        assert str(error) and len(str(error)) < 300


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("서울특별시 관악구 신림로12길 34-5, 101동 1203호 (신림동)", "road|서울|관악구||신림로12길|34-5|101-1203"),
        ("관악구 신림로 12길 34－5 행복아파트 101-1203", "road|서울|관악구||신림로12길|34-5|101-1203"),
        ("서울 특별시 관악구 신림동 12번지 3호", "lot|서울|관악구||신림동|12-3|"),
        ("서울 관악구 신림동 12-3 지하 1호", "lot|서울|관악구||신림동|12-3|B1"),
        ("서울 관악구 신림동 12-3 B01호", "lot|서울|관악구||신림동|12-3|B1"),
        ("서울 관악구 신림로 12 반지하", "road|서울|관악구||신림로|12|B"),
        ("서울 관악구 신림로 12 옥탑방", "road|서울|관악구||신림로|12|옥탑"),
        ("서울 관악구 신림로 12 2층 201호", "road|서울|관악구||신림로|12|201"),
        ("서울 관악구 신림로 12 3층", "road|서울|관악구||신림로|12|3F"),
        ("서울 관악구 신림로 12 가동 502", "road|서울|관악구||신림로|12|가-502"),
        ("경기 분당구 판교역로 166", "road|경기|성남시||판교역로|166|"),
        ("경기도 성남시 분당구 삼평동 681", "lot|경기|성남시|분당구|삼평동|681|"),
        ("서울 종로구 종로 1가 24", "lot|서울|종로구||종로1가|24|"),
        ("경기도 양평군 용문면 다문리 산 12-3", "lot|경기|양평군||용문면다문리|산12-3|"),
        ("경기 양평군 양평읍 중앙로 12", "road|경기|양평군||중앙로|12|"),
        ("세종시 한누리대로 2130", "road|세종|||한누리대로|2130|"),
        ("광주시 북구 용봉동 12", "lot|광주|북구||용봉동|12|"),
        ("광주시 경안동 12", "lot|경기|광주시||경안동|12|"),
        ("제주 제주시 1100로 22", "road|제주|제주시||1100로|22|"),
        ("서울 강남구 테헤란로 지하 152", "road|서울|강남구||테헤란로|지하152|"),
    ],
)  # fmt: skip
def test_addresses_as_people_write_them(text: str, canonical: str):
    assert parse(text).canonical == canonical
    assert parse(text.replace(" ", "  ")).canonical == canonical


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "비어"),
        ("신림동 12", "시·군·구가 없어요"),
        ("중구 세종대로 1", "여러 곳에 있어요"),
        ("없는구 세종대로 1", "모르는 이름"),
        ("서울 관악구", "도로명과 건물번호"),
        ("서울 관악구 신림로", "도로명과 건물번호"),
        ("서울 관악구 신림동 행복아파트 101동 1203호", "도로명과 건물번호"),
        ("가" * (LONGEST + 1), "너무 길어요"),
        ("900101-1234567", "시·군·구가 없어요"),
    ],
)
def test_what_is_no_address_is_told_why(text: str, why: str):
    with pytest.raises(AddressError, match=why):
        parse(text)


@pytest.mark.parametrize(
    ("given", "known"),
    [
        ("서울특별시 관악구", "서울 관악구"), ("관악구", "서울 관악구"), ("경기도", "경기"),
        ("중구", "중구"),
        ("서울특별시 관악구 신림동", "서울 관악구 신림동"), ("성남시 분당구", "경기 성남시 분당구"),
        ("어딘가", "어딘가"),
    ],
)  # fmt: skip
def test_districts_of_staff_are_read_like_addresses(given: str, known: str):
    assert known_as(given) == known
