"""Districts as people write them, and who sees which case because of them."""

from dataclasses import dataclass

import pytest

from casework.districts import county, covers
from casework.sight import seen
from tests.casework.kit import FIRST, World


@pytest.mark.parametrize(
    ("mine", "place", "same"),
    [
        ("서울특별시 관악구", "서울 관악구 신림동", True),
        ("서울 관악구", "서울특별시 관악구", True),
        ("서울 관악구", "서울 동작구", False),
        ("충청북도 청주시", "충북 청주시 상당구", True),
        ("강원특별자치도 춘천시", "강원도 춘천시", True),
        ("전라남도", "전북 전주시", False),
        ("서울 관악구", "관악구 신림동", True),
        ("중구", "부산 중구", True),
        ("서울 관악구", "서울", True),
        ("경기도 성남시 분당구", "경기 성남시 수정구", False),
        ("서울 관악구", "", True),
    ],
)
def test_the_same_ground_however_it_is_written(mine: str, place: str, same: bool):
    assert covers(mine, place) is same


@pytest.mark.parametrize(
    ("place", "named"),
    [
        ("서울특별시 관악구 신림동", "서울 관악구"), ("경기 성남시 분당구 정자동", "경기 성남시 분당구"),
        ("관악구", "관악구"), ("세종특별자치시 한솔동", "세종"), ("", ""),
    ],
)  # fmt: skip
def test_counties(place: str, named: str):
    assert county(place) == named


@dataclass(frozen=True)
class Somebody:
    staff_id: str = "S-seoul"
    login: str = "seoul"
    role: str = "caseworker"
    districts: tuple[str, ...] = ("서울 관악구",)


async def test_what_trumps_a_district(world: World):
    there = world.report("1", place="부산 해운대구").case_id
    here = world.report("2", place="서울특별시 관악구 신림동").case_id
    nowhere = world.hear("high").case_id

    def visible(viewer: Somebody = Somebody()) -> set[str]:
        return {case.id for case in seen(world.store, viewer, world.cases.queue())}

    assert visible() == {here, nowhere}
    assert visible(Somebody(districts=())) == visible(Somebody(districts=("부산",))) | {here} == {there, here, nowhere}
    assert visible(Somebody(role="editor")) == set()
    await world.after()
    assert there in visible(Somebody(login=FIRST.id)), "whoever is alerted must be able to look"
    while not world.cases.get(there).unanswered:
        await world.after(minutes=2000)
    assert there in visible(), "a case that nobody answered is everybody's"
