import pytest

from casework.places import district


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("서울특별시 관악구 신림동 12-3 201호", "서울특별시 관악구 신림동"),
        ("서울 종로구 종로1가 5", "서울특별시 종로구 종로1가"),
        ("경기도 수원시 팔달구, 인계동 한신아파트 101동 502호", "경기도 수원시 팔달구 인계동"),
        ("전북특별자치도 완주군 봉동읍 장기리 파란대문", "전북특별자치도 완주군 봉동읍"),
        ("파란대문집 신림동", "서울특별시 관악구 신림동"),
        ("관악로 1길 20", ""),
        ("101동 502호", ""),
        ("", ""),
    ],
)
def test_only_the_district_stays(place: str, expected: str):
    assert district(place) == expected
